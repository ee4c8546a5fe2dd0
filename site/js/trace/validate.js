/**
 * The gate: a trace comes from a sandbox that runs anybody's code, so nothing in it is believed
 * before it has been compared with the generated schema.
 */

import { COMMON, KINDS, SCHEMA } from "./schema.gen.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {{tasks: unknown[], objects: unknown[]}} Tables */

/** A trace that cannot be drawn; the message names the culprit and the next step. */
export class TraceError extends Error {
  name = "TraceError";
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @param {unknown[]} table */
const isIndex = (value, table) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < table.length;

/** @type {Record<string, (value: unknown, tables: Tables) => boolean>} */
const FITS = {
  int: (value) => Number.isSafeInteger(value),
  text: (value) => typeof value === "string",
  task: (value, { tasks }) => isIndex(value, tasks),
  object: (value, { objects }) => isIndex(value, objects),
  tasks: (value, { tasks }) => Array.isArray(value) && value.every((task) => isIndex(task, tasks)),
};

/** @param {string} type @param {unknown} value @param {Tables} tables */
function fits(type, value, tables) {
  if (type.endsWith("?")) return value === null || FITS[type.slice(0, -1)](value, tables);
  return FITS[type](value, tables);
}

/** @param {unknown} value */
const shown = (value) =>
  typeof value === "string"
    ? JSON.stringify(value.slice(0, 60)).slice(0, 60)
    : String(JSON.stringify(value)).slice(0, 60);

/** For each kind of event, its fields and their types. */
const FIELDS = new Map(
  Object.entries(KINDS).map(([kind, { fields }]) => [
    kind,
    [...Object.entries(COMMON), ...Object.entries(fields)].map(([name, [type]]) => ({
      name,
      type,
    })),
  ]),
);

/** @param {Record<string, unknown>} event @param {number} index @param {Tables} tables */
function checkEvent(event, index, tables) {
  if (!isObject(event)) throw new TraceError(`event ${index} is ${shown(event)}, not an object`);
  const fields = FIELDS.get(String(event.kind));
  if (!fields) throw new TraceError(`event ${index}: ${shown(event.kind)} is no kind of event`);
  for (const { name, type } of fields) {
    if (fits(type, event[name], tables)) continue;
    const wanted = type.endsWith("?") ? `${type.slice(0, -1)} or null` : type;
    throw new TraceError(
      `event ${index} (${event.kind}): ${name} is ${shown(event[name])}, expected ${wanted}`,
    );
  }
}

/** @param {Record<string, unknown>[]} events @param {Tables} tables */
function checkEvents(events, tables) {
  let clock = 0;
  for (const [index, event] of events.entries()) {
    checkEvent(event, index, tables);
    if (event.i !== index) throw new TraceError(`event ${index} says that it is number ${event.i}`);
    if (Number(event.t_us) < clock) {
      throw new TraceError(`event ${index} goes back in time, from ${clock} to ${event.t_us} µs`);
    }
    clock = Number(event.t_us);
  }
}

/** @param {Record<string, unknown>[]} findings @param {Tables} tables @param {unknown[]} events */
function checkFindings(findings, tables, events) {
  for (const [index, finding] of findings.entries()) {
    const cycle = /** @type {Record<string, unknown>[]} */ (finding.cycle ?? []);
    const sound =
      typeof finding.kind === "string" &&
      typeof finding.text === "string" &&
      FITS.tasks(finding.tasks, tables) &&
      Array.isArray(finding.events) &&
      finding.events.every((event) => isIndex(event, events)) &&
      Array.isArray(cycle) &&
      cycle.every(
        (link) =>
          FITS.task(link.task, tables) &&
          FITS.task(link.holder, tables) &&
          FITS.object(link.object, tables),
      );
    if (!sound) throw new TraceError(`finding ${index} (${shown(finding.kind)}) does not add up`);
  }
}

/** The usual order has none; they are drawn where their events are.
 * @param {unknown} deviations @param {unknown[]} events
 */
function checkDeviations(deviations, events) {
  const rows = Array.isArray(deviations) ? deviations : [deviations];
  for (const [index, row] of rows.entries()) {
    const sound = isObject(row) && typeof row.text === "string" && isIndex(row.event, events);
    if (!sound) throw new TraceError(`deviation ${index} (${shown(row)}) does not add up`);
  }
}

/** @param {Record<string, unknown>} json */
function checkVersion(json) {
  if (json.schema === SCHEMA) return;
  throw new TraceError(
    `this page reads ${SCHEMA}, the trace says ${shown(json.schema)}: ` +
      "reload the page, or record the trace again with the lockstep that built it",
  );
}

/** @param {unknown} table @param {string} name */
function checkTable(table, name) {
  const rows = /** @type {Record<string, unknown>[]} */ (table);
  if (!Array.isArray(rows)) throw new TraceError(`the trace's ${name} are missing`);
  for (const [index, row] of rows.entries()) {
    if (isObject(row) && (row.id === undefined || row.id === index)) continue;
    throw new TraceError(`${name} ${index}: its id is ${shown(isObject(row) ? row.id : row)}`);
  }
}

/** @param {unknown} value */
const isTextOrNull = (value) => typeof value === "string" || value === null || value === undefined;

/** For what a trace says beside its events: what must hold of it.
 * @type {Record<string, (value: any) => boolean>}
 */
const SAYS = {
  source: (value) => typeof value === "string",
  status: (value) => typeof value === "string",
  stdout: isTextOrNull,
  stderr: isTextOrNull,
  result: isTextOrNull,
  python: isTextOrNull,
  verdict: (value) =>
    isObject(value) &&
    ["tone", "headline", "text"].every((name) => typeof value[name] === "string"),
  state: (value) =>
    isObject(value) && Object.values(value).every((text) => typeof text === "string"),
  balance: (value) =>
    value === null ||
    value === undefined ||
    (isObject(value) && isTextOrNull(value.final) && isTextOrNull(value.expected)),
  error: (value) => value === null || value === undefined || isObject(value),
  cut: (value) =>
    value === undefined || (isObject(value) && Object.values(value).every(Number.isSafeInteger)),
};

/** @param {Record<string, unknown>} json */
function checkSayings(json) {
  for (const [name, fitting] of Object.entries(SAYS)) {
    const value = json[name];
    if (fitting(value)) continue;
    if (value === undefined || value === null)
      throw new TraceError(`the trace's ${name} is missing`);
    throw new TraceError(`the trace's ${name} is ${shown(value)}, which does not fit`);
  }
}

/**
 * Return the value as a Trace, or say what is wrong with it.
 * @param {unknown} json
 * @returns {Trace}
 */
export function checkTrace(json) {
  if (!isObject(json)) throw new TraceError(`a trace is a JSON object, this is ${shown(json)}`);
  checkVersion(json);
  for (const name of ["tasks", "objects", "events", "findings"]) checkTable(json[name], name);
  const trace = /** @type {any} */ (json);
  checkSayings(json);
  for (const task of trace.tasks) {
    const sound = typeof task.label === "string" && fits("task?", task.parent, trace);
    if (!sound) throw new TraceError(`task ${task.id}: label or parent does not fit`);
  }
  for (const { id, name, kind } of trace.objects) {
    const sound = typeof name === "string" && typeof kind === "string";
    if (!sound) throw new TraceError(`object ${id}: name or kind does not fit`);
  }
  checkEvents(trace.events, trace);
  checkFindings(trace.findings, trace, trace.events);
  checkDeviations(trace.deviations ?? [], trace.events);
  return trace;
}
