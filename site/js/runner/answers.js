// What Python answers, read from the text that the worker sent. A trace and an exploration are only
// told apart here: what is in them, trace/validate.js checks.

import { checkRecord } from "../trace/validate.js";

/** @typedef {import("./protocol.js").Answer} Answer */
/** @typedef {import("./protocol.js").Exploration} Exploration */
/** @typedef {import("./protocol.js").Running} Running */
/** @typedef {import("./protocol.js").Trace} Trace */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {string} text @returns {Record<string, unknown>} */
function parse(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TypeError(
      `the answer is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (!isRecord(value)) throw new TypeError("the answer is not a JSON object");
  return value;
}

/** @param {Record<string, unknown>} answer */
const keysOf = (answer) => Object.keys(answer).join(", ") || "nothing";

/**
 * @param {string} text
 * @returns {Answer}
 * @throws {TypeError} that says what is wrong with it
 */
export function readAnswer(text) {
  const answer = parse(text);
  const { error, exploration, grade, missing, orders, text: written, trace } = answer;
  if (isRecord(error)) return { error: checkRecord("Failure", error, "the failure") };
  if (Array.isArray(missing)) return { missing: missing.map(String) };
  if (isRecord(trace)) return { trace: /** @type {Trace} */ (trace) };
  if (isRecord(exploration)) {
    const found = /** @type {Exploration} */ (exploration);
    return isRecord(orders) ? { exploration: found, orders } : { exploration: found };
  }
  if (isRecord(grade)) return { grade: checkRecord("Grade", grade, "the grade") };
  if (isRecord(orders)) return { orders };
  if (typeof written === "string") return { text: written };
  throw new TypeError(
    `the answer holds ${keysOf(answer)}, not a trace, an error or missing modules`,
  );
}

/**
 * What is known so far, while the worker works: of a run, of all orders, or how many have been found
 * and recorded; or the run that all orders are told beside.
 * @param {string} text
 * @returns {{running: Running} | {found: number, recorded: number} | {trace: Trace} | Exploration}
 * @throws {TypeError} that says what is wrong with it
 */
export function readReport(text) {
  const report = parse(text);
  const { running, found, recorded, trace } = report;
  if ([found, recorded].every(Number.isSafeInteger)) {
    return { found: Number(found), recorded: Number(recorded) };
  }
  if (isRecord(running)) return { running: checkRecord("Running", running, "the running program") };
  if (isRecord(trace)) return { trace: /** @type {Trace} */ (trace) };
  if (Array.isArray(report.outcomes)) return /** @type {Exploration} */ (report);
  throw new TypeError(`the report holds ${keysOf(report)}, not a running program or outcomes`);
}
