/** An order that a link or a host names, of which no more is known than how to take it. */

/** @typedef {import("../trace/types.js").Outcome} Outcome */

/** @param {string} schedule */
const deviationsIn = (schedule) => schedule.split(":")[1]?.split(",").length ?? 0;

/** @param {string} schedule @param {string} text what such orders do, as in “48 end at 100” @returns {Outcome} */
export const namedOrder = (schedule, text) => ({
  ...{ status: "ok", result: null, interleavings: null, classes: null, state: {}, cause: null },
  ...{ misses: false, loses: false, is_outdated: false, losing: null },
  ...{ is_shortest: false, tone: "neutral" },
  ...{ schedule, deviations: deviationsIn(schedule), text },
});
