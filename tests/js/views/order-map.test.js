import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { ordersVerdict } from "../../../site/js/text/orders.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { mountOrderMap } from "../../../site/js/views/order-map.js";
import { inTurn, ordersOf, unlocked } from "../fixtures.js";

const WHY = "The bound of 60 s was hit before an answer";

/** A program of one's own, and the map of its orders. */
function stage() {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const model = readTrace(unlocked());
  const store = createStore(reducer, initialState({ model, scenario: null }));
  const root = document.createElement("section");
  mountOrderMap(root, store, { document });
  return { root, store, source: model.trace.source };
}

/** @param {ReturnType<typeof stage>["root"]} root @param {string} selector */
const textOf = (root, selector) => root.querySelector(selector)?.textContent?.trim();

test("where not all orders could be found the last bar is torn and the sentence has the bound", () => {
  const { root, store, source } = stage();
  store.dispatch({ type: "run-asked" });
  store.dispatch({ type: "run-began", source });
  store.dispatch({ type: "orders-counted", counted: { found: 12, recorded: 0 } });
  assert.equal(textOf(root, ".orders-left"), "12 orders so far, still counting.");
  assert.equal(root.querySelectorAll(".map-torn").length, 0);
  assert.equal(root.querySelectorAll(".map-end").length, 1);

  store.dispatch({ type: "orders-found", source, orders: null, why: WHY, opens: true });
  assert.equal(textOf(root, ".orders-left"), `12 orders found, not all of them: ${WHY}.`);
  const bars = [...root.querySelectorAll(".map-found")];
  assert.deepEqual([bars.length, bars.at(-1)?.className], [12, "map-found map-torn"]);
  assert.equal(root.querySelectorAll(".map-end").length, 0);
  assert.equal(root.hidden, false);
});

test("of more orders than can be told apart, and not all, there is one torn strip with words on it", () => {
  const { root, store, source } = stage();
  store.dispatch({ type: "run-asked" });
  store.dispatch({ type: "run-began", source });
  store.dispatch({ type: "orders-counted", counted: { found: 6000, recorded: 0 } });
  store.dispatch({ type: "orders-found", source, orders: null, why: WHY, opens: true });
  const strips = [...root.querySelectorAll(".map-torn")];
  assert.equal(root.querySelectorAll(".map-found").length, 1);
  assert.deepEqual(
    strips.map(({ textContent }) => textContent),
    ["at least 6,000 orders: this map is not complete"],
  );
});

test("orders that were found to choose from are told, but not how they end while that is bet on", () => {
  const { store, source } = stage();
  const [lost, kept] = [unlocked(2), inTurn()].map((trace) => ({ ...trace, source }));
  assert.equal(ordersVerdict(store.get()).headline, "Not explored yet.");
  store.dispatch({ type: "orders-found", source, orders: ordersOf([lost, kept]), opens: true });
  assert.deepEqual(
    [ordersVerdict(store.get()).headline, ordersVerdict(store.get()).text],
    ["2 orders found.", "How they end is told when you have bet."],
  );
  store.dispatch({ type: "clock", action: { type: "bet-made", bet: "" } });
  assert.match(
    ordersVerdict(store.get()).headline,
    /^2 orders found: 1 ends at \d+ and 1 ends well\.$/,
  );
  assert.equal(ordersVerdict(store.get()).tone, "wrong");
});
