import assert from "node:assert/strict";
import { test } from "node:test";
import { readTrace } from "../../../site/js/trace/model.js";
import { balanceAt, clockAt, linesAt, momentOf } from "../../../site/js/trace/moment.js";
import { deadlock, unlocked } from "../fixtures.js";

const model = readTrace(unlocked());
const moments = [0, 1, 2, 3, 4, 5, 6];

test("the clock stands still between two steps until the second has run", () => {
  assert.deepEqual(
    moments.map((cursor) => clockAt(model, cursor)),
    [0, 0, 0, 0, 100_000, 100_000, 100_000],
  );
});

test("the balance is what was written last, and before that what was read first", () => {
  assert.deepEqual(
    moments.map((cursor) => balanceAt(model, cursor)),
    ["0", "0", "0", "0", "100", "100", "100"],
  );
});

test("without a watched value there is no balance", () => {
  assert.equal(balanceAt(readTrace(deadlock()), 2), null);
});

test("several balances are added up", () => {
  const trace = { ...unlocked(), balance: null, findings: [] };
  trace.objects = [0, 1].map((id) => ({ ...trace.objects[0], id, name: `account-${id}.balance` }));
  trace.events = trace.events.map((event) =>
    event.task === 3 && event.object === 0 ? { ...event, object: 1 } : event,
  );
  assert.equal(balanceAt(readTrace(trace), 6), "200");
});

test("at the fifth step ATM-B has just written, and ATM-C is ready on the line it slept on", () => {
  assert.deepEqual(linesAt(model, 5), [
    { task: 2, label: "ATM-B", line: 13, inner: [], state: "now" },
    { task: 3, label: "ATM-C", line: 12, inner: [], state: "ready" },
  ]);
});

test("before the first step no task stands anywhere", () => {
  assert.deepEqual(linesAt(model, 0), []);
});

test("in a deadlock both tasks stand where they wait", () => {
  assert.deepEqual(linesAt(readTrace(deadlock()), 4), [
    { task: 1, label: "left", line: 9, inner: [], state: "waiting" },
    { task: 2, label: "right", line: 9, inner: [], state: "now" },
  ]);
});

test("who waits inside what it awaits stands at the line of its own coroutine, then further in", () => {
  const trace = deadlock();
  trace.events = trace.events.map((event) =>
    event.kind === "suspended" && event.task === 1 ? { ...event, callers: [20, 15] } : event,
  );
  const [left] = linesAt(readTrace(trace), 4);
  assert.deepEqual([left.line, left.inner], [20, [15, 9]]);
});

test("the moment of an event is the first that shows it", () => {
  assert.deepEqual(
    [0, 10, 12, 13, 24, 37].map((event) => momentOf(model, event)),
    [0, 1, 1, 2, 4, 6],
  );
});
