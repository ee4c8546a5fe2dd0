import assert from "node:assert/strict";
import { test } from "node:test";
import { keepAnswers } from "../../../site/js/runner/kept-answers.js";

const wording = (/** @type {string} */ text) => JSON.stringify({ text });

test("an answer that is the same to the letter is the same answer; any other is read anew", () => {
  const read = keepAnswers();
  const first = read(wording("a"));
  assert.deepEqual(first, { text: "a" });
  assert.equal(read(wording("a")), first);
  assert.notEqual(read(wording("a ")), first);
});

test("two runs beside each other are kept, and the oldest answer makes room", () => {
  const read = keepAnswers();
  const [first, second] = [read(wording("a")), read(wording("b"))];
  assert.deepEqual([read(wording("a")) === first, read(wording("b")) === second], [true, true]);
  for (const other of ["c", "d", "e"]) read(wording(other));
  assert.notEqual(read(wording("a")), first);
});

test("an answer that is very long is not kept", () => {
  const read = keepAnswers();
  const long = wording("a".repeat(500_001));
  assert.notEqual(read(long), read(long));
});

test("what cannot be read is refused each time", () => {
  const read = keepAnswers();
  for (const _ of [1, 2]) assert.throws(() => read("[]"), /not a JSON object/);
});
