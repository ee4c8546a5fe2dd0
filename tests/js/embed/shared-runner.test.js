import assert from "node:assert/strict";
import { test } from "node:test";
import { createSharedRunner } from "../../../site/js/embed/shared-runner.js";

/** A page with so many frames, none of them alive yet. @param {number} count @returns {any[]} */
function framesOf(count) {
  const parent = /** @type {any} */ ({ length: count });
  const frames = Array.from({ length: count }, () => ({ parent, addEventListener() {} }));
  return Object.assign(parent, frames) && frames;
}

/** A frame comes alive; what its own runner is asked is kept. @param {any} frame @param {string[]} asked @param {string} name */
function alive(frame, asked, name) {
  const runner = createSharedRunner(/** @type {any} */ ({ runtime: {}, root: "" }), frame);
  const own = async () => asked.push(name);
  Object.assign(frame.lockstepRunnerOwner.runner, { run: own, warm: own });
  return runner;
}

test("a frame that comes alive later, and stands before it, takes the runner from none", async () => {
  const frames = framesOf(3);
  const asked = /** @type {string[]} */ ([]);
  const second = alive(frames[1], asked, "second");
  await second.run(/** @type {any} */ ({}));
  const first = alive(frames[0], asked, "first");
  const third = alive(frames[2], asked, "third");
  await first.warm();
  await third.run(/** @type {any} */ ({}));
  assert.deepEqual(asked, ["second", "second", "second"]);
});

test("of frames whose runners nobody has asked the first owns it", async () => {
  const frames = framesOf(2);
  const asked = /** @type {string[]} */ ([]);
  const second = alive(frames[1], asked, "second");
  alive(frames[0], asked, "first");
  await second.run(/** @type {any} */ ({}));
  assert.deepEqual(asked, ["first"]);
});

test("where the frame that owned it has gone another does", async () => {
  const frames = framesOf(2);
  const asked = /** @type {string[]} */ ([]);
  const second = alive(frames[1], asked, "second");
  const first = alive(frames[0], asked, "first");
  await first.run(/** @type {any} */ ({}));
  frames[0].parent[0] = { parent: frames[0].parent };
  await second.run(/** @type {any} */ ({}));
  assert.deepEqual(asked, ["first", "second"]);
});
