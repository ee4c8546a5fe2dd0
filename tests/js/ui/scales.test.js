import assert from "node:assert/strict";
import { test } from "node:test";
import { linear, relativePath } from "../../../site/js/ui/scales.js";

/** Where each figure of a path begins. @param {string} d */
function starts(d) {
  let [x, y] = [0, 0];
  return [...d.matchAll(/m(\S+) (\S+?)h([\d.]+)/g)].map(([, dx, dy, long]) => {
    const at = [x + Number(dx), y + Number(dy)].map((value) => Math.round(value * 10) / 10);
    [x, y] = [at[0] + Number(long), at[1]];
    return at;
  });
}

/** @param {number} left */
const line = (left) => ({
  at: /** @type {[number, number]} */ ([left, 12]),
  draw: "h5.3",
  to: /** @type {[number, number]} */ ([left + 5.3, 12]),
});

test("figures at equal distances are the same text again, and none of a thousand is off its place", () => {
  const lefts = Array.from({ length: 1000 }, (_, i) => Math.round((3.1 + i * 8.7) * 10) / 10);
  const d = relativePath(lefts, line);
  assert.ok(d.startsWith("m3.1 12h5.3m3.4 0h5.3m3.4 0h5.3"));
  assert.deepEqual(
    starts(d),
    lefts.map((left) => [left, 12]),
  );
});

test("a path of nothing is empty", () => assert.equal(relativePath([], line), ""));

test("a line maps both ends and the middle of an interval that does not begin at 0", () => {
  const scale = linear([10, 30], [5, 105]);
  assert.deepEqual([10, 20, 30].map(scale), [5, 55, 105]);
  assert.equal(linear([7, 7], [0, 10])(7), 5);
});
