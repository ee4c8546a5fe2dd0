/**
 * A trace cut to what the page draws: the beginning of the run, as far as it goes within the
 * limits. A beginning is a trace, too, so nothing that it shows is less true for the cut.
 * `cut` says how much was left out.
 */

import { COMMON, KINDS } from "../../trace/schema.gen.js";
import { LIMITS } from "../limits.js";
import { bounded, boundedText, budget } from "./bounded.js";

/** @typedef {import("./bounded.js").Budget} Budget */
/** @typedef {Record<string, any>} Json */
/** @typedef {Record<string, number>} Cut */

const LISTS = /** @type {const} */ (["events", "tasks", "objects", "findings", "deviations"]);
const APART = new Set([...LISTS, "calls", "source", "stdout", "stderr", "cut"]);

/** The fields of each kind of event; the table marks those that may be missing. */
const FIELDS = new Map(
  Object.entries(KINDS).map(([kind, fields]) => [
    kind,
    Object.entries({ ...COMMON, ...fields }).map(([name, type]) => ({
      name: name.replace("?", ""),
      type: type.replace("?", ""),
    })),
  ]),
);

/** @param {unknown} list @returns {Json[]} */
const listOf = (list) => (Array.isArray(list) ? list : []);

/** Whether an event speaks of a task or an object that is no longer in its table.
 * @param {Json} event @param {Cut} kept
 */
function reachesOut(event, { tasks, objects }) {
  for (const { name, type } of FIELDS.get(event?.kind) ?? []) {
    const value = event[name];
    if (type === "task" && value >= tasks) return true;
    if (type === "object" && value >= objects) return true;
    if (type === "task[]" && listOf(value).some((task) => Number(task) >= tasks)) return true;
  }
  return false;
}

/** How many events are kept. @param {Json[]} events @param {Cut} tables @param {Cut} kept */
function lengthOf(events, tables, kept) {
  const most = Math.min(events.length, LIMITS.events);
  const whole = tables.tasks <= kept.tasks && tables.objects <= kept.objects;
  if (whole) return most;
  const out = events.slice(0, most).findIndex((event) => reachesOut(event, kept));
  return out < 0 ? most : out;
}

/** @param {Json} event @param {Budget} left @returns {Json} */
function boundedEvent(event, left) {
  const fields = FIELDS.get(event?.kind);
  if (!fields) return /** @type {Json} */ (bounded(event, left));
  const most = event.kind === "printed" ? LIMITS.line : LIMITS.name * 2;
  const kept = /** @type {Json} */ ({});
  for (const { name } of fields) {
    const value = event[name];
    if (typeof value === "string") kept[name] = boundedText(value, most, left);
    else kept[name] = typeof value === "object" ? bounded(value, left) : value;
  }
  left.values -= 1;
  return kept;
}

/** What is told of events that are kept. @param {Json} finding @param {Cut} kept */
function isWithin({ events, tasks, cycle, event = -1 }, kept) {
  const inside = (/** @type {unknown} */ list, /** @type {number} */ end) =>
    !Array.isArray(list) || list.every((one) => !(Number(one) >= end));
  return (
    inside(events, kept.events) &&
    inside(tasks, kept.tasks) &&
    !(Number(event) >= kept.events) &&
    listOf(cycle).every(
      (link) =>
        !(link?.task >= kept.tasks || link?.holder >= kept.tasks || link?.object >= kept.objects),
    )
  );
}

/** @param {Json} row @param {Budget} left */
function named(row, left) {
  const kept = /** @type {Json} */ (bounded(row, left));
  for (const name of ["label", "name", "part_of"]) {
    if (typeof row?.[name] === "string") kept[name] = boundedText(row[name], LIMITS.name, left);
  }
  return kept;
}

/**
 * @param {Json} trace of any size, from anybody; what is wrong with it is left for trace/validate.js
 * @returns {Json}
 */
export function cutTrace(trace) {
  const left = budget();
  const count = (/** @type {string} */ name) => listOf(trace[name]).length;
  const tables = { tasks: count("tasks"), objects: count("objects") };
  const kept = /** @type {Cut} */ ({
    tasks: Math.min(tables.tasks, LIMITS.tasks),
    objects: Math.min(tables.objects, LIMITS.objects),
  });
  kept.events = lengthOf(listOf(trace.events), tables, kept);
  const small = /** @type {Json} */ ({});
  for (const name of Object.keys(trace).slice(0, LIMITS.list)) {
    if (!APART.has(name)) small[name] = bounded(trace[name], left);
  }
  for (const [name, most] of Object.entries({
    source: LIMITS.source,
    stdout: LIMITS.output,
    stderr: LIMITS.output,
  })) {
    small[name] =
      typeof trace[name] === "string" ? boundedText(trace[name], most, budget()) : trace[name];
  }
  small.tasks = listOf(trace.tasks)
    .slice(0, kept.tasks)
    .map((task) => named(task, left));
  small.objects = listOf(trace.objects)
    .slice(0, kept.objects)
    .map((object) => named(object, left));
  const findings = listOf(trace.findings)
    .filter((finding) => isWithin(finding ?? {}, kept))
    .slice(0, LIMITS.findings)
    .map((finding) => bounded(finding, left));
  const deviations = listOf(trace.deviations)
    .filter((deviation) => isWithin(deviation ?? {}, kept))
    .slice(0, LIMITS.deviations)
    .map((deviation) => bounded(deviation, left));
  small.events = boundedEvents(listOf(trace.events), kept.events, left);
  // The budget may end the events earlier still: nothing that is kept speaks of the rest.
  kept.events = small.events.length;
  const isKept = (/** @type {any} */ row) => isWithin(row ?? {}, kept);
  small.findings = findings.filter(isKept);
  small.deviations = deviations.filter(isKept);
  small.calls = listOf(trace.calls)
    .slice(0, LIMITS.list)
    .map((call) => bounded(callWithin(call, kept.events), left));
  const cut = cutOf(trace, small);
  return cut ? { ...small, cut } : small;
}

/** A call with those of its events that are kept. @param {Json} call @param {number} events how many are */
function callWithin(call, events) {
  const isKept = (/** @type {unknown} */ event) => !(Number(event) >= events);
  const locals = Object.entries(call?.locals ?? {}).filter(([event]) => isKept(event));
  return {
    ...call,
    events: listOf(call?.events).filter(isKept),
    locals: Object.fromEntries(locals),
  };
}

/** As many as the budget lets through. @param {Json[]} events @param {number} most @param {Budget} left */
function boundedEvents(events, most, left) {
  const kept = [];
  for (let at = 0; at < most && left.values > 0 && left.characters > 0; at++) {
    kept.push(boundedEvent(events[at], left));
  }
  return kept;
}

/** What is missing; null if nothing is. @param {Json} trace @param {Json} small @returns {Cut | null} */
function cutOf(trace, small) {
  const missing = LISTS.map((name) => [name, listOf(trace[name]).length - small[name].length]);
  const some = missing.filter(([, left]) => Number(left) > 0);
  return some.length > 0 ? Object.fromEntries(some) : null;
}
