import assert from "node:assert/strict";
import { test } from "node:test";
import { traceOf } from "../../../site/js/clock/orders.js";
import { modelOfOrder } from "../../../site/js/clock/picture.js";
import { nearestRight, orderOf } from "../../../site/js/divergence/nearest.js";
import { partedOf } from "../../../site/js/state/parted.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { inTurn, ordersOf, THOUSANDS, unlocked } from "../fixtures.js";

const good = { ...inTurn(), result: "200", source: "p" };
const bad = { ...unlocked(2), result: "100", source: "p" };
const orders = ordersOf([good, bad]);
const order = /** @type {any} */ ({ tone: "wrong", deviations: 1, schedule: "any-3.13:0=1" });

/** @param {Parameters<typeof reducer>[1][]} actions */
const after = (...actions) =>
  actions.reduce(reducer, initialState({ model: readTrace(good), orders: null }));

test("a run is found among the orders by the steps that it took", () => {
  assert.equal(orderOf(orders, readTrace(bad)), 1);
  assert.equal(orderOf(orders, modelOfOrder(orders, 0)), 0);
  assert.equal(orderOf(orders, readTrace(unlocked(3))), null);
  assert.deepEqual([nearestRight(orders, 1), nearestRight(orders, 1, () => false)], [0, null]);
  assert.equal(traceOf(orders, orders.orders[1]).result, "100");
});

test("an order that loses, once it is opened, stands beside the nearest that ends well", () => {
  const ran = { type: /** @type {const} */ ("run-ended"), model: readTrace(bad), order };
  const reported = { type: /** @type {const} */ ("orders-found"), source: "p", orders };
  assert.equal(partedOf(after(ran)), null);
  const parted = partedOf(after(ran, reported));
  assert.deepEqual(
    [parted?.good.trace.result, parted?.bad.trace.result, parted?.isNearest],
    ["200", "100", true],
  );
  assert.equal(partedOf(after({ ...ran, order: null }, reported)), null);
});

test("where not every order is recorded the run of one that ends well is taken, and not called nearest", () => {
  const model = readTrace(good);
  const ran = {
    type: /** @type {const} */ ("run-ended"),
    model: readTrace(bad),
    order,
    good: model,
  };
  assert.deepEqual(partedOf(after(ran)), { good: model, bad: ran.model, isNearest: false });
  assert.equal(partedOf(after(ran, { type: "run-ended", model: ran.model })), null);
});

test("of thousands of orders the nearest of the recorded ones is not called nearest of all", () => {
  const some = ordersOf([good, bad], THOUSANDS);
  assert.deepEqual([some.root.count, some.orders.length], [2050, 2]);
  const reported = { type: /** @type {const} */ ("orders-found"), source: "p", orders: some };
  const ran = { type: /** @type {const} */ ("run-ended"), model: readTrace(bad), order };
  const parted = partedOf(after(ran, reported));
  assert.deepEqual([parted?.good.trace.result, parted?.isNearest], ["200", false]);
});

test("of thousands of orders one that is not recorded, or none of whose recorded ends well, stands beside the run that was taken", () => {
  const model = readTrace(good);
  for (const recorded of [[good], [bad]]) {
    const orders = ordersOf(recorded, THOUSANDS, recorded[0] === bad ? 2 : 1);
    const reported = { type: /** @type {const} */ ("orders-found"), source: "p", orders };
    const ran = {
      type: /** @type {const} */ ("run-ended"),
      model: readTrace(bad),
      order,
      good: model,
    };
    assert.deepEqual(partedOf(after(ran, reported)), {
      good: model,
      bad: ran.model,
      isNearest: false,
    });
  }
});
