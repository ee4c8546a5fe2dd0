/**
 * All orders of a program, as `lockstep.explore.choices` writes them.
 *
 * An order is a *word*: the numbers of the steps by which orders are told apart. Words are sorted,
 * so the orders that begin alike stand side by side: a beginning is a *range* of them, and what can
 * come next are the parts into which the range falls. Nothing here knows of asyncio.
 *
 * The orders are a tree whose equal parts may be one: thousands of orders are a few hundred *nodes*.
 * Of few orders each is a recorded run; of many, some are, and more are asked for on the way.
 */

import { endingFrom, endingOf, keyOf, sharesFrom } from "./endings.js";

/** @typedef {import("../trace/types.js").Trace} Trace */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */
/** @typedef {import("./endings.js").Ending} Ending */
/** @typedef {import("./endings.js").Share} Share */

/** A recorded order.
 * @typedef {object} Order
 * @property {readonly number[]} word
 * @property {readonly number[]} stretches for each step of the word, the events up to its end
 * @property {Record<string, number>} trace the place of each other field of its trace
 * @property {number | null} chosen after how many steps it goes on in the usual order; null: not known
 * @property {number} at which of all orders it is
 * @property {Ending} ending
 */

/** What some beginnings have in common.
 * @typedef {object} Node
 * @property {number} count orders that begin so
 * @property {Ending | null} ending of the order that is over here
 * @property {readonly number[]} letters with which the others go on
 * @property {readonly Node[]} after where each of them leads
 */

/**
 * @typedef {object} Orders
 * @property {string} python
 * @property {Node} root
 * @property {readonly string[]} names of the letters, the same in every answer about one program
 * @property {readonly (readonly TraceEvent[])[]} texts the stretches of events, without numbers
 * @property {readonly unknown[]} values
 * @property {readonly Order[]} orders those recorded, sorted by their words
 */

/** Some orders that begin alike, side by side: from the first to before the end.
 * @typedef {{from: number, to: number, node: Node}} Range
 */

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

/** @param {unknown} json */
function checkedJson(json) {
  if (!isObject(json) || json.schema !== ORDERS) {
    const given = isObject(json) ? JSON.stringify(json.schema) : typeof json;
    throw new OrdersError(`this page reads ${ORDERS}, the orders say ${given}: reload the page`);
  }
  const { texts, values, orders } = json;
  const lists = [texts, values, orders].every(Array.isArray) && texts.every(Array.isArray);
  if (!lists || orders.length === 0) throw new OrdersError("the orders are missing");
  checkOrders(json);
  return json;
}

/**
 * @param {unknown} given orders as Python wrote them
 * @returns {Orders}
 * @throws {OrdersError}
 */
export function readOrders(given) {
  const json = checkedJson(given);
  if (json.complete !== true && !json.tree) throw new OrdersError("these are not all orders");
  const { python, names = [], texts, values, orders } = json;
  const root = json.tree ? rootOfTree(json.tree, json.letters) : rootOfWords(orders, values);
  return withRanks(
    { python: String(python), names: names.map(String), root, texts, values },
    orders,
  );
}

/** More recorded orders of the same program, such as were asked for.
 * @param {Orders} known @param {unknown} given
 * @returns {Orders}
 * @throws {OrdersError}
 */
export function grownWith(known, given) {
  const json = checkedJson(given);
  const number = new Map(known.names.map((name, letter) => [name, letter]));
  const letterOf = (/** @type {number} */ letter) => number.get(json.names[letter]) ?? -1;
  const [texts, values] = [known.texts.length, known.values.length];
  const more = json.orders.map((/** @type {Order} */ { word, stretches, trace, chosen }) => ({
    word: word.map(letterOf),
    stretches: stretches.map((place) => place + texts),
    trace: Object.fromEntries(Object.entries(trace).map(([name, at]) => [name, at + values])),
    chosen,
  }));
  const all = {
    ...known,
    texts: [...known.texts, ...json.texts],
    values: [...known.values, ...json.values],
  };
  return withRanks(all, [...known.orders, ...more]);
}

/** @param {Omit<Orders, "orders">} all @param {readonly Omit<Order, "at" | "ending">[]} recorded @returns {Orders} */
function withRanks(all, recorded) {
  const ranked = recorded.map((order) => ({ ...order, ...placed(all.root, order.word) }));
  const once = new Map(ranked.map((order) => [order.at, order]));
  return Object.freeze({ ...all, orders: [...once.values()].sort((a, b) => a.at - b.at) });
}

// --- the tree --------------------------------------------------------------------------------

/** @param {Ending | null} ending @param {readonly number[]} letters @param {readonly Node[]} after @returns {Node} */
function nodeOf(ending, letters, after) {
  const count = after.reduce((sum, node) => sum + node.count, ending ? 1 : 0);
  return Object.freeze({ count, ending, letters, after });
}

/** The tree of orders that are all recorded. @param {readonly Order[]} orders @param {readonly unknown[]} values */
function rootOfWords(orders, values) {
  const endings = new Map(/** @type {[string, Ending][]} */ ([]));
  /** @param {Order} order */
  function ending({ trace }) {
    const fields = ["status", "result", "state", "verdict", "error", "balance"];
    const own = endingOf(
      /** @type {any} */ (Object.fromEntries(fields.map((name) => [name, values[trace[name]]]))),
    );
    const known = endings.get(keyOf(own)) ?? own;
    endings.set(keyOf(own), known);
    return known;
  }
  /** @param {number} from @param {number} to @param {number} depth @returns {Node} */
  function branch(from, to, depth) {
    const isOver = orders[from].word.length === depth;
    const letters = /** @type {number[]} */ ([]);
    const starts = /** @type {number[]} */ ([]);
    for (let at = from + Number(isOver); at < to; at++) {
      const letter = orders[at].word[depth];
      if (letters.at(-1) === letter) continue;
      letters.push(letter);
      starts.push(at);
    }
    const after = starts.map((start, i) => branch(start, starts[i + 1] ?? to, depth + 1));
    return nodeOf(isOver ? ending(orders[from]) : null, letters, after);
  }
  return branch(0, orders.length, 0);
}

/** @param {unknown} tree @param {number} letters how many there are */
function rootOfTree(tree, letters) {
  const { nodes, endings } = isObject(tree) ? tree : /** @type {any} */ ({});
  if (!Array.isArray(nodes) || !Array.isArray(endings) || nodes.length === 0) {
    throw new OrdersError("the tree of the orders is missing");
  }
  const kinds = endings.map((ending) => endingFrom(ending));
  const made = /** @type {Node[]} */ (new Array(nodes.length));
  for (let at = nodes.length - 1; at >= 0; at--) {
    const [ending, ...pairs] = /** @type {number[]} */ (Array.isArray(nodes[at]) ? nodes[at] : []);
    const own = pairs.filter((_, i) => i % 2 === 0);
    const after = pairs.filter((_, i) => i % 2 === 1);
    const sound =
      (ending === -1 || isBelow(ending, kinds.length)) &&
      areBelow(own, letters) &&
      own.length === after.length &&
      own.every((letter, i) => i === 0 || own[i - 1] < letter) &&
      after.every((to) => isBelow(to, nodes.length) && to > at);
    if (!sound) throw new OrdersError(`node ${at} does not add up`);
    made[at] = nodeOf(
      ending < 0 ? null : kinds[ending],
      own,
      after.map((to) => made[to]),
    );
  }
  if (!Number.isSafeInteger(made[0].count)) throw new OrdersError("the orders are too many");
  return made[0];
}

/** Which of all orders a word is, and how it ends. @param {Node} root @param {readonly number[]} word */
function placed(root, word) {
  let [node, rank] = [root, 0];
  for (const letter of word) {
    const place = node.letters.indexOf(letter);
    if (place < 0) throw new OrdersError("an order was recorded that had not been counted");
    if (node.ending) rank++;
    for (const before of node.after.slice(0, place)) rank += before.count;
    node = node.after[place];
  }
  if (!node.ending) throw new OrdersError("an order was recorded that had not been counted");
  return { at: rank, ending: node.ending };
}

// --- recorded runs ---------------------------------------------------------------------------

/** A recorded order among these; null while there is none. Of several, the first.
 * @param {Pick<Orders, "orders">} orders @param {{from: number, to: number}} range
 */
export function recordedIn({ orders }, { from, to }) {
  let [low, high] = [0, orders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (orders[middle].at < from) low = middle + 1;
    else high = middle;
  }
  const found = orders[low];
  return found && found.at < to ? found : null;
}

/** The recorded order at one place among all; null if it is not recorded. @param {Orders} orders @param {number} at */
export const recordedAt = (orders, at) => recordedIn(orders, { from: at, to: at + 1 });

/** Whether each of the orders is recorded. @param {Orders} orders */
export const areAllRecorded = ({ root, orders }) => root.count === orders.length;

/** One field of the trace of an order, such as its tasks. @param {Orders} orders @param {Order} order @param {string} name */
export const fieldOf = ({ values }, { trace }, name) => values[trace[name]];

/** The events of the first steps of an order; of all, where none is said.
 * @param {Orders} orders @param {Order} order @param {number} [steps] @returns {TraceEvent[]}
 */
export function eventsOf({ texts }, { stretches }, steps = Number.POSITIVE_INFINITY) {
  const events = stretches.slice(0, steps).flatMap((place) => texts[place]);
  return events.map((event, i) => ({ ...event, i }));
}

/** The recorded trace of an order, as its run gave it.
 * @param {Orders} orders @param {Order} order
 */
export function traceOf(orders, order) {
  const fields = Object.entries(order.trace).map(([name, place]) => [name, orders.values[place]]);
  return { ...Object.fromEntries(fields), events: eventsOf(orders, order) };
}

// --- beginnings ------------------------------------------------------------------------------

/** @param {Orders} orders @returns {Range} */
export const all = ({ root }) => ({ from: 0, to: root.count, node: root });

/** @param {{from: number, to: number}} range */
export const countOf = ({ from, to }) => to - from;

/** @typedef {Range & {letter: number}} Part */

/** The parts into which orders that begin alike fall by their next step; none where all are over.
 * @param {Range} range @returns {Part[]}
 */
export function partsOf({ from, node }) {
  let start = from + (node.ending ? 1 : 0);
  return node.after.map((after, i) => {
    const part = { letter: node.letters[i], from: start, to: start + after.count, node: after };
    start = part.to;
    return part;
  });
}

/** Whether there is more than one way to go on, or none. @param {Node} node */
const isFork = ({ ending, after }) => after.length !== 1 || ending !== null;

/** Orders up to where one of them has to be chosen, or to their end, and how many steps they share.
 * @template {Range} R @param {R} range @param {number} depth @returns {R & {depth: number}}
 */
export function upToChoice(range, depth) {
  let [node, deep] = [range.node, depth];
  while (!isFork(node)) {
    [node] = node.after;
    deep++;
  }
  return { ...range, node, depth: deep };
}

/** @type {WeakMap<Node, Map<Ending, number>>} */
const counted = new WeakMap();

/** How many orders end how. @param {Node} node @returns {Map<Ending, number>} */
function endingsFrom(node) {
  const known = counted.get(node);
  if (known) return known;
  const found = new Map(/** @type {[Ending, number][]} */ (node.ending ? [[node.ending, 1]] : []));
  for (const after of node.after) {
    for (const [ending, count] of endingsFrom(after)) {
      found.set(ending, (found.get(ending) ?? 0) + count);
    }
  }
  counted.set(node, found);
  return found;
}

/** What some orders end as, and how many of each. @param {{node: Node}} range @returns {Share[]} */
export const sharesOf = ({ node }) => sharesFrom(endingsFrom(node));

/** Whether any of them ends right. @param {{node: Node}} range */
export const anyRight = ({ node }) =>
  [...endingsFrom(node).keys()].some(({ tone }) => tone === "right");

/** How each of these orders ends, one after another. @param {{node: Node}} range @returns {Ending[]} */
export const everyEnding = ({ node: { ending, after } }) => [
  ...(ending ? [ending] : []),
  ...after.flatMap((node) => everyEnding({ node })),
];
