/** Sleeps: when one is over, as the events of a run tell it. */

/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */

/** Where the sleep is over for which a task stopped last; -1 if it did not sleep, or sleeps still.
 * Other arrivals at the same moment, and steps, may stand between this and its becoming ready.
 * @param {readonly TraceEvent[]} events @param {number | null} task
 */
export function endOfSleep(events, task) {
  const stop = events.findLastIndex((each) => each.kind === "suspended" && each.task === task);
  if (events[stop]?.why !== "sleep") return -1;
  return events.findIndex((each, at) => at > stop && each.kind === "arrived" && each.task === task);
}
