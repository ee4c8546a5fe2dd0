/**
 * The map of orders as numbers. Where there is room, one bar an order, side by side in the order of
 * the choices, with gaps after the first, second and third choice. Where there is none, one strip for
 * all orders that share their first choices, as wide as they are many, split by how they end. All x
 * are shares of the whole width, from 0 to 1, so that one drawing fits every window.
 */

import { all, countOf, everyEnding, partsOf, sharesOf, upToChoice } from "../clock/orders.js";

/** @typedef {import("../clock/endings.js").Ending} Ending */
/** @typedef {import("../clock/endings.js").Share} Share */
/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../clock/orders.js").Range} Range */
/** @typedef {import("../clock/play.js").Place} Place */

/** More orders than this have no bar each, and no more strips than this are drawn. */
export const MOST = 160;
/** The gap before a bar, in widths of a bar, by the level of the choice that it differs in. */
const GAPS = [1.4, 0.7, 0.3];
/** Of fewer orders than this the bars are wider, and the gaps between them not. */
const MANY = 40;
/** Of so few orders the words beneath the first choices need more room than their bars: in bars. */
const FEW = 8;
const WORDS = 2.2;
const BAR = 0.86;
/** The same before a strip, in shares of the whole width. */
const STRIP_GAPS = [0.008, 0.0022, 0.0006];
/** What is no number is as high as what is right. */
const FULL = 1;
const LEAST = 0.06;

/** @typedef {"right" | "near" | "middle" | "wrong" | "deadlock" | "error" | "neutral"} Look near: of the wrong endings the one nearest to what is right; middle: between it and the furthest; error: an exception, or a limit */

/** @typedef {{look: Look, height: number}} Shape how an ending is drawn; height from 0 to 1 */

/** @typedef {{order: number, x0: number, x1: number, ending: Ending} & Shape} Bar order: which of all */

/**
 * @typedef {object} Strip
 * @property {number} from
 * @property {number} to
 * @property {number} x0
 * @property {number} x1
 * @property {readonly number[]} letters the choices that its orders share, beyond those of the map
 * @property {readonly (Share & {look: Look})[]} shares
 */

/**
 * @typedef {object} MapLayout
 * @property {{from: number, to: number}} range the orders in it
 * @property {readonly Bar[]} bars
 * @property {readonly Strip[]} strips in place of bars
 * @property {number} depth how many choices the orders of a strip share
 * @property {number} units how wide it is, in bars
 * @property {readonly {label: string, at: number, right: boolean}[]} levels
 */

/** @typedef {{range: Range, level: number, letters: readonly number[]}} Group orders that share choices; level: which choice parts them from the group before */

/** The groups into which orders fall by their next choices.
 * @param {Place | (Range & {depth: number})} place @param {number} depth how many choices deep
 * @returns {Group[]}
 */
export function groupsOf(place, depth) {
  const found = /** @type {Group[]} */ ([]);
  /** @param {Range} range @param {number} level @param {readonly number[]} letters @param {number} before */
  function visit(range, level, letters, before) {
    const here = upToChoice(range, 0);
    const parts = partsOf(here);
    if (level === depth || parts.length === 0) {
      found.push({ range: here, level: before, letters });
      return;
    }
    if (here.node.ending) {
      const only = { ...here.node, count: 1, letters: [], after: [] };
      found.push({
        range: { from: here.from, to: here.from + 1, node: only },
        level: before,
        letters,
      });
    }
    for (const [at, part] of parts.entries()) {
      visit(part, level + 1, [...letters, part.letter], at === 0 ? before : level);
    }
  }
  visit(place, 0, [], 0);
  return found;
}

/** How high a number stands; the right one, or the highest, is full. Below zero the lowest stands
 * at the foot; where all are the same debt, nothing is higher than it.
 * @param {readonly Ending[]} endings
 */
function scaleOf(endings) {
  const numbers = endings.flatMap(({ number }) => number ?? []);
  const [low, high] = [Math.min(0, ...numbers), Math.max(...numbers)];
  return (/** @type {number | null} */ number) => {
    if (number === null || (low === high && low < 0)) return FULL;
    return low < high ? Math.max((number - low) / (high - low), LEAST) : LEAST;
  };
}

/** Where no order ends right, the highest is taken for the nearest.
 * @param {readonly Ending[]} endings
 */
function looksOf(endings) {
  const numbersOf = (/** @type {Ending["tone"]} */ tone) =>
    endings.filter((ending) => ending.tone === tone).flatMap(({ number }) => number ?? []);
  const [right = Infinity] = numbersOf("right");
  const far = (/** @type {number} */ number) =>
    right === Infinity ? -number : Math.abs(number - right);
  const numbers = [...new Set(numbersOf("wrong"))].sort((one, other) => far(one) - far(other));
  const [nearest, furthest] = [numbers[0], numbers[numbers.length - 1]];
  /** @param {Ending} ending @returns {Look} */
  function look({ status, tone, number }) {
    if (status === "deadlock") return "deadlock";
    if (status !== "ok" && tone !== "right") return "error";
    if (tone !== "wrong" || number === null || numbers.length < 2) return tone;
    if (number === nearest) return "near";
    return number === furthest ? "wrong" : "middle";
  }
  return look;
}

/** @type {WeakMap<Orders["root"], (ending: Ending) => Shape>} */
const shapers = new WeakMap();

/** How each ending of a program is drawn: the same everywhere. @param {Orders} orders */
export function shapesOf(orders) {
  const known = shapers.get(orders.root);
  if (known) return known;
  const endings = sharesOf(all(orders)).map(({ ending }) => ending);
  const [scale, look] = [scaleOf(endings), looksOf(endings)];
  const shape = (/** @type {Ending} */ ending) => ({
    look: look(ending),
    height: scale(ending.number),
  });
  shapers.set(orders.root, shape);
  return shape;
}

/** @type {WeakMap<Orders["root"], MapLayout>} */
const known = new WeakMap();

/** The map of all orders of a program. @param {Orders} orders @returns {MapLayout} */
export function layoutMap(orders) {
  const found = known.get(orders.root) ?? layoutPart(orders, upToChoice(all(orders), 0));
  known.set(orders.root, found);
  return found;
}

/** The map of some orders that begin alike. @param {Orders} orders @param {Range & {depth: number}} place @returns {MapLayout} */
export const layoutPart = (orders, place) =>
  countOf(place) > MOST ? layoutStrips(orders, place) : layoutBars(orders, place);

/** @param {Orders} orders @param {Range & {depth: number}} place @returns {MapLayout} */
function layoutBars(orders, place) {
  const shape = shapesOf(orders);
  const few = Math.min(countOf(place) / MANY, 1);
  const gaps = new Map(
    groupsOf(place, GAPS.length).map(({ range, level }) => [range.from, (GAPS[level] ?? 0) * few]),
  );
  const firsts = countOf(place) <= FEW ? groupsOf(place, 1) : [];
  const starts = new Set(firsts.map(({ range }) => range.from));
  let [x, part] = [0, 0];
  const placed = everyEnding(place).map((ending, at) => {
    const order = place.from + at;
    if (at > 0) x += gaps.get(order) ?? 0;
    if (at > 0 && starts.has(order)) part = x = Math.max(x, part + WORDS);
    const x0 = x;
    x += 1;
    return { order, x0, x1: x0 + BAR, ending, ...shape(ending) };
  });
  const bars = placed.map((bar) => ({ ...bar, x0: bar.x0 / x, x1: bar.x1 / x }));
  const labels = new Map(
    bars.map(({ ending, height, look }) => [ending.label, { height, look, ending }]),
  );
  return {
    ...{
      range: { from: place.from, to: place.to },
      bars,
      strips: [],
      depth: GAPS.length,
      units: x,
    },
    levels: [...labels]
      .filter(([, { ending }]) => ending.number !== null)
      .map(([label, { height, look }]) => ({ label, at: height, right: look === "right" })),
  };
}

/** The finest groups of which there are not too many. @param {Range & {depth: number}} place */
function stripGroups(place) {
  const found = STRIP_GAPS.map((_, at) => groupsOf(place, at + 1));
  const depth = found.findLastIndex((groups) => groups.length <= MOST);
  return depth < 0
    ? { depth: 0, groups: groupsOf(place, 0) }
    : { depth: depth + 1, groups: found[depth] };
}

/** @param {Orders} orders @param {Range & {depth: number}} place @returns {MapLayout} */
function layoutStrips(orders, place) {
  const { depth, groups } = stripGroups(place);
  const shape = shapesOf(orders);
  const gaps = groups.map(({ level }, at) => (at === 0 ? 0 : STRIP_GAPS[level]));
  const room = 1 - gaps.reduce((sum, gap) => sum + gap, 0);
  const total = countOf(place);
  let x = 0;
  const strips = groups.map(({ range, letters }, at) => {
    const { from, to } = range;
    x += gaps[at];
    const x0 = x;
    x += ((to - from) / total) * room;
    const shares = sharesOf(range).map((share) => ({ ...share, look: shape(share.ending).look }));
    return { from, to, x0, x1: x, letters, shares };
  });
  return {
    ...{ range: { from: place.from, to: place.to }, bars: [], strips, depth, units: total },
    levels: [],
  };
}

/** Where an order begins and ends. @param {MapLayout} map @param {number} order which of all */
function placeOf({ range, bars, strips }, order) {
  const bar = bars[order - range.from];
  if (bar) return bar;
  const strip = strips.find(({ from, to }) => from <= order && order < to) ?? strips[0];
  const width = (strip.x1 - strip.x0) / (strip.to - strip.from);
  const x0 = strip.x0 + (order - strip.from) * width;
  return { x0, x1: x0 + width };
}

/** Where a range of orders stands. @param {MapLayout} map @param {{from: number, to: number}} range */
export const spanOf = (map, { from, to }) => ({
  x0: placeOf(map, from).x0,
  x1: placeOf(map, to - 1).x1,
});
