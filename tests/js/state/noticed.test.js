import assert from "node:assert/strict";
import { test } from "node:test";
import { onNoticed } from "../../../site/js/state/noticed.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";

/** What is shown of the phases of a page whose Python is there, while time is the test's. */
function stage(/** @type {import("node:test").TestContext} */ { mock }) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const store = createStore(reducer, initialState({}));
  const shown = /** @type {string[]} */ ([]);
  onNoticed(store, () => shown.push(store.get().phase));
  return { store, shown, wait: (/** @type {number} */ ms) => mock.timers.tick(ms) };
}

test("a run that is soon over is not shown as going on", (context) => {
  const { store, shown, wait } = stage(context);
  store.dispatch({ type: "run-asked", isLoaded: true });
  store.dispatch({ type: "run-began" });
  wait(100);
  assert.deepEqual(shown, []);
  store.dispatch({ type: "stopped" });
  wait(1000);
  assert.deepEqual(shown, ["idle"]);
});

test("a run that lasts is shown while it does", (context) => {
  const { store, shown, wait } = stage(context);
  store.dispatch({ type: "run-asked", isLoaded: true });
  wait(200);
  assert.deepEqual(shown, ["running"]);
});

test("loading is shown at once, and so is what runs after it", (context) => {
  const { store, shown } = stage(context);
  store.dispatch({ type: "run-asked" });
  store.dispatch({ type: "run-began" });
  assert.deepEqual(shown, ["loading", "running"]);
});
