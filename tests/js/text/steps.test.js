import assert from "node:assert/strict";
import { test } from "node:test";
import { markSentence, marksAt, related } from "../../../site/js/text/marks.js";
import { clip, timeText } from "../../../site/js/text/short.js";
import { cutText, listed, momentSentence, runningText } from "../../../site/js/text/steps.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { blocking, deadlock, locked, unlocked } from "../fixtures.js";

test("virtual time is told in seconds, and in microseconds below a thousandth", () => {
  assert.deepEqual([0, 250, 1000, 100_000, 1_500_000, 3_600_000_000].map(timeText), [
    "0 s",
    "250 µs",
    "0.001 s",
    "0.1 s",
    "1.5 s",
    "3600 s",
  ]);
});

test("a list of names ends with and", () => {
  assert.deepEqual([[], ["A"], ["A", "B"], ["A", "B", "C"]].map(listed), [
    "",
    "A",
    "A and B",
    "A, B and C",
  ]);
});

test("a long value is cut at its end", () => {
  assert.equal(clip("0123456789", 6), "01234…");
  assert.equal(clip("012345", 6), "012345");
});

test("each moment of an unlocked run is one sentence", () => {
  const model = readTrace(unlocked());
  assert.equal(momentSentence(model, 0), "Before the first of 6 steps.");
  assert.equal(
    momentSentence(model, 1),
    "Step 1 of 6, 0 s: ATM-A read 0 from account.balance and slept until 0.1 s.",
  );
  assert.equal(
    momentSentence(model, 5),
    "Step 5 of 6, 0.1 s: ATM-B wrote 100 to account.balance over ATM-A's 100 " +
      "(it had read 0 before that) and finished.",
  );
});

test("locks are asked for, promised and taken in words", () => {
  const model = readTrace(locked());
  assert.deepEqual(
    [2, 3, 4].map((cursor) => momentSentence(model, cursor)),
    [
      "Step 2 of 4, 0 s: ATM-B asked for account.lock (held by ATM-A) and waited.",
      "Step 3 of 4, 0.1 s: ATM-A wrote 100 to account.balance, " +
        "released account.lock (now promised to ATM-B) and finished.",
      "Step 4 of 4, 0.1 s: ATM-B took account.lock, read 100 from account.balance, " +
        "wrote 200 to account.balance, released account.lock and finished.",
    ],
  );
});

test("the last moment of a deadlock says so", () => {
  assert.equal(
    momentSentence(readTrace(deadlock()), 4),
    "Step 4 of 4, 0.1 s: right asked for a (held by left) and waited. " +
      "Then no task could run any more: deadlock.",
  );
});

test("what can be asked about at a moment answers lane by lane", () => {
  const model = readTrace(locked());
  assert.deepEqual(
    marksAt(model, 3).map((mark) => markSentence(model, mark)),
    [
      "Step 3, 0.1 s: ATM-A wrote 100 to account.balance, " +
        "released account.lock (now promised to ATM-B) and finished.",
      "ATM-B is ready to run, but not yet its turn, at 0.1 s.",
      "account.lock is released but promised to ATM-B, which has not run yet, at 0.1 s.",
      "0.1 s: ATM-A wrote 100 to account.balance.",
    ],
  );
});

test("a blocked loop is told by the task that blocks and by the one that could run", () => {
  const model = readTrace(blocking());
  const [step, sleep] = marksAt(model, 2).map((mark) => markSentence(model, mark));
  assert.equal(
    step,
    "Step 2, 0 s to 0.4 s: rude blocked the whole event loop for 0.4 s and finished.",
  );
  assert.equal(
    sleep,
    "polite sleeps from 0 s to 0.4 s, line 12; its sleep was over at 0.1 s, but the loop was blocked.",
  );
});

test("each link of a deadlock says who waits where for what, held by whom", () => {
  const model = readTrace(deadlock());
  assert.equal(
    markSentence(model, "link-0"),
    "left (line 9) waits for b, held by right since line 8.",
  );
});

test("a destroying write belongs together with its stale read and its arrow", () => {
  const model = readTrace(unlocked());
  assert.deepEqual(related(model, "step-5"), [
    "step-5",
    "loss-1",
    "touch-17",
    "touch-32",
    "step-2",
  ]);
});

test("a run that goes on says where it spins, for how long, and what it has printed", () => {
  const running = { line: 7, seconds: 3.2, lines: 1204, tail: "" };
  assert.equal(
    runningText(running),
    "Line 7 has run for 3 s without an await; 1,204 lines printed.",
  );
  assert.equal(runningText({ ...running, seconds: 0.2 }), "1,204 lines printed.");
  assert.equal(runningText({ ...running, seconds: 0.2, lines: 0 }), "");
  assert.equal(
    runningText({ line: null, seconds: 2, lines: 1, tail: "" }),
    "The program has run for 2 s without an await; 1 line printed.",
  );
});

test("what is too much to be shown is counted", () => {
  assert.equal(
    cutText({ events: 40_001, tasks: 1 }),
    "The run is too large to be shown whole: 40,001 more events and 1 more task are not drawn.",
  );
  assert.equal(cutText(undefined), "");
});
