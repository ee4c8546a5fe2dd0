/** The lanes of values: a line that steps where the value changes, with its numbers there. */

import { clip } from "../../text/short.js";
import { linear } from "../../ui/scales.js";
import { thinned } from "./fit.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("../../trace/types.js").Variable} Variable */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Dot} Dot */
/** @typedef {import("./types.js").Figure} Figure */
/** @typedef {import("./types.js").Stretch} Stretch */
/** @typedef {import("./lanes.js").Lanes} Lanes */
/** @typedef {{x: number, value: string | null, event: number, kind: Dot["kind"] | "change"}} Point */

const RANGE = { low: 15, high: -8 };
const FONT = 11;
const DOT = 6;

const NUMBER = /^(?:Decimal\(')?(-?\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,3})?)(?:'\))?$/i;

/** @param {string | null} value */
function numeric(value) {
  const match = value === null ? null : NUMBER.exec(value);
  return match ? Number(match[1]) : null;
}

/** Height by value; a value that is no number stays in the middle, and so does the only one there is.
 * @param {Variable} variable @param {number} y
 */
function heights({ touches, initial = null }, y) {
  const values = [initial, ...touches.map(({ value }) => value)];
  const numbers = values.map(numeric).filter((value) => value !== null);
  const low = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const scale = linear([low, high], [y + RANGE.low, y + RANGE.high]);
  const middle = y + (RANGE.low + RANGE.high) / 2;
  return (/** @type {string | null} */ value) => {
    const number = numeric(value);
    return number === null ? middle : scale(number);
  };
}

/** Where the line goes. What was first read was there from the beginning; a later read that
 * differs tells of a write that nobody saw.
 * @param {Variable} variable @param {Axis} axis
 */
function levels({ touches, initial = null }, axis) {
  const before = initial === null ? [] : [{ x: 0, value: initial, event: -1 }];
  if (touches.length === 0) return before;
  const start = touches[0].kind === "read" ? 0 : axis.xOf(touches[0].event);
  const out = [{ x: start, value: touches[0].value, event: touches[0].event }];
  for (const { event, kind, value } of touches.slice(1)) {
    const level = out[out.length - 1];
    if (kind === "write" || value !== level.value) out.push({ x: axis.xOf(event), value, event });
  }
  return out;
}

/** @param {{x: number, value: string | null}[]} points @param {number} end @param {(value: string | null) => number} height */
function stretchesOf(points, end, height) {
  return points.map(({ x, value }, i) => ({
    x0: x,
    x1: points[i + 1]?.x ?? end,
    y: height(value),
    from: i > 0 ? height(points[i - 1].value) : height(value),
  }));
}

/** @param {{x: number, value: string | null}[]} points @param {(value: string | null) => number} height @returns {Figure[]} */
function numbersOf(points, height) {
  const labels = points.map(({ x, value }, i) => {
    const text = value === null ? "deleted" : clip(value, 16);
    return { x: x + (i === 0 ? 2 : 4), y: height(value) - 5, text, x0: x, x1: x + 60 };
  });
  return thinned(labels, FONT);
}

/** @param {Model} model @returns {Map<number, Dot["kind"]>} */
function specialTouches({ lost }) {
  const kinds = new Map();
  for (const { stale } of lost) kinds.set(stale, "stale");
  for (const { destroying } of lost) kinds.set(destroying, "destroying");
  return kinds;
}

/** Plain reads are left out where they would cover what matters more.
 * @param {Dot[]} dots
 */
const apart = (dots) =>
  dots.filter((dot, i) => {
    const near = [dots[i - 1], dots[i + 1]].filter((other) => other && other.kind !== "read");
    return dot.kind !== "read" || near.every((other) => Math.abs(other.x0 - dot.x0) >= DOT);
  });

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes */
export function layoutValues(model, axis, lanes) {
  const special = specialTouches(model);
  const end = axis.xOf(null);
  const stretches = /** @type {Stretch[]} */ ([]);
  const numbers = /** @type {Figure[]} */ ([]);
  const dots = /** @type {Dot[]} */ ([]);
  for (const { variable, y } of lanes.variables) {
    const height = heights(variable, y);
    const points = levels(variable, axis);
    stretches.push(...stretchesOf(points, end, height));
    numbers.push(...numbersOf(points, height));
    const touches = variable.touches.filter(({ event }) => model.columnOf[event] >= 0);
    const own = touches.map(({ event, kind, value }) => {
      const x = axis.xOf(event);
      return { x0: x, x1: x, y: height(value), event, kind: special.get(event) ?? kind };
    });
    dots.push(...apart(own));
  }
  return { stretches, numbers, dots };
}
