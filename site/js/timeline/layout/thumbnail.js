/** A run as small as a stamp: its lanes, blocks and waits at the places that the timeline gives them. */

import { layoutTimeline } from "./timeline.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Layout} Layout */
/** @typedef {{x0: number, x1: number, y0: number, y1: number}} Box */
/** @typedef {Box & {state: "sleeping" | "waiting" | "stuck"}} Pause */

/**
 * @typedef {object} Thumbnail
 * @property {number} width
 * @property {number} height
 * @property {(Box & {tone: string})[]} blocks
 * @property {Pause[]} pauses
 */

/** A printed line of a program that was recorded with threads. @typedef {{ms: number, thread: string, text: string}} Line */

export const SIZE = Object.freeze({ width: 186, height: 50 });
const PAD = 6;
/** Room for one lane, and of it for a block; with more lanes than fit, both shrink. */
const LANE = { pitch: 14, block: 8, least: 3 };
/** The widest a step is drawn. */
const STEP = 24;
/** More steps than these are specks: then only those around the first loss, else the first few. */
const MOST = { steps: 30, around: 8, lanes: 8 };
/** Wide enough that no step is squeezed; the stamp's own scale comes after. */
const ROOMY = 1_000_000;

/** Which columns are drawn: all, or those up to the first loss. @param {Model} model */
function windowOf({ columns, lost, columnOf }) {
  if (columns.length <= MOST.steps) return [0, columns.length];
  const loss = lost.length > 0 ? columnOf[lost[0].destroying] : -1;
  const end = loss < 0 ? MOST.around : Math.min(loss + 2, columns.length);
  return [Math.max(0, end - MOST.around), end];
}

/** @param {number[]} ys the middles of the lanes in the timeline */
function rows(ys) {
  const lanes = [...new Set(ys)].sort((a, b) => a - b).slice(0, MOST.lanes);
  const pitch = Math.min(LANE.pitch, (SIZE.height - 2 * PAD + 4) / Math.max(lanes.length, 1));
  const height = Math.max(LANE.least, Math.min(LANE.block, pitch - 2));
  const places = new Map(lanes.map((y, row) => [y, PAD + row * pitch + LANE.block / 2]));
  return { places, height };
}

/** @param {Model} model @param {number} span @returns {Pause["state"]} */
function pauseState({ spans, trace }, span) {
  const { state, to } = spans[span];
  if (state !== "waiting") return "sleeping";
  return to === null && trace.status === "deadlock" ? "stuck" : "waiting";
}

/** Whether a task had run before it paused: a lane begins with its first block.
 * @param {Model} model @param {number} span
 */
const hasBegun = ({ spans, columns }, span) =>
  columns.some(({ task, first }) => task === spans[span].task && first < spans[span].from);

/** @param {Model} model @returns {Thumbnail} */
export function layoutThumbnail(model) {
  // What is held would take the place of the waits, and is too small to be read here.
  const bare = { ...model, hands: [] };
  const layout = layoutTimeline(bare, { reading: "steps", width: ROOMY, zoom: 1 });
  const [from, to] = windowOf(model);
  const steps = layout.blocks.slice(from, to);
  const { places, height } = rows(steps.map(({ y0, y1 }) => (y0 + y1) / 2));
  const whole = to === layout.columns.length;
  const start = layout.columns[from]?.x0 ?? 0;
  const end = whole && layout.tail ? layout.tail.x1 : (layout.columns[to - 1]?.x1 ?? start + 1);
  const slot = Math.max(...layout.columns.slice(from, to).map(({ x0, x1 }) => x1 - x0), 1);
  const scale = Math.min(STEP / slot, (SIZE.width - 2 * PAD) / (end - start));
  /** @param {{x0: number, x1: number}} part @param {number} y @param {number} high */
  const box = ({ x0, x1 }, y, high) => ({
    x0: PAD + (Math.max(x0, start) - start) * scale,
    x1: PAD + (Math.min(x1, end) - start) * scale,
    y0: y - high / 2,
    y1: y + high / 2,
  });
  const blocks = steps.flatMap((block) => {
    const y = places.get((block.y0 + block.y1) / 2);
    return y === undefined ? [] : [{ ...box(block, y, height), tone: block.tone }];
  });
  const pauses = layout.rests.flatMap((rest) => {
    const y = places.get(rest.y);
    const shown = rest.x1 > start && rest.x0 < end && hasBegun(model, rest.span);
    if (y === undefined || !shown) return [];
    return [{ ...box(rest, y, height - 1), state: pauseState(model, rest.span) }];
  });
  return { ...SIZE, blocks, pauses };
}

/** Of a program that was recorded with threads only the printed lines are known: each is a block,
 * one after the other, and a thread sleeps in between.
 * @param {Line[]} lines @returns {Thumbnail}
 */
export function layoutRecordedLines(lines) {
  const threads = [...new Set(lines.map(({ thread }) => thread))].filter(
    (name) => name !== "MainThread",
  );
  const drawn = lines.filter(({ thread }) => threads.includes(thread));
  const { places, height } = rows(threads.map((_, at) => at));
  const step = Math.min(STEP, (SIZE.width - 2 * PAD) / Math.max(drawn.length, 1));
  const boxes = drawn.map(({ thread, text }, at) => {
    const y = places.get(threads.indexOf(thread)) ?? 0;
    const across = { x0: PAD + at * step + 0.5, x1: PAD + (at + 1) * step - 0.5 };
    const tone = /Error\b/.test(text) ? "failed" : "run";
    return { ...across, y0: y - height / 2, y1: y + height / 2, tone };
  });
  const pauses = boxes.flatMap((after, at) => {
    const before = boxes.slice(0, at).findLast(({ y0 }) => y0 === after.y0);
    if (!before || before.x1 + 2 > after.x0) return [];
    return [{ ...after, x0: before.x1, x1: after.x0, state: /** @type {const} */ ("sleeping") }];
  });
  return { ...SIZE, blocks: boxes, pauses };
}
