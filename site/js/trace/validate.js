/**
 * The gate: a trace and an exploration come from a sandbox that runs anybody's code, so nothing in
 * them is believed before it has been compared with the generated tables.
 *
 * The tables say of each field what type it has, in the spelling of py/lockstep/trace/schema.py;
 * what no table can say (numbers count up, time never goes back) is checked below them.
 */

import { COMMON, EXPLORATION, KINDS, RECORDS, SCHEMA } from "./schema.gen.js";
import { TraceError } from "./trace-error.js";

export { TraceError } from "./trace-error.js";

/** @typedef {import("./types.js").Exploration} Exploration */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {{tasks: unknown[], objects: unknown[], events: unknown[]}} Tables what positions refer to */
/** @typedef {{path: string, value: unknown, wanted: string}} Misfit the first that does not fit, and where */
/** @typedef {(value: unknown, tables: Tables) => Misfit | null} Check */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @param {unknown[]} table */
const isIndex = (value, table) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < table.length;

/** @type {Record<string, (value: unknown, tables: Tables) => boolean>} */
const PLAIN = {
  int: (value) => Number.isSafeInteger(value),
  number: (value) => Number.isFinite(value),
  text: (value) => typeof value === "string",
  bool: (value) => typeof value === "boolean",
  // A number of orders may be larger than any safe integer; it is shown, not computed with.
  count: (value) => Number.isFinite(value) && Number(value) >= 0,
  task: (value, { tasks }) => isIndex(value, tasks),
  object: (value, { objects }) => isIndex(value, objects),
  event: (value, { events }) => isIndex(value, events),
};

/** @param {unknown} value */
const shown = (value) =>
  typeof value === "string"
    ? JSON.stringify(value.slice(0, 60)).slice(0, 60)
    : String(JSON.stringify(value)).slice(0, 60);

/** @param {string} wanted @param {(value: unknown, tables: Tables) => boolean} fits @returns {Check} */
const plainly = (wanted, fits) => (value, tables) =>
  fits(value, tables) ? null : { path: "", value, wanted };

/** @param {string} place @param {Misfit | null} misfit */
const within = (place, misfit) => misfit && { ...misfit, path: place + misfit.path };

/** @param {Check} one @returns {Check} */
const listOf = (one) => (value, tables) => {
  if (!Array.isArray(value)) return { path: "", value, wanted: "a list" };
  for (let at = 0; at < value.length; at++) {
    const misfit = one(value[at], tables);
    if (misfit) return within(`[${at}]`, misfit);
  }
  return null;
};

/** @param {Check} one @returns {Check} */
const mappingOf = (one) => (value, tables) => {
  if (!isObject(value)) return { path: "", value, wanted: "an object" };
  for (const name of Object.keys(value)) {
    const misfit = one(value[name], tables);
    if (misfit) return within(`[${shown(name)}]`, misfit);
  }
  return null;
};

/** @param {Record<string, string>} fields @returns {Check} */
function recordOf(fields) {
  const rows = Object.entries(fields).map(([field, type]) => ({
    name: field.replace("?", ""),
    mayMiss: field.endsWith("?"),
    check: checkOf(type),
  }));
  return (value, tables) => {
    if (!isObject(value)) return { path: "", value, wanted: "an object" };
    for (const { name, mayMiss, check } of rows) {
      if (mayMiss && value[name] === undefined) continue;
      const misfit = check(value[name], tables);
      if (misfit) return within(`.${name}`, misfit);
    }
    return null;
  };
}

/** An event has the fields of its kind. @returns {Check} */
function eventCheck() {
  const kinds = new Map(
    Object.entries(KINDS).map(([kind, fields]) => [kind, recordOf({ ...COMMON, ...fields })]),
  );
  return (value, tables) => {
    if (!isObject(value)) return { path: "", value, wanted: "an object" };
    const check = kinds.get(String(value.kind));
    return check?.(value, tables) ?? (check ? null : unknownKind(value.kind));
  };
}

/** @param {unknown} value @returns {Misfit} */
const unknownKind = (value) => ({ path: ".kind", value, wanted: "a kind of event" });

/** @param {string} type @returns {Check} */
function made(type) {
  if (type.endsWith("?")) {
    const inner = checkOf(type.slice(0, -1));
    return (value, tables) => {
      const misfit = value === null ? null : inner(value, tables);
      return misfit?.path === "" ? { ...misfit, wanted: `${misfit.wanted} or null` } : misfit;
    };
  }
  if (type.endsWith("[]")) return listOf(checkOf(type.slice(0, -2)));
  if (type.endsWith("{}")) return mappingOf(checkOf(type.slice(0, -2)));
  if (type.startsWith("=")) {
    const allowed = new Set(type.slice(1).split("|"));
    return plainly([...allowed].join(" or "), (value) => allowed.has(/** @type {any} */ (value)));
  }
  if (type === "Event") return eventCheck();
  return RECORDS[type] ? recordOf(RECORDS[type]) : plainly(type, PLAIN[type]);
}

/** @type {Map<string, Check>} */
const checks = new Map();

/** What a value of this type has to pass; made when it is first needed.
 * @param {string} type @returns {Check}
 */
function checkOf(type) {
  const check = checks.get(type) ?? made(type);
  checks.set(type, check);
  return check;
}

/** @param {string} what @param {Misfit} misfit */
function complaint(what, { path, value, wanted }) {
  const place = `${what}'s ${path.slice(1)}`;
  if (value === undefined) return `${place} is missing`;
  return `${place} is ${shown(value)}, expected ${wanted}`;
}

/** @param {Record<string, any>[]} events */
function checkOrder(events) {
  let clock = 0;
  for (const [index, event] of events.entries()) {
    if (event.i !== index) throw new TraceError(`event ${index} says that it is number ${event.i}`);
    if (event.t_us < clock) {
      throw new TraceError(`event ${index} goes back in time, from ${clock} to ${event.t_us} µs`);
    }
    clock = event.t_us;
  }
}

/** @param {unknown} schema @param {string} wanted @param {string} what */
function versionComplaint(schema, wanted, what) {
  return (
    `this page reads ${wanted}, the ${what} says ${shown(schema)}: ` +
    "reload the page, or record it again with the lockstep that built it"
  );
}

/**
 * Return the value as a Trace, or say what is wrong with it.
 * @param {unknown} json
 * @returns {Trace}
 * @throws {TraceError}
 */
export function checkTrace(json) {
  if (!isObject(json)) throw new TraceError(`a trace is a JSON object, this is ${shown(json)}`);
  if (json.schema !== SCHEMA) throw new TraceError(versionComplaint(json.schema, SCHEMA, "trace"));
  for (const name of ["tasks", "objects", "events"]) {
    if (!Array.isArray(json[name])) throw new TraceError(`the trace's ${name} are missing`);
  }
  const trace = /** @type {any} */ (json);
  const misfit = checkOf("Trace")(json, trace);
  if (misfit) throw new TraceError(complaint("the trace", misfit));
  for (const name of ["tasks", "objects"]) {
    const at = trace[name].findIndex(
      (/** @type {any} */ row, /** @type {number} */ i) => row.id !== i,
    );
    if (at >= 0) throw new TraceError(`${name} ${at}: its id is ${trace[name][at].id}`);
  }
  checkOrder(trace.events);
  return trace;
}

const NO_TABLES = Object.freeze({ tasks: [], objects: [], events: [] });

/**
 * Return the value as a record of that name, such as `Running`; what it refers to is in no table.
 * @param {string} name @param {unknown} json @param {string} what to call it in a message
 * @returns {any}
 * @throws {TypeError}
 */
export function checkRecord(name, json, what) {
  const misfit = checkOf(name)(json, NO_TABLES);
  if (!misfit) return json;
  const isWhole = misfit.path === "";
  throw new TypeError(
    isWhole ? `${what} is ${shown(json)}, expected ${misfit.wanted}` : complaint(what, misfit),
  );
}

/**
 * Return the value as an Exploration, or say what is wrong with it.
 * @param {unknown} json
 * @returns {Exploration}
 * @throws {TypeError}
 */
export function checkExploration(json) {
  if (isObject(json) && json.schema !== EXPLORATION) {
    throw new TypeError(versionComplaint(json.schema, EXPLORATION, "exploration"));
  }
  return checkRecord("Exploration", json, "the exploration");
}
