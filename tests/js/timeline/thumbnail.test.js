import assert from "node:assert/strict";
import { test } from "node:test";
import {
  layoutRecordedLines,
  layoutThumbnail,
  SIZE,
} from "../../../site/js/timeline/layout/thumbnail.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { deadlock, locked, long, unlocked } from "../fixtures.js";

const stampOf = (/** @type {unknown} */ trace) => layoutThumbnail(readTrace(trace));
const rowsOf = (/** @type {{y0: number}[]} */ marks) => new Set(marks.map(({ y0 }) => y0)).size;

test("a stamp has a block for each step, a row for each task, and the wrong ones are wrong", () => {
  const model = readTrace(unlocked());
  const { blocks } = layoutThumbnail(model);
  assert.equal(blocks.length, model.columns.length);
  assert.equal(rowsOf(blocks), model.tasks.length);
  assert.equal(blocks.filter(({ tone }) => tone === "wrong").length, model.lost.length);
});

test("waits for a lock are waits, and the last ones of a deadlock are stuck", () => {
  const states = (/** @type {unknown} */ trace) =>
    new Set(stampOf(trace).pauses.map(({ state }) => state));
  assert.ok(states(locked()).has("waiting"));
  assert.ok(!states(locked()).has("stuck"));
  assert.ok(states(deadlock()).has("stuck"));
});

test("what tasks hold takes no wait out of a stamp", () => {
  const waits = (/** @type {unknown} */ trace) => stampOf(trace).pauses.map(({ state }) => state);
  assert.deepEqual(waits(deadlock({ reads: true })), waits(deadlock()));
  assert.ok(waits(unlocked()).includes("sleeping"));
});

test("nothing leaves the stamp, however many tasks and steps", () => {
  for (const trace of [unlocked(), locked(), deadlock(), long(60, 30)]) {
    const { blocks, pauses } = stampOf(trace);
    for (const { x0, x1, y0, y1 } of [...blocks, ...pauses]) {
      assert.ok(x0 >= 0 && x1 <= SIZE.width && x0 <= x1, `${x0} to ${x1}`);
      assert.ok(y0 >= 0 && y1 <= SIZE.height, `${y0} to ${y1}`);
    }
  }
});

test("of a recording with threads each printed line is a block, an exception a wrong one", () => {
  const lines = [
    { ms: 1, thread: "A", text: "has the lock" },
    { ms: 2, thread: "B", text: "RuntimeError: other loop" },
    { ms: 9, thread: "A", text: "wrote 100" },
    { ms: 10, thread: "MainThread", text: "final balance 100" },
  ];
  const { blocks, pauses } = layoutRecordedLines(lines);
  assert.deepEqual(
    blocks.map(({ tone }) => tone),
    ["run", "failed", "run"],
  );
  assert.equal(rowsOf(blocks), 2);
  assert.equal(pauses.length, 1);
});
