/** How an order ends, and what a number of orders end as. */

/** @typedef {import("../trace/types.js").Tone} Tone */

/**
 * @typedef {object} Ending
 * @property {string} label what it ends at: "300", "deadlock", "ValueError"
 * @property {string} status
 * @property {number | null} number where it ends at a number
 * @property {Tone} tone
 */

/** @typedef {{ending: Ending, count: number}} Share */

const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;

/** @param {string} status @param {string | null} result @param {{type?: string} | null} error */
function labelOf(status, result, error) {
  if (status === "ok") return result ?? "None";
  if (status === "error" || status === "failed") return error?.type ?? status;
  return status;
}

/** Where a file says what it expects, that decides; else what was found in the run.
 * @param {any} status @param {any} balance @param {any} verdict @returns {Tone}
 */
function toneOf(status, balance, verdict) {
  const expected = balance?.expected ?? null;
  if (expected !== null && status === "ok") return balance.final === expected ? "right" : "wrong";
  return verdict?.tone === "right" || verdict?.tone === "wrong" ? verdict.tone : "neutral";
}

/** @param {{status: any, result: any, verdict: any, error: any, balance: any}} trace @returns {Ending} */
export function endingOf({ status, result, verdict, error, balance }) {
  const label = labelOf(String(status), result === null ? null : String(result), error);
  const number = status === "ok" && NUMBER.test(label) ? Number(label) : null;
  const tone = toneOf(status, balance, verdict);
  return Object.freeze({ label, status: String(status), number, tone });
}

/** What makes two endings one. @param {Ending} ending */
export const keyOf = ({ label, status, tone }) => `${status} ${label} ${tone}`;

/** Numbers from high to low, then the rest, the most frequent first.
 * @param {Share} one @param {Share} other
 */
function byRank({ ending: one, count }, { ending: other, count: others }) {
  if (one.number !== null && other.number !== null) return other.number - one.number;
  if (one.number !== null || other.number !== null) return one.number === null ? 1 : -1;
  return others - count;
}

/** An ending as a counted tree has it.
 * @param {any} ending status, result, the type of the exception and the tone @returns {Ending}
 */
export function endingFrom({ status, result, type, tone }) {
  const label = labelOf(String(status), result === null ? null : String(result), { type });
  const number = status === "ok" && NUMBER.test(label) ? Number(label) : null;
  const known = tone === "right" || tone === "wrong" ? tone : "neutral";
  return Object.freeze({ label, status: String(status), number, tone: known });
}

/** @param {ReadonlyMap<Ending, number>} counts @returns {Share[]} */
export const sharesFrom = (counts) =>
  [...counts].map(([ending, count]) => ({ ending, count })).sort(byRank);
