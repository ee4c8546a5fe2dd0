import assert from "node:assert/strict";
import { test } from "node:test";
import { keepAnswers } from "../../../site/js/runner/kept-answers.js";

const said = (/** @type {string} */ text) => JSON.stringify({ text });

test("an answer that is the same to the letter is the same answer; any other is read anew", () => {
  const read = keepAnswers();
  const first = read(said("a"));
  assert.deepEqual(first, { text: "a" });
  assert.equal(read(said("a")), first);
  assert.notEqual(read(said("a ")), first);
});

test("two runs beside each other are kept, and the oldest answer makes room", () => {
  const read = keepAnswers();
  const [first, second] = [read(said("a")), read(said("b"))];
  assert.deepEqual([read(said("a")) === first, read(said("b")) === second], [true, true]);
  for (const other of ["c", "d", "e"]) read(said(other));
  assert.notEqual(read(said("a")), first);
});

test("an answer that is very long is not kept", () => {
  const read = keepAnswers();
  const long = said("a".repeat(500_001));
  assert.notEqual(read(long), read(long));
});

test("what cannot be read is refused each time", () => {
  const read = keepAnswers();
  for (const _ of [1, 2]) assert.throws(() => read("[]"), /not a JSON object/);
});
