/** Events into atomic steps: what the loop did from one beginning to the next pause. */

import { TASK_ENDS } from "../states.gen.js";

/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").TraceEvent} TraceEvent */

const BEGINS = new Set(["step-began", "callback"]);
const ENDS = new Set(["suspended", ...TASK_ENDS]);
/** What the loop does between steps; a callback has no end of its own, so these end it. */
const BETWEEN = new Set(["arrived", "clock-moved", "deadlock", "limit"]);

/** @param {Step} step @param {TraceEvent} event */
function extend(step, event) {
  step.last = event.i;
  if (event.t_us > step.times[step.times.length - 1]) step.times.push(event.t_us);
}

/** @param {TraceEvent} event @returns {Step} */
const begin = (event) => ({
  task: event.kind === "callback" ? null : event.task,
  first: event.i,
  last: event.i,
  column: -1,
  times: [event.t_us],
});

/**
 * @param {readonly TraceEvent[]} events
 * @returns {Step[]}
 */
export function foldSteps(events) {
  const steps = /** @type {Step[]} */ ([]);
  let open = /** @type {Step | null} */ (null);
  for (const event of events) {
    if (BEGINS.has(event.kind)) {
      open = begin(event);
      steps.push(open);
    } else if (BETWEEN.has(event.kind)) {
      open = null;
    } else if (open) {
      extend(open, event);
      if (ENDS.has(event.kind) && event.task === open.task) open = null;
    }
  }
  return steps;
}
