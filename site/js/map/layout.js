/**
 * The map of all orders as numbers: one bar an order, side by side in the order of the choices, with
 * gaps after the first, second and third choice. All x are shares of the whole width, from 0 to 1,
 * so that one drawing fits every window.
 */

import { depthOfChoice, partsOf } from "../clock/orders.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/endings.js").Ending} Ending */
/** @typedef {import("../clock/orders.js").Orders} Orders */

/** The gap before a bar, in widths of a bar, by the level of the choice that it differs in. */
const GAPS = [1.4, 0.7, 0.3];
const BAR = 0.86;
/** What is no number is as high as what is right. */
const FULL = 1;
const LEAST = 0.06;

/** @typedef {"right" | "near" | "wrong" | "neutral"} Look near: of the wrong endings the one nearest to what is right */

/**
 * @typedef {object} Bar
 * @property {number} order
 * @property {number} x0
 * @property {number} x1
 * @property {number} height from 0 to 1
 * @property {Look} look
 * @property {Ending} ending
 */

/** @typedef {{bars: readonly Bar[], levels: readonly {label: string, at: number, right: boolean}[]}} MapLayout */

/** For each order, at which of the first choices it parts from the one before it; 3 for later.
 * @param {Orders} orders
 */
function levels(orders) {
  const found = orders.orders.map(() => GAPS.length);
  /** @param {import("../clock/orders.js").Range} range @param {number} depth @param {number} level */
  function mark(range, depth, level) {
    if (level >= GAPS.length) return;
    const deep = depthOfChoice(orders, range, depth);
    for (const [at, part] of partsOf(orders, range, deep).entries()) {
      if (at > 0) found[part.from] = Math.min(found[part.from], level);
      mark(part, deep + 1, level + 1);
    }
  }
  mark({ from: 0, to: orders.orders.length }, 0, 0);
  return found;
}

/** How high a number stands; the right one, or the highest, is full.
 * @param {readonly Ending[]} endings
 */
function scaleOf(endings) {
  const numbers = endings.flatMap(({ number }) => number ?? []);
  const low = Math.min(0, ...numbers);
  const high = Math.max(...numbers, low + Number.MIN_VALUE);
  return (/** @type {number | null} */ number) =>
    number === null ? FULL : Math.max((number - low) / (high - low), LEAST);
}

/** @param {readonly Ending[]} endings */
function looksOf(endings) {
  const wrong = endings.filter(({ tone }) => tone === "wrong");
  const numbers = new Set(wrong.map(({ number }) => number));
  const nearest =
    numbers.size > 1 ? Math.max(...wrong.flatMap(({ number }) => number ?? [])) : null;
  return (/** @type {Ending} */ { tone, number }) =>
    tone === "wrong" && number !== null && number === nearest
      ? /** @type {Look} */ ("near")
      : /** @type {Look} */ (tone);
}

/** @type {WeakMap<Orders, MapLayout>} */
const known = new WeakMap();

/** @param {Orders} orders @returns {MapLayout} */
export function layoutMap(orders) {
  const found = known.get(orders) ?? layout(orders);
  known.set(orders, found);
  return found;
}

/** @param {Orders} orders @returns {MapLayout} */
function layout(orders) {
  const parts = levels(orders);
  const scale = scaleOf(orders.endings);
  const look = looksOf(orders.endings);
  let x = 0;
  const placed = orders.endings.map((ending, order) => {
    if (order > 0) x += GAPS[parts[order]] ?? 0;
    const x0 = x;
    x += 1;
    return { order, x0, x1: x0 + BAR, height: scale(ending.number), look: look(ending), ending };
  });
  const bars = placed.map((bar) => ({ ...bar, x0: bar.x0 / x, x1: bar.x1 / x }));
  const labels = new Map(
    bars.map(({ ending, height, look: own }) => [ending.label, { height, own, ending }]),
  );
  return {
    bars,
    levels: [...labels]
      .filter(([, { ending }]) => ending.number !== null)
      .map(([label, { height, own }]) => ({ label, at: height, right: own === "right" })),
  };
}

/** Where a range of orders stands. @param {MapLayout} map @param {{from: number, to: number}} range */
export const spanOf = ({ bars }, { from, to }) => ({ x0: bars[from].x0, x1: bars[to - 1].x1 });
