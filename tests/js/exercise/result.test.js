import assert from "node:assert/strict";
import { test } from "node:test";
import { sharesOf } from "../../../site/js/exercise/result.js";

/** @param {[string, number | null, boolean][]} endings */
const shares = (endings) =>
  sharesOf(
    /** @type {any} */ ({
      kind: "repair",
      right: 0,
      endings: endings.map(([label, orders, is_right]) => ({ label, orders, is_right })),
    }),
  ).map(({ label, tone, count }) => [label, tone, count]);

test("endings that read alike are one, with the orders of all of them", () => {
  assert.deepEqual(
    shares([
      ["300", 1, true],
      ["RuntimeError()", 1, false],
      ["RuntimeError()", 3, false],
    ]),
    [
      ["300", "right", 1],
      ["RuntimeError()", "wrong", 4],
    ],
  );
});

test("they stay apart where one is right and the other is not", () => {
  assert.deepEqual(
    shares([
      ["300", 1, false],
      ["300", 2, true],
    ]),
    [
      ["300", "right", 2],
      ["300", "wrong", 1],
    ],
  );
});

test("of so many that nobody knows, the sum is not known either", () => {
  for (const counts of [
    [null, 2],
    [2, null],
  ])
    assert.deepEqual(shares(counts.map((count) => ["x", count, false])), [["x", "wrong", null]]);
});
