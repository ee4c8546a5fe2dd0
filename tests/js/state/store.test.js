import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../../site/js/state/store.js";

/** @param {number} state @param {{add: number}} action */
const add = (state, action) => state + action.add;

test("listeners hear the new value and the one before", () => {
  const store = createStore(add, 1);
  const received = /** @type {number[][]} */ ([]);
  store.subscribe((state, before) => received.push([before, state]));
  store.dispatch({ add: 2 });
  store.dispatch({ add: 3 });
  assert.deepEqual(received, [
    [1, 3],
    [3, 6],
  ]);
});

test("a change that changes nothing is no news", () => {
  const store = createStore(add, 1);
  let calls = 0;
  store.subscribe(() => calls++);
  store.dispatch({ add: 0 });
  assert.equal(calls, 0);
});

test("an action sent by a listener waits until all have heard of the first", () => {
  const store = createStore(add, 0);
  const received = /** @type {string[]} */ ([]);
  store.subscribe((state) => {
    received.push(`first ${state}`);
    if (state === 1) store.dispatch({ add: 10 });
  });
  store.subscribe((state) => received.push(`second ${state}`));
  store.dispatch({ add: 1 });
  assert.deepEqual(received, ["first 1", "second 1", "first 11", "second 11"]);
});

test("who has unsubscribed hears nothing more", () => {
  const store = createStore(add, 0);
  let calls = 0;
  const stop = store.subscribe(() => calls++);
  stop();
  store.dispatch({ add: 1 });
  assert.equal(calls, 0);
});

test("a listener that fails keeps nobody else from the news, and its error is reported", () => {
  const errors = /** @type {unknown[]} */ ([]);
  const store = createStore(add, 0, (error) => errors.push(error));
  const failure = new Error("broken view");
  let received = 0;
  store.subscribe(() => {
    throw failure;
  });
  store.subscribe((state) => {
    received = state;
  });
  store.dispatch({ add: 5 });
  assert.equal(received, 5);
  assert.deepEqual(errors, [failure]);
});

test("who measures hears after all who draw, whoever came first", () => {
  const store = createStore(add, 0);
  const received = /** @type {string[]} */ ([]);
  const stop = store.subscribe(() => received.push("measured"), { measures: true });
  store.subscribe(() => received.push("drawn"));
  store.dispatch({ add: 1 });
  assert.deepEqual(received, ["drawn", "measured"]);
  stop();
  store.dispatch({ add: 1 });
  assert.deepEqual(received, ["drawn", "measured", "drawn"]);
});
