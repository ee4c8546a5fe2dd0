import assert from "node:assert/strict";
import { test } from "node:test";
import { watched } from "../../../site/js/runner/watchdog.js";

/** A clock whose only timer rings when the test says so. */
function clock() {
  /** @type {(() => void) | null} */
  let ring = null;
  return {
    starts: 0,
    setTimeout(/** @type {() => void} */ f) {
      ring = f;
      this.starts += 1;
    },
    clearTimeout() {
      ring = null;
    },
    ring: () => ring?.(),
    get set() {
      return ring !== null;
    },
  };
}

const bark = () => new Error("silence");
const never = () => new Promise(() => {});

test("work that stays silent is given up", async () => {
  const time = clock();
  const promise = watched(never, 5, bark, time);
  time.ring();
  await assert.rejects(promise, /silence/);
});

test("work that ends in time gives its value and leaves no timer behind", async () => {
  const time = clock();
  assert.equal(await watched(async () => 7, 5, bark, time), 7);
  assert.equal(time.set, false);
});

test("work that fails gives its own error", async () => {
  const failing = async () => {
    throw new Error("its own");
  };
  await assert.rejects(watched(failing, 5, bark, clock()), /its own/);
});

test("every sign of life starts the count anew", () => {
  const time = clock();
  watched(
    (alive) => {
      alive();
      alive();
      return never();
    },
    5,
    bark,
    time,
  );
  assert.equal(time.starts, 3);
});
