import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { onLook, sendHeight } from "../../../site/js/embed/host.js";

const { window, ResizeObserver } = globalThis;
afterEach(() => Object.assign(globalThis, { window, ResizeObserver }));

/** A frame of 660 by 660 pixels whose content needs what `needed` gives, and what its host is told.
 * @param {() => number} needed
 */
function frameOf(needed) {
  const reported = /** @type {number[]} */ ([]);
  const watches = /** @type {(() => void)[]} */ ([]);
  const parent = {
    postMessage: (/** @type {{height: number}} */ { height }) => reported.push(height),
  };
  class Watch {
    /** @param {() => void} received */
    constructor(received) {
      watches.push(received);
    }
    observe() {}
  }
  const window = { innerWidth: 660, innerHeight: 660, parent };
  Object.assign(globalThis, { window, ResizeObserver: Watch });
  const root = /** @type {any} */ ({ getBoundingClientRect: () => ({ height: needed() }) });
  const resized = () => {
    for (const received of watches) received();
  };
  return { root, reported, resized, window };
}

test("a frame that its host has not laid out yet asks for nothing", () => {
  let height = 3676; // a word a line
  const { root, reported, resized, window } = frameOf(() => height);
  window.innerWidth = window.innerHeight = 0;
  sendHeight(root);
  assert.deepEqual(reported, []);
  height = window.innerWidth = window.innerHeight = 660;
  resized();
  assert.deepEqual(reported, []);
});

test("a frame whose room does says nothing", () => {
  const { root, reported } = frameOf(() => 600.5);
  sendHeight(root);
  assert.deepEqual(reported, []);
});

test("more is asked for as soon as it is needed, and given back when it is much", () => {
  let height = 738;
  const { root, reported, resized } = frameOf(() => height);
  sendHeight(root);
  for (height of [739, 1200, 700]) resized();
  assert.deepEqual(reported, [738, 739, 1200, 700]);
});

test("what only fills the room that was given needs no more, however often more is given", () => {
  let height = 738;
  const { root, reported, resized, window } = frameOf(() => height);
  sendHeight(root);
  for (let turn = 0; turn < 10; turn += 1) {
    window.innerHeight = height = height + 20; // as much again to spare
    resized();
  }
  assert.deepEqual(reported, [738]);
});

test("a need that changes with the height given does not go back and forth", () => {
  let height = 738;
  const { root, reported, resized } = frameOf(() => height);
  sendHeight(root);
  for (let turn = 0; turn < 10; turn += 1) {
    height = turn % 2 ? 738 : 719;
    resized();
  }
  assert.deepEqual(reported, [738]);
});

test("a look is taken from the host only, and only one that is a look", () => {
  const listeners = /** @type {((event: object) => void)[]} */ ([]);
  const parent = {};
  const window = {
    parent,
    addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) =>
      listeners.push(listener),
  };
  Object.assign(globalThis, { window });
  const shown = /** @type {object[]} */ ([]);
  onLook((look) => shown.push(look));
  const look = { theme: "dark" };
  const send = (/** @type {object | null} */ source, /** @type {object} */ message) => {
    for (const listener of listeners) listener({ source, data: { lockstep: 1, ...message } });
  };
  send({}, { type: "look", look });
  send(parent, { type: "ready", look });
  send(parent, { type: "look", look: "dark" });
  send(parent, { type: "look", look: null });
  assert.deepEqual(shown, []);
  send(parent, { type: "look", look });
  assert.deepEqual(shown, [look]);
});
