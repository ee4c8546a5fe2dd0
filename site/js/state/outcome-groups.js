/**
 * Outcomes that differ only in noise, put together: one exception at one line is one cause,
 * whatever its message says, and what reads the same is one row.
 */

/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Outcome} Outcome */
/** @typedef {"message" | "state"} Differing in what the outcomes of a group differ */
/** @typedef {{key: string, lead: Outcome, outcomes: readonly Outcome[], text: string, differ: Differing}} Group */

/** @param {Outcome} outcome */
function keyOf({ status, tone, cause, text }) {
  if (cause) return JSON.stringify([status, tone, cause.type, cause.line]);
  return JSON.stringify([status, tone, text]);
}

/** What several outcomes of one exception have in common, after a number of orders.
 * @param {Outcome} outcome
 */
function causeText({ status, cause, text }) {
  if (!cause) return text;
  const where = cause.line === null ? "" : ` at line ${cause.line}`;
  return status === "failed" ? `fail an assertion${where}` : `raise ${cause.type}${where}`;
}

/** The row to lead with: the one nearest to the usual order. @param {readonly Outcome[]} outcomes */
const nearest = (outcomes) =>
  outcomes.reduce((best, each) => (each.deviations < best.deviations ? each : best));

/** @param {string} key @param {readonly Outcome[]} outcomes @returns {Group} */
function groupOf(key, outcomes) {
  const lead = nearest(outcomes);
  const text = outcomes.length > 1 ? causeText(lead) : lead.text;
  return { key, lead, outcomes, text, differ: lead.cause ? "message" : "state" };
}

/** @param {Group} group @param {"interleavings" | "classes"} what */
export function sumOf({ outcomes }, what) {
  const counts = outcomes.map((outcome) => outcome[what]);
  if (counts.some((count) => count === null)) return null;
  return counts.reduce((/** @type {number} */ sum, count) => sum + Number(count), 0);
}

/**
 * The outcomes in groups, the most frequent first where that was counted; within a group as the exploration has them.
 * @param {Exploration} exploration
 * @returns {Group[]}
 */
export function groupsOf({ outcomes, interleavings, classes }) {
  const found = new Map(/** @type {[string, Outcome[]][]} */ ([]));
  for (const outcome of outcomes) {
    const key = keyOf(outcome);
    const members = found.get(key);
    if (members) members.push(outcome);
    else found.set(key, [outcome]);
  }
  const groups = [...found].map(([key, members]) => groupOf(key, members));
  if (interleavings === null && classes === null) return groups;
  const counted = interleavings === null ? "classes" : "interleavings";
  const weight = (/** @type {Group} */ group) => sumOf(group, counted) ?? 0;
  return groups.sort((one, other) => weight(other) - weight(one));
}
