import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, problemWith } from "../../../site/js/text/bounds.js";

const ATMS = {
  name: "ATMS",
  label: "ATMs",
  testid: "atms",
  value: 3,
  min: 1,
  max: 8,
  start: 0,
  end: 1,
};

test("bounds are said in words", () => {
  assert.equal(boundsOf(ATMS), "ATMs: 1 to 8.");
});

test("a value within the bounds is no problem, both ends included", () => {
  for (const typed of ["1", "8", " 3 ", "03"]) assert.equal(problemWith(ATMS, typed), "", typed);
});

test("a problem names the value, the limit and what to give", () => {
  assert.equal(
    problemWith(ATMS, "12"),
    "ATMs is 12, more than 8: give a whole number from 1 to 8.",
  );
  assert.equal(problemWith(ATMS, "0"), "ATMs is 0, less than 1: give a whole number from 1 to 8.");
});

test("what is no whole number is a problem of its own", () => {
  assert.equal(problemWith(ATMS, "2.5"), "ATMs is 2.5: give a whole number from 1 to 8.");
  assert.equal(problemWith(ATMS, ""), "ATMs has no value: give a whole number from 1 to 8.");
});

test("an endless value is not repeated in full", () => {
  assert.match(problemWith(ATMS, "9".repeat(400)), /^ATMs is 9{19}…, more than 8/);
});
