/**
 * All orders of a program, each a recorded run, as `lockstep.explore.choices` writes them.
 *
 * An order is a *word*: the numbers of the steps by which orders are told apart. Words are sorted,
 * so the orders that begin alike stand side by side: a beginning is a *range* of them, and what can
 * come next are the parts into which the range falls. Nothing here knows of asyncio.
 */

import { endingOf } from "./endings.js";

/** @typedef {import("../trace/types.js").Trace} Trace */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */
/** @typedef {import("./endings.js").Ending} Ending */

/**
 * @typedef {object} Order
 * @property {readonly number[]} word
 * @property {readonly number[]} stretches for each step of the word, the events up to its end
 * @property {Record<string, number>} trace the place of each other field of its trace
 */

/**
 * @typedef {object} Orders
 * @property {string} python
 * @property {readonly (readonly TraceEvent[])[]} texts the stretches of events, without numbers
 * @property {readonly unknown[]} values
 * @property {readonly Order[]} orders sorted by their words
 * @property {readonly Ending[]} endings how each of them ends
 */

/** Some orders that stand side by side: from the first to before the end. @typedef {{from: number, to: number}} Range */

export const ORDERS = "lockstep-orders/1";

export class OrdersError extends Error {
  name = "OrdersError";
}

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @param {number} end */
const isBelow = (value, end) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < end;

/** @param {unknown} list @param {number} end */
const areBelow = (list, end) => Array.isArray(list) && list.every((value) => isBelow(value, end));

/** @param {readonly number[]} one @param {readonly number[]} other */
function isBefore(one, other) {
  const at = one.findIndex((letter, place) => letter !== other[place]);
  return at < 0 ? one.length < other.length : one[at] < (other[at] ?? -1);
}

/** @param {Record<string, any>} json */
function checkOrders({ letters, texts, values, orders }) {
  for (const [at, order] of orders.entries()) {
    const { word, stretches, trace } = isObject(order) ? order : /** @type {any} */ ({});
    const sound =
      areBelow(word, letters) &&
      areBelow(stretches, texts.length) &&
      word.length === stretches.length &&
      isObject(trace) &&
      areBelow(Object.values(trace), values.length);
    if (!sound) throw new OrdersError(`order ${at} does not add up`);
    if (at > 0 && !isBefore(orders[at - 1].word, word)) {
      throw new OrdersError(`order ${at} does not come after the one before it`);
    }
  }
}

/**
 * @param {unknown} json orders as Python wrote them
 * @returns {Orders}
 * @throws {OrdersError}
 */
export function readOrders(json) {
  if (!isObject(json) || json.schema !== ORDERS) {
    const said = isObject(json) ? JSON.stringify(json.schema) : typeof json;
    throw new OrdersError(`this page reads ${ORDERS}, the orders say ${said}: reload the page`);
  }
  const { texts, values, orders } = json;
  const lists = [texts, values, orders].every(Array.isArray) && texts.every(Array.isArray);
  if (!lists || orders.length === 0) throw new OrdersError("the orders are missing");
  if (json.complete !== true) throw new OrdersError("these are not all orders");
  checkOrders(json);
  return Object.freeze({
    python: String(json.python),
    texts,
    values,
    orders,
    endings: orders.map((/** @type {Order} */ { trace }) =>
      endingOf({
        status: values[trace.status],
        result: values[trace.result],
        verdict: values[trace.verdict],
        error: values[trace.error],
        balance: values[trace.balance],
      }),
    ),
  });
}

/** One field of the trace of an order, such as its tasks. @param {Orders} orders @param {number} at @param {string} name */
export const fieldOf = ({ orders, values }, at, name) => values[orders[at].trace[name]];

/** The events of the first steps of an order; of all, where none is said.
 * @param {Orders} orders @param {number} at @param {number} [steps] @returns {TraceEvent[]}
 */
export function eventsOf({ orders, texts }, at, steps = Number.POSITIVE_INFINITY) {
  const { stretches } = orders[at];
  const events = stretches.slice(0, steps).flatMap((place) => texts[place]);
  return events.map((event, i) => ({ ...event, i }));
}

/** The recorded trace of an order, as its run gave it.
 * @param {Orders} orders @param {number} at
 */
export function traceOf(orders, at) {
  const { trace } = orders.orders[at];
  const fields = Object.entries(trace).map(([name, place]) => [name, orders.values[place]]);
  return { ...Object.fromEntries(fields), events: eventsOf(orders, at) };
}

// --- beginnings ------------------------------------------------------------------------------

/** @param {Orders} orders @returns {Range} */
export const all = ({ orders }) => ({ from: 0, to: orders.length });

/** @param {Range} range */
export const countOf = ({ from, to }) => to - from;

/** @param {Range} range @param {number} at */
export const holds = ({ from, to }, at) => from <= at && at < to;

/** The parts into which orders that begin alike fall by their next step; none where all are over.
 * @param {Orders} orders @param {Range} range @param {number} depth how many steps they share
 * @returns {(Range & {letter: number})[]}
 */
export function partsOf({ orders }, { from, to }, depth) {
  const parts = /** @type {(Range & {letter: number})[]} */ ([]);
  for (let at = from; at < to; at++) {
    const letter = orders[at].word[depth];
    if (letter === undefined) continue; // over, while others of this beginning go on
    const last = parts.at(-1);
    if (last?.letter === letter) last.to = at + 1;
    else parts.push({ letter, from: at, to: at + 1 });
  }
  return parts;
}

/** How many steps orders share up to where one has to be chosen, or to their end.
 * @param {Orders} orders @param {Range} range @param {number} depth
 */
export function depthOfChoice(orders, range, depth) {
  let deep = depth;
  while (true) {
    const parts = partsOf(orders, range, deep);
    if (parts.length !== 1 || countOf(parts[0]) !== countOf(range)) return deep;
    deep++;
  }
}
