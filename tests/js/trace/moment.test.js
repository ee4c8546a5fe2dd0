import assert from "node:assert/strict";
import { test } from "node:test";
import { readTrace } from "../../../site/js/trace/model.js";
import { clockAt, linesAt, momentOf, sumOf } from "../../../site/js/trace/moment.js";
import { deadlock, unlocked } from "../fixtures.js";

const model = readTrace(unlocked());
const moments = [0, 1, 2, 3, 4, 5, 6];

test("the clock stands still between two steps until the second has run", () => {
  assert.deepEqual(
    moments.map((cursor) => clockAt(model, cursor)),
    [0, 0, 0, 0, 100_000, 100_000, 100_000],
  );
});

test("several numbers are added up, however large; one value is itself; of others there is no sum", () => {
  assert.equal(sumOf(["100", "100", "-300"]), "-100");
  assert.equal(sumOf(["9007199254740993", "1"]), "9007199254740994");
  assert.equal(sumOf(["[1]"]), "[1]");
  assert.equal(sumOf(["1", "[1]"]), null);
  assert.equal(sumOf(["1", null]), null);
  assert.equal(sumOf([]), null);
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
