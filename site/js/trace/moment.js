/** What is true at one moment of a run: the clock, the balance, the line each task stands on. */

import { momentAt } from "./fold/trace.js";
import { TASK_ENDS } from "./states.gen.js";

/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./types.js").Step} Step */
/** @typedef {import("./types.js").TraceEvent} TraceEvent */
/** @typedef {import("./types.js").Variable} Variable */
/** @typedef {{line: number, inner: number[]}} Place the line of a task's own coroutine, and further in those of what it awaits */
/** @typedef {{task: number, label: string, line: number, inner: number[], state: string}} LineMark */

/** The first moment that shows an event. @param {Model} model @param {number} event */
export const momentOf = (model, event) => momentAt(model.ends, event);

/** @param {Model} model @param {number} cursor */
export const lastMoment = (model, cursor) => Math.max(0, Math.min(cursor, model.columns.length));

/** How many events have happened by a moment. @param {Model} model @param {number} cursor */
const happened = (model, cursor) => model.ends[lastMoment(model, cursor)];

/**
 * Virtual time at a moment, in microseconds.
 * @param {Model} model
 * @param {number} cursor
 */
export function clockAt(model, cursor) {
  const count = happened(model, cursor);
  return count === 0 ? 0 : model.trace.events[count - 1].t_us;
}

/** What a variable is by then; before its first write it is what it was first read as.
 * @param {Variable} variable @param {number} count
 */
export function valueAfter({ touches, initial = null }, count) {
  const past = touches.filter(({ event }) => event < count);
  return past.at(-1)?.value ?? initial ?? (touches[0]?.kind === "read" ? touches[0].value : null);
}

const INTEGER = /^-?\d{1,300}$/;

/** Values together: the one there is, or the sum of several numbers; null where they have none.
 * @param {(string | null)[]} values
 */
export function sumOf(values) {
  if (values.length === 1) return values[0];
  if (values.length === 0 || !values.every((value) => value && INTEGER.test(value))) return null;
  return String(values.reduce((total, value) => total + BigInt(value ?? 0), 0n));
}

/** How long the tasks waited for locks and the like, all together, in virtual microseconds.
 * @param {Model} model
 */
export function waitedFor({ spans, trace: { events, duration_us } }) {
  const waits = spans.filter(({ state }) => state === "waiting");
  const ends = waits.map(({ to }) => (to === null ? duration_us : events[to].t_us));
  return waits.reduce((sum, { from }, i) => sum + ends[i] - events[from].t_us, 0);
}

const OVER = new Set(TASK_ENDS);

/** Where an event stands: a task that gives way deep inside what it awaits stands, for who reads it,
 * at the line of its own coroutine. @param {TraceEvent | undefined} event @returns {Place | null}
 */
function placeOf(event) {
  if (!event || event.line === null) return null;
  const [line, ...inner] = [...(event.callers ?? []), event.line];
  return { line, inner };
}

/** The last place of each task before an event; the end of a coroutine has none.
 * @param {Model} model @param {number} count
 */
function lastPlaces({ trace: { events }, tasks }, count) {
  const places = new Map(/** @type {[number, Place][]} */ ([]));
  for (let i = count - 1; i >= 0 && places.size < tasks.length; i--) {
    const { task, kind } = events[i];
    if (task === null || OVER.has(kind) || places.has(task) || kind === "task-ready") continue;
    const place = placeOf(events[i]);
    if (place) places.set(task, place);
  }
  return places;
}

const REVEALING = /^(suspended|read|write|lock-\w+|operation|blocked)$/;

/** Where the step that has just run got to: where it gave way, or the last thing it did that others notice.
 * @param {Model} model @param {Step | null} step
 */
function currentPlace({ trace: { events } }, step) {
  if (!step) return null;
  const own = events.slice(step.first, step.last + 1);
  return placeOf(own.findLast(({ kind, line }) => line !== null && REVEALING.test(kind)));
}

/** @param {Model} model @param {number} count */
function statesAt({ spans }, count) {
  const states = new Map(/** @type {[number, string][]} */ ([]));
  for (const { task, from, to, state } of spans) {
    if (from < count && (to === null || to >= count)) states.set(task, state);
  }
  return states;
}

/**
 * The source lines each living task stands on, that of its own coroutine first. The task whose step has just run is `now`; the
 * others are ready, sleeping, waiting (for a lock or the like) or awaiting (a task).
 * @param {Model} model
 * @param {number} cursor
 * @returns {LineMark[]}
 */
export function linesAt(model, cursor) {
  const count = happened(model, cursor);
  const step = model.columns[lastMoment(model, cursor) - 1] ?? null;
  const states = statesAt(model, count);
  const places = lastPlaces(model, count);
  return model.tasks.flatMap((task) => {
    const isNow = task === step?.task;
    const state = isNow ? "now" : states.get(task);
    const place = (isNow ? currentPlace(model, step) : null) ?? places.get(task);
    if (!state || !place) return [];
    return [{ task, label: model.trace.tasks[task].label, ...place, state }];
  });
}

/** Every line on which the step that has just run did something that was seen.
 * @param {Model} model @param {number} cursor
 * @returns {number[]}
 */
export function stepLines({ trace: { events }, columns }, cursor) {
  const step = columns[Math.min(cursor, columns.length) - 1];
  if (!step) return [];
  const own = events.slice(step.first, step.last + 1);
  const lines = own.flatMap(({ line, kind, task }) =>
    line !== null && task === step.task && !OVER.has(kind) ? [line] : [],
  );
  return [...new Set(lines)];
}
