import assert from "node:assert/strict";
import { test } from "node:test";
import { readTrace } from "../../../site/js/trace/model.js";
import { blocking, deadlock, locked, long, unlocked } from "../fixtures.js";

/** @param {{from: number, to: number | null}[]} spans @param {(span: any) => object} pick */
const brief = (spans, pick) =>
  spans.map((span) => ({ ...pick(span), from: span.from, to: span.to }));

test("the model and the trace inside it are frozen to the bottom", () => {
  const model = readTrace(unlocked());
  assert.ok(Object.isFrozen(model.trace.events[3]));
  assert.ok(Object.isFrozen(model.columns[0].times));
  assert.throws(() => {
    model.trace.events[3].t_us = 9;
  }, TypeError);
});

test("every atomic step of the ATMs is a column; main, which only starts them, has none", () => {
  const { columns, tasks, steps } = readTrace(unlocked());
  assert.deepEqual(tasks, [1, 2, 3]);
  assert.equal(steps.length, 8);
  assert.deepEqual(
    columns.map(({ task, first, last, times }) => [task, first, last, times]),
    [
      [1, 10, 12, [0]],
      [2, 13, 15, [0]],
      [3, 16, 18, [0]],
      [1, 23, 26, [100_000]],
      [2, 27, 30, [100_000]],
      [3, 31, 34, [100_000]],
    ],
  );
});

test("main has a lane when it sleeps, or is the only task", () => {
  const trace = unlocked();
  trace.events[9] = { ...trace.events[9], why: "sleep", until_us: 5, on: [] };
  assert.deepEqual(readTrace(trace).tasks, [0, 1, 2, 3]);
  const alone = { ...unlocked(), tasks: unlocked().tasks.slice(0, 1), findings: [] };
  alone.events = [unlocked().events[0], unlocked().events[1]];
  assert.deepEqual(readTrace(alone).tasks, [0]);
});

test("a moment shows the events of its steps, and the last moment shows all", () => {
  const { ends, trace } = readTrace(unlocked());
  assert.deepEqual(ends, [10, 13, 16, 19, 27, 31, trace.events.length]);
});

test("between its steps a task is ready, asleep, or waits", () => {
  const model = readTrace(locked());
  const own = model.spans.filter(({ task }) => task === 2);
  assert.deepEqual(
    brief(own, ({ state }) => ({ state })),
    [
      { state: "ready", from: 6, to: 13 },
      { state: "waiting", from: 15, to: 21 },
      { state: "ready", from: 21, to: 23 },
    ],
  );
});

test("a lock is held, then promised to the first waiter, then held by it", () => {
  const [lock] = readTrace(locked()).resources;
  assert.equal(lock.name, "account.lock");
  assert.deepEqual(
    brief(lock.holds, ({ state, task }) => ({ state, task })),
    [
      { state: "held", task: 1, from: 10, to: 20 },
      { state: "promised", task: 2, from: 20, to: 24 },
      { state: "held", task: 2, from: 24, to: 27 },
    ],
  );
  assert.deepEqual(lock.queues, [{ from: 14, to: 24, tasks: [2] }]);
});

test("what is still held or waited for at the end has no end", () => {
  const { resources, cycle } = readTrace(deadlock());
  assert.deepEqual(
    resources.map(({ holds, queues }) => [holds.at(-1)?.to, queues.at(-1)?.to]),
    [
      [null, null],
      [null, null],
    ],
  );
  assert.deepEqual(
    cycle.map(({ task, holder }) => [task, holder]),
    [
      [1, 2],
      [2, 1],
    ],
  );
});

test("a step that blocks the loop has two instants, and a sleep that ended meanwhile is late", () => {
  const { columns, spans } = readTrace(blocking());
  assert.deepEqual(columns[1].times, [0, 400_000]);
  const sleep = spans.find(({ state }) => state === "sleeping");
  assert.equal(sleep?.late, 100_000);
});

test("a watched variable keeps every read and write", () => {
  const [variable] = readTrace(unlocked()).variables;
  assert.deepEqual(
    variable.touches.map(({ kind, value }) => `${kind} ${value}`),
    ["read 0", "read 0", "read 0", "write 100", "write 100", "write 100"],
  );
});

test("a printed line knows its moment, and what was lost is noted on it", () => {
  const { log } = readTrace(unlocked());
  assert.deepEqual(
    log.map(({ moment, text, note }) => [moment, text, note]),
    [
      [4, "ATM-A wrote 100", ""],
      [5, "ATM-B wrote 100", "over ATM-A's 100"],
      [6, "ATM-C wrote 100", "over ATM-B's 100"],
    ],
  );
});

test("an event that its task's state does not allow names the task, its state and the event", () => {
  const trace = unlocked();
  trace.events[15] = { ...trace.events[15], task: 1 };
  assert.throws(() => readTrace(trace), {
    name: "TraceError",
    message: "ATM-A is suspended: suspended cannot follow, only task-ready, step-began",
  });
});

test("an event that its lock's state does not allow names the lock, its state and the event", () => {
  const trace = locked();
  trace.events[20] = { ...trace.events[20], kind: "lock-acquired" };
  assert.throws(() => readTrace(trace), {
    name: "TraceError",
    message:
      "event 20: account.lock is held: lock-acquired cannot follow, " +
      "only lock-wanted, lock-released, lock-abandoned",
  });
});

test("a thousand steps are read, with as many columns", () => {
  assert.equal(readTrace(long(1000)).columns.length, 1000);
});

/** Tasks that each did something of their own: their lines differ. @param {number} steps @param {number} tasks */
function unlike(steps, tasks) {
  const trace = long(steps, tasks);
  return { ...trace, events: trace.events.map((event) => ({ ...event, line: event.task })) };
}

test("more tasks than fit get no lane, and are counted", () => {
  const model = readTrace(unlike(200, 100));
  assert.deepEqual(model.folds, []);
  assert.equal(model.tasks.length, 40);
  assert.equal(model.hiddenTasks, 60);
});

test("tasks that did the same are kept together, but for those that a finding names", () => {
  const trace = long(200, 100);
  assert.deepEqual(
    readTrace(trace).folds.map((fold) => fold.length),
    [100],
  );
  const finding = { kind: "leak", severity: "error", text: "", tasks: [7], lines: [], events: [] };
  const model = readTrace({ ...trace, findings: [{ ...finding, object: null }] });
  assert.equal(model.folds[0].length, 99);
  assert.ok(model.tasks.includes(7) && !model.folds[0].includes(7));
  assert.deepEqual(readTrace(long(16, 8)).folds, []); // eight lanes are not in the way
});

test("of values that nobody watches, one that never changes has no lane beside one that does", () => {
  const trace = unlocked();
  const [own] = trace.objects;
  const [first] = trace.events.filter(({ kind }) => kind === "read");
  const second = { ...own, id: 1, name: "Account.balance" };
  const read = { ...first, object: 1 };
  const events = trace.events.flatMap((event) => (event === first ? [event, read] : [event]));
  const objects = [own, second].map((object) => ({ ...object, watched: false }));
  const { variables } = readTrace({
    ...trace,
    findings: [],
    objects,
    events: events.map((event, i) => ({ ...event, i })),
  });
  assert.deepEqual(
    variables.map(({ name }) => name),
    ["account.balance"],
  );
});
