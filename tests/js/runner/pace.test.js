import assert from "node:assert/strict";
import { test } from "node:test";
import { createPace } from "../../../site/js/runner/pace.js";

/** Which of those that ask at these times are let pass. @param {number[]} times */
function passed(times) {
  let time = 0;
  const pace = createPace({ burst: 3, pause: 100 }, () => time);
  return times.filter((at) => {
    time = at;
    return pace.take();
  });
}

test("a few pass at once, then one in every pause", () => {
  assert.deepEqual(passed([0, 0, 0, 0, 50, 99, 100, 150, 200]), [0, 0, 0, 100, 200]);
});

test("after a rest as many pass at once as at first, and no more", () => {
  assert.deepEqual(passed([0, 0, 0, 9000, 9000, 9000, 9000]), [0, 0, 0, 9000, 9000, 9000]);
});

test("it says how long the next has to wait", () => {
  let time = 0;
  const pace = createPace({ burst: 1, pause: 100 }, () => time);
  assert.equal(pace.wait, 0);
  pace.take();
  time = 30;
  assert.equal(pace.wait, 70);
});
