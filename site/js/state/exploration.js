/**
 * The gate for what an exploration found: like a trace, it comes from a sandbox that runs
 * anybody's code, so nothing in it is believed before it has been looked at.
 */

/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Outcome} Outcome */
/** @typedef {import("../trace/types.js").Tone} Tone */

export const EXPLORATION = "lockstep-exploration/1";

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const shown = (value) => String(JSON.stringify(value)).slice(0, 60);

/** A number of orders may be larger than any safe integer; it is shown, not computed with.
 * @param {unknown} value @param {string} name @returns {number}
 */
function count(value, name) {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw new TypeError(`the exploration's ${name} is ${shown(value)}, expected a count`);
}

/** @param {unknown} value @param {string} name */
const countOrNull = (value, name) =>
  value === null || value === undefined ? null : count(value, name);

/** @param {unknown} value @param {string} name @returns {string} */
function text(value, name) {
  if (typeof value === "string") return value;
  throw new TypeError(`the exploration's ${name} is ${shown(value)}, expected a text`);
}

/** @param {unknown} value @returns {Tone} */
const tone = (value) => (value === "right" || value === "wrong" ? value : "neutral");

/** @param {unknown} cause @returns {Outcome["cause"]} */
function readCause(cause) {
  if (!isObject(cause) || typeof cause.type !== "string") return null;
  return Object.freeze({
    type: cause.type,
    line: Number.isSafeInteger(cause.line) ? Number(cause.line) : null,
  });
}

/** @param {unknown} state @returns {Outcome["state"]} */
const readState = (state) =>
  Object.freeze(
    Object.fromEntries(
      Object.entries(isObject(state) ? state : {}).map(([name, value]) => [name, String(value)]),
    ),
  );

/** @param {unknown} json @param {number} at @returns {Outcome} */
function readOutcome(json, at) {
  if (!isObject(json)) throw new TypeError(`outcome ${at} is ${shown(json)}, not an object`);
  const name = (/** @type {string} */ field) => `outcome ${at}: ${field}`;
  return Object.freeze({
    status: text(json.status, name("status")),
    result: typeof json.result === "string" ? json.result : null,
    interleavings: countOrNull(json.interleavings, name("interleavings")),
    classes: countOrNull(json.classes, name("classes")),
    schedule: text(json.schedule, name("schedule")),
    deviations: count(json.deviations, name("deviations")),
    shortest: json.is_shortest !== false,
    tone: tone(json.tone),
    text: text(json.text, name("text")),
    state: readState(json.state),
    cause: readCause(json.cause),
  });
}

/** @param {unknown} verdict @returns {Exploration["verdict"]} */
function readVerdict(verdict) {
  if (!isObject(verdict)) return { tone: "neutral", headline: "", text: "" };
  const { headline, text: words } = verdict;
  return {
    tone: tone(verdict.tone),
    headline: text(headline ?? "", "verdict"),
    text: text(words ?? "", "verdict"),
  };
}

/**
 * @param {unknown} json an exploration as Python wrote it, whole or in part
 * @returns {Exploration}
 */
export function readExploration(json) {
  if (!isObject(json)) throw new TypeError(`an exploration is an object, this is ${shown(json)}`);
  if (json.schema !== EXPLORATION) {
    throw new TypeError(
      `this page reads ${EXPLORATION}, the exploration says ${shown(json.schema)}`,
    );
  }
  const { outcomes = [], notes = [] } = json;
  if (!Array.isArray(outcomes)) throw new TypeError("the exploration has no list of outcomes");
  return Object.freeze({
    python: text(json.python, "python"),
    complete: json.complete === true,
    interleavings: countOrNull(json.interleavings, "interleavings"),
    classes: countOrNull(json.classes, "classes"),
    runs: count(json.runs, "runs"),
    estimate: countOrNull(json.estimate, "estimate"),
    doing: typeof json.doing === "string" ? json.doing : "",
    verdict: Object.freeze(readVerdict(json.verdict)),
    notes: Array.isArray(notes) ? notes.map(String) : [],
    outcomes: outcomes.map(readOutcome),
  });
}
