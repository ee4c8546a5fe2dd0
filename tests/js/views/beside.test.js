import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { mountBeside } from "../../../site/js/views/beside.js";
import { locked, unlocked } from "../fixtures.js";

/** @param {string} name @param {string} mode */
const scenario = (name, mode) => ({
  ...{ name, title: name, lesson: "", parameters: [], family: "atms" },
  source: `# ${name}\n`,
  axes: { "lock-mode": mode, "lock-scope": "per-account" },
});
const CATALOGUE = [scenario("unlocked", "none"), scenario("async-with", "async-with")];
const [race, repair] = [unlocked(), locked()].map((trace, at) =>
  readTrace({ ...trace, source: CATALOGUE[at].source }),
);

test("the button keeps its place until the repair is known, sets it beside, and takes it away", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const start = initialState({ catalogue: CATALOGUE, scenario: "unlocked", model: race });
  const store = createStore(reducer, start);
  const root = document.createElement("div");
  mountBeside(root, store, { document });
  const button = /** @type {any} */ (root.querySelector("button"));
  const seen = () => [root.hidden, button.textContent, button.disabled, store.get().other?.title];
  const offered = "Set beside it: async-with";
  assert.deepEqual(seen(), [false, offered, true, undefined]);
  const records = [{ model: repair, other: null, exploration: null }];
  store.dispatch({ type: "records-loaded", records });
  assert.deepEqual(seen(), [false, offered, false, undefined]);
  button.click();
  assert.deepEqual(seen(), [false, "Leave this run alone", false, "async-with"]);
  button.click();
  assert.deepEqual(seen(), [false, offered, false, undefined]);
});
