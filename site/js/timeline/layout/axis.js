/**
 * The two readings of x. In *steps* every atomic step is one column, so order is never squeezed
 * out of sight; in *time* the gaps between steps are durations to scale, and a step, which takes
 * no virtual time, is only as wide as it must be to be seen.
 */

import { TASK_ENDS } from "../../trace/states.gen.js";
import { clamp, lastAtOrBelow } from "../../ui/scales.js";
import { commonTimes, onRuler } from "./ruler.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("../../trace/types.js").Step} Step */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Slot} Slot */
/** @typedef {{reading: "steps" | "time", width: number, zoom: number, along?: Model | null, slim?: number[], isPlayed?: boolean, shorter?: number[]}} Frame shorter: of two runs that share the axis, the instants of the one with fewer steps; slim: how wide a column is that needs less room than the others, else 0; isPlayed: whether somebody chooses the steps */

/** A whole run that fits at `fits` a step is fitted, `played` if somebody chooses its steps; a longer
 * one scrolls, at `least` a step. Of two on one axis the shorter is fitted if it fits, and both scroll. */
const STEP = { fits: 40, played: 30, least: 66, most: 132, gap: 16, floor: 3 };
/** In the time reading the words of the last step stand beside it: `beside` is their room. */
const TIME = { least: 3, most: 14, share: 0.4, beside: 72 };
/** Of what is after the last step of a deadlock: its ring, each arrow of it, and what is still held. */
const TAIL = { ring: 48, arrow: 30, words: 36 };
const EDGE = 6;
/** Browsers stop drawing somewhere beyond ten million pixels. */
const FURTHEST = 4_000_000;
const MARGIN = 2;

const MARKED = /^(lock-|read$|write$|printed$|operation$)/;
const LAST = new Set(["suspended", ...TASK_ENDS]);

/** @param {readonly Step[]} columns */
const instants = (columns) => columns.flatMap(({ times }) => times);

/** How wide a step may be if all are to be seen at once. @param {number[]} times @param {Frame} frame */
function roomForStep(times, { width, slim = [] }) {
  const own = slim.filter(Boolean);
  const taken = own.reduce((sum, width) => sum + width, 0);
  const gaps = times.filter((t, i) => i > 0 && t !== times[i - 1]).length;
  const free = width - 2 * EDGE - gaps * STEP.gap - taken;
  return free / Math.max(times.length - own.length, 1);
}

/** Widths of slots and of the gaps before them, in the steps reading.
 * @param {number[]} times @param {Frame} frame
 */
function stepMeasure(times, frame) {
  const { zoom, slim = [], isPlayed = false, shorter } = frame;
  const fits = isPlayed ? STEP.played : STEP.fits;
  const whole = roomForStep(times, frame);
  const room = whole < fits && shorter ? roomForStep(shorter, frame) : whole;
  const least = room >= fits ? fits : STEP.least;
  const fit = clamp(room, least, STEP.most) * zoom;
  const slot = clamp(fit, STEP.floor, FURTHEST / Math.max(times.length, 1));
  const gap = clamp(STEP.gap * zoom, STEP.floor, STEP.gap);
  const narrow = (/** @type {number} */ width) =>
    Math.min(slot, clamp(width * zoom, STEP.floor, STEP.most));
  return {
    slotOf: (/** @type {number} */ at) => (slim[at] ? narrow(slim[at]) : slot),
    gapOf: (/** @type {number} */ us) => (us > 0 ? gap : 0),
  };
}

/** @param {number[]} times @param {Frame} frame */
function timeMeasure(times, { width, zoom }) {
  const room = Math.min((width - 2 * EDGE) * zoom, FURTHEST);
  const most = TIME.most * Math.max(1, zoom);
  const slot = clamp((room * TIME.share) / times.length, TIME.least, most);
  const scale = Math.max(room - slot * times.length, 0) / (times[times.length - 1] - times[0]);
  return { slotOf: () => slot, gapOf: (/** @type {number} */ us) => us * scale };
}

/** @param {number[]} times @param {Frame} frame @returns {Slot[]} */
function placeSlots(times, frame) {
  const lasts = times.length > 0 && times[times.length - 1] > times[0];
  const measure = frame.reading === "time" && lasts ? timeMeasure : stepMeasure;
  const { slotOf, gapOf } = measure(times, frame);
  let x = EDGE;
  return times.map((t_us, i) => {
    const x0 = x + (i > 0 ? gapOf(t_us - times[i - 1]) : 0);
    x = x0 + slotOf(i);
    return { x0, x1: x, t_us };
  });
}

/** Where each event of a step stands inside it, from 0 to 1, evenly by the marks it leaves.
 * @param {Model} model @param {Step} step
 */
function fractions({ trace: { events } }, { first, last }) {
  const places = /** @type {number[]} */ ([]);
  const marked = events.slice(first, last + 1).filter(({ kind }) => MARKED.test(kind)).length;
  let seen = 0;
  for (let i = first; i <= last; i++) {
    if (MARKED.test(events[i].kind)) seen++;
    places.push(i > first && i === last && LAST.has(events[i].kind) ? 1 : seen / (marked + 1));
  }
  return places;
}

/** How much room a run needs after its last step: for what is still waiting then.
 * @param {Model} model
 */
function tailWidth({ cycle, spans, tasks, hands }) {
  if (cycle.length > 0) {
    const words = hands.some(({ to }) => to === null) ? TAIL.words : 0;
    return TAIL.ring + TAIL.arrow * Math.min(cycle.length, 6) + words;
  }
  const lanes = new Set(tasks);
  return spans.some(({ to, task }) => to === null && lanes.has(task)) ? 56 : 0;
}

/** In the time reading the words of the last step stand after it, unless it broke off there.
 * @param {Model} model @param {Frame} frame
 */
const roomAfter = (model, { reading }) =>
  tailWidth(model) || (reading === "time" ? TIME.beside : 0);

/** For each column, the index of its first slot. @param {readonly Step[]} columns */
function firstSlots(columns) {
  let next = 0;
  return columns.map(({ times }) => {
    next += times.length;
    return next - times.length;
  });
}

/** @param {Model} model @param {Slot[]} slots @param {number[]} firsts */
function placer(model, slots, firsts) {
  const { columns, columnOf, trace } = model;
  const starts = columns.map(({ first }) => first);
  const inside = columns.map(() => /** @type {number[] | null} */ (null));

  /** @param {number} column @param {number} t_us */
  const slotAt = (column, t_us) =>
    slots[firsts[column] + Math.max(0, lastAtOrBelow(columns[column].times, t_us))];

  /** @param {number} event @param {number} column */
  function xInside(event, column) {
    const step = columns[column];
    inside[column] ??= fractions(model, step);
    const { x0, x1 } = slotAt(column, trace.events[event].t_us);
    const margin = Math.min(MARGIN, (x1 - x0) / 4);
    return x0 + margin + inside[column][event - step.first] * (x1 - x0 - 2 * margin);
  }

  /** Between two columns: at the side whose instant it belongs to, else in proportion.
   * @param {number} event
   */
  function xBetween(event) {
    const before = lastAtOrBelow(starts, event);
    const { t_us } = trace.events[event];
    const left = before < 0 ? null : slotAt(before, Number.POSITIVE_INFINITY);
    const right = before + 1 < columns.length ? slotAt(before + 1, 0) : null;
    if (!left) return right?.x0 ?? EDGE;
    if (!right || t_us <= left.t_us) return left.x1;
    if (t_us >= right.t_us) return right.x0;
    return left.x1 + ((t_us - left.t_us) / (right.t_us - left.t_us)) * (right.x0 - left.x1);
  }

  return (/** @type {number} */ event) =>
    columnOf[event] >= 0 ? xInside(event, columnOf[event]) : xBetween(event);
}

/** An instant that need not be one of the slots', e.g. when a sleep should have ended.
 * @param {Slot[]} slots
 */
function instantPlacer(slots) {
  const times = slots.map(({ t_us }) => t_us);
  return (/** @type {number} */ us) => {
    const at = lastAtOrBelow(times, us);
    const [left, right] = [slots[at], slots[at + 1]];
    if (!left || !right) return (left ?? right)?.x1 ?? EDGE;
    return left.x1 + ((us - left.t_us) / (right.t_us - left.t_us)) * (right.x0 - left.x1);
  };
}

/** The slots of all runs that share the axis, and how wide it is.
 * @param {Model[]} runs @param {Frame} frame
 */
function layoutRuler(runs, frame) {
  const after = Math.max(...runs.map((run) => roomAfter(run, frame)));
  const own = runs.map(({ columns }) => instants(columns));
  const [shorter] = own.length > 1 ? [...own].sort((one, other) => one.length - other.length) : [];
  const times = commonTimes(own);
  const ruler = placeSlots(times, { ...frame, width: frame.width - after, shorter });
  return { ruler, width: (ruler.at(-1)?.x1 ?? EDGE) + after + EDGE };
}

/**
 * @param {Model} model
 * @param {Frame} frame with another run along, both get the same instants at the same places
 * @returns {Axis}
 */
export function layoutAxis(model, frame) {
  const { columns } = model;
  const room = tailWidth(model);
  const slim = columns.flatMap(({ times }, i) => times.map(() => frame.slim?.[i] ?? 0));
  const runs = frame.along ? [model, frame.along] : [model];
  const { ruler, width } = layoutRuler(runs, {
    ...frame,
    slim,
    isPlayed: model.choices !== undefined,
  });
  const slots = onRuler(instants(columns), ruler);
  const firsts = firstSlots(columns);
  const place = placer(model, slots, firsts);
  const last = slots.at(-1)?.x1 ?? EDGE;
  // What is pending ends in the thing to press, which stands at the right edge.
  const isPlayed = model.choices !== undefined && room > 0;
  const end = isPlayed ? Math.max(last + room, frame.width - EDGE) : last + roomAfter(model, frame);
  return {
    slots,
    columns: columns.map(({ times }, i) => ({
      x0: slots[firsts[i]].x0,
      x1: slots[firsts[i] + times.length - 1].x1,
    })),
    width: Math.max(width, isPlayed ? end + EDGE : 0),
    tail: room > 0 ? { x0: isPlayed ? last : end - room, x1: end } : null,
    xOf: (event) => (event === null ? end : place(event)),
    xAt: instantPlacer(slots),
  };
}
