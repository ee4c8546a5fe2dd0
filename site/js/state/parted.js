/** An order that ends wrong, and one that ends well, for whoever wants to see where they part. */

import { areAllRecorded, recordedAt } from "../clock/orders.js";
import { modelOfOrder } from "../clock/picture.js";
import { nearestRight, orderOf } from "../divergence/nearest.js";

/** @typedef {import("./reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {{good: Model, bad: Model, isNearest: boolean}} Parted */

/** Which of the recorded orders is shown: the one played to its end, or the one that was opened.
 * @param {State} state @returns {number | null}
 */
function shownOrder({ clock, order, orders, model }) {
  if (clock) return clock.isOver ? clock.place.from : null;
  return order && orders && model ? orderOf(orders, model) : null;
}

/** Null where no single order was opened or chosen to its end, where it ends well, or where none does.
 * @param {State} state @returns {Parted | null}
 */
export function partedOf(state) {
  const { orders, model, order, good, stale } = state;
  if (!model || stale) return null;
  const at = shownOrder(state);
  if (orders && at !== null) {
    if (recordedAt(orders, at)?.ending.tone !== "wrong") return null;
    const nearest = nearestRight(orders, at);
    if (nearest !== null) {
      const [right, wrong] = [nearest, at].map((each) => modelOfOrder(orders, each));
      return { good: right, bad: wrong, isNearest: areAllRecorded(orders) };
    }
  }
  return order?.tone === "wrong" && good ? { good, bad: model, isNearest: false } : null;
}
