/** The lanes of tasks: a block for each step, and what the task did between two of them. */

import { clamp } from "../../ui/scales.js";
import { brief } from "./brief.js";
import { fitWords } from "./fit.js";
import { laneOf } from "./lanes.js";
import { textWidth } from "./text.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("../../trace/types.js").Step} Step */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").Rest} Rest */
/** @typedef {import("./lanes.js").Lanes} Lanes */

const HALF = 13;
const MARGIN = 1.5;
const FONT = { size: 11, line: 12, beside: 10.5 };
const NOTE = { size: 11, above: 4 };
const PADDING = 3;
/** Narrower than this, a block says its words above it, if there is room. */
const SLIM = 30;
const SHORTEST = 3;
/** Half the height of what is drawn between two steps. */
const REST = 5;
const WAITING = 6;

/** The writes that were wrong to make: over another's, or on the ground of a check out of date.
 * @param {Model} model
 */
function wrongWrites({ lost, trace: { findings } }) {
  const outdated = findings.filter(({ kind }) => kind === "check-then-act");
  return new Set([
    ...lost.map(({ destroying }) => destroying),
    ...outdated.flatMap(({ events }) => events.slice(-1)),
  ]);
}

/** @param {Model} model @param {Set<number>} wrong @param {Step} step @returns {Block["tone"]} */
function toneOf({ trace: { events } }, wrong, { first, last }) {
  let tone = /** @type {Block["tone"]} */ ("run");
  for (let i = first; i <= last; i++) {
    if (wrong.has(i)) return "wrong";
    if (events[i].kind === "task-failed") tone = "failed";
    if (events[i].kind === "blocked" && tone === "run") tone = "blocking";
  }
  return tone;
}

/** @param {string[]} lines @param {number} x @param {number} y the block's middle */
const centred = (lines, x, y) =>
  lines.map((text, i) => ({
    x,
    y: y + FONT.size * 0.36 + (i - (lines.length - 1) / 2) * FONT.line,
    text,
  }));

/** Where the next block of the same lane begins, for each column.
 * @param {readonly Step[]} columns @param {Axis} axis
 */
function nextStarts(columns, axis) {
  const next = new Array(columns.length);
  const seen = new Map();
  for (let i = columns.length - 1; i >= 0; i--) {
    next[i] = seen.get(columns[i].task) ?? axis.width;
    seen.set(columns[i].task, axis.columns[i].x0);
  }
  return next;
}

/** @param {Model} model @param {Step} step @param {{x0: number, x1: number, y: number, free: number, folded: boolean}} place */
function wordsIn(model, step, { x0, x1, y, free, folded }) {
  if (folded) return { lines: [], outside: false };
  const width = x1 - x0 - 2 * PADDING;
  if (Math.max(width, free - x0) < FONT.size) return { lines: [], outside: true };
  const words = brief(model, step);
  const lines = fitWords(words, { width, size: FONT.size, most: 2 });
  if (lines.length > 0 || width > SLIM) {
    return { lines: centred(lines, (x0 + x1) / 2, y), outside: false };
  }
  // Above it, where neither the task's own bar nor its neighbour's block is.
  const above = { width: free - x0 - 2 * PADDING, size: FONT.beside, most: /** @type {1} */ (1) };
  const [text = ""] = fitWords(words, above);
  return { lines: text ? [{ x: x0, y: y - HALF - 2.5, text }] : [], outside: true };
}

/** @param {Lanes} lanes @param {Step} step */
const isFolded = ({ folded }, { task }) => task !== null && folded.has(task);

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes @returns {Block[]} */
export function layoutBlocks(model, axis, lanes) {
  const { columns, trace } = model;
  const wrong = wrongWrites(model);
  const next = nextStarts(columns, axis);
  return columns.map((step, column) => {
    const { x0: left, x1: right } = axis.columns[column];
    const margin = Math.min(MARGIN, (right - left) / 6);
    const x0 = left + margin;
    const x1 = right - margin;
    const y = laneOf(lanes, step);
    const own = trace.events.slice(step.first, step.last + 1);
    return {
      column,
      x0,
      x1,
      y0: y - HALF,
      y1: y + HALF,
      tone: toneOf(model, wrong, step),
      ...wordsIn(model, step, { x0, x1, y, free: next[column], folded: isFolded(lanes, step) }),
      prints: own
        .filter(({ kind }) => kind === "printed")
        .slice(0, 12)
        .map(({ i }) => ({ x: axis.xOf(i), event: i })),
    };
  });
}

/** Above the step that a choice began, and above the words that stand there already: that what was
 * wanted was lost with it.
 * @param {Model} model @param {Axis} axis @param {readonly Block[]} blocks
 * @returns {import("./types.js").Note[]}
 */
export function layoutNotes({ columns, choices, trace }, axis, blocks) {
  const wanted = trace.balance?.expected;
  const text = wanted ? `${wanted} lost here` : "lost here";
  const width = textWidth(text, NOTE.size);
  const lost = (choices ?? []).filter(({ isLost }) => isLost);
  return lost.flatMap(({ event }) => {
    const column = columns.findIndex(({ first, last }) => first <= event && event <= last);
    if (column < 0) return [];
    const x0 = Math.max(Math.min(axis.columns[column].x0, axis.width - width), 0);
    const { y0, lines, outside } = blocks[column];
    const words = outside && lines.length > 0 ? FONT.line : 0;
    return [{ x0, x1: x0 + width, y: y0 - NOTE.above - words, text }];
  });
}

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes @returns {Rest[]} */
export function layoutRests(model, axis, lanes) {
  return model.spans.flatMap((span, index) => {
    const y = lanes.tasks.get(span.task);
    const x0 = axis.xOf(span.from);
    const x1 = axis.xOf(span.to);
    if (y === undefined || x1 - x0 < SHORTEST) return [];
    // Of tasks that share a lane the one is ready while another runs: that would lie over it.
    if (span.state === "ready" && lanes.folded.has(span.task)) return [];
    const half = span.state === "waiting" ? WAITING : REST;
    const rest = { x0, x1, y, half, state: span.state, span: index };
    if (span.late === null) return [rest];
    const over = clamp(axis.xAt(span.late), x0, x1);
    return [
      { ...rest, x1: over },
      { ...rest, x0: over, state: "ready" },
    ];
  });
}
