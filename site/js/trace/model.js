/** A trace into the model that every view reads: nothing of it is believed before it is checked. */

import { foldTrace } from "./fold/trace.js";
import { checkTrace } from "./validate.js";

export { deepFreeze, momentAt } from "./fold/trace.js";
export { TraceError } from "./trace-error.js";

/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./types.js").Trace} Trace */

/**
 * @param {unknown} json a trace as Python wrote it
 * @param {Model | null} [whole] a run that begins as this one does, and has the lanes to draw
 * @returns {Model}
 * @throws {import("./trace-error.js").TraceError}
 */
export function readTrace(json, whole = null) {
  // What a checked run begins with needs no check of its own, and has not ended yet.
  return foldTrace(whole ? /** @type {Trace} */ (json) : checkTrace(json), whole);
}
