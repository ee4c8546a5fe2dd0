import assert from "node:assert/strict";
import { test } from "node:test";
import { handsAt, loopAt } from "../../../site/js/trace/loop.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { deadlock, locked, unlocked } from "../fixtures.js";

test("ready stands in the order of the queue: who is woken first runs first", () => {
  const model = readTrace(unlocked());
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((cursor) => loopAt(model, cursor).ready),
    [[1, 2, 3], [2, 3], [3], [], [2, 3]],
  );
});

test("who sleeps stands by deadline, and who has ended is done", () => {
  const model = readTrace(unlocked());
  const at = (/** @type {number} */ cursor) => {
    const { asleep, done } = loopAt(model, cursor);
    return { asleep, done: done.map(({ task }) => task) };
  };
  assert.deepEqual(at(3), { asleep: [1, 2, 3], done: [] });
  assert.deepEqual(at(6), { asleep: [], done: [1, 2, 3] });
});

test("a sleeper that is due earlier stands before one that fell asleep earlier", () => {
  const trace = unlocked();
  const [first] = trace.events.filter(({ kind, why }) => kind === "suspended" && why === "sleep");
  const events = trace.events.map((event) =>
    event === first ? { ...event, until_us: 900_000 } : event,
  );
  assert.deepEqual(loopAt(readTrace({ ...trace, events }), 3).asleep, [2, 3, 1]);
});

test("a lock is held, then promised to the first of its queue, which stands in it no longer", () => {
  const model = readTrace(locked());
  const lock = (/** @type {number} */ cursor) => {
    const [{ state, task, waiters }] = loopAt(model, cursor).queues;
    return [state, task, waiters, loopAt(model, cursor).ready];
  };
  assert.deepEqual([0, 1, 2, 3, 4].map(lock), [
    ["free", null, [], [1, 2]],
    ["held", 1, [], [2]],
    ["held", 1, [2], []],
    ["promised", 2, [], [2]],
    ["free", null, [], []],
  ]);
});

test("in a deadlock each stands in the queue of the lock that the other holds", () => {
  const model = readTrace(deadlock());
  const { ready, asleep, waiting, queues } = loopAt(model, model.columns.length);
  assert.deepEqual([ready, asleep, waiting], [[], [], []]);
  assert.deepEqual(
    queues.map(({ task, waiters }) => [task, waiters]),
    [
      [1, [2]],
      [2, [1]],
    ],
  );
});

test("no task with a lane stands in two places, nor in none", () => {
  for (const trace of [unlocked(5), locked(), deadlock()]) {
    const model = readTrace(trace);
    for (let cursor = 0; cursor <= model.columns.length; cursor++) {
      const { ready, asleep, waiting, queues, done } = loopAt(model, cursor);
      const everywhere = [
        ...ready,
        ...asleep,
        ...waiting,
        ...queues.flatMap(({ waiters }) => waiters),
        ...done.map(({ task }) => task),
      ];
      assert.deepEqual([...everywhere].sort(), model.tasks, `moment ${cursor}`);
    }
  }
});

test("what is in each hand at a moment, and whether it is stale by then", () => {
  const model = readTrace(unlocked());
  const at = (/** @type {number} */ cursor) =>
    handsAt(model, cursor).map(({ task, value, isStale }) => [task, value, isStale]);
  assert.deepEqual(at(0), []);
  assert.deepEqual(at(2), [
    [1, "0", false],
    [2, "0", false],
  ]);
  assert.deepEqual(at(4), [
    [2, "0", true],
    [3, "0", true],
  ]);
  assert.deepEqual(at(6), []);
});
