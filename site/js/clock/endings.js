/** How an order ends, and what a number of orders end as. */

/** @typedef {import("../trace/types.js").Tone} Tone */

/**
 * @typedef {object} Ending
 * @property {string} label what it ends at: "300", "deadlock", "ValueError", "a = 1, b = 2"
 * @property {string} status
 * @property {"at" | "with" | "well"} how it ends at a value, with several, or with none to name
 * @property {number | null} number where it ends at a number
 * @property {Tone} tone
 */

/** @typedef {{ending: Ending, count: number}} Share */

const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;

/** Of a run that ended well: what its program returned, else the values that it left, as
 * `lockstep.explore.report.text` has them: most programs return nothing, and print or keep.
 * @param {string | null} result @param {Readonly<Record<string, string>>} state
 * @returns {Pick<Ending, "label" | "how">}
 */
function finalOf(result, state) {
  if (result !== null && result !== "None") return { label: result, how: "at" };
  const left = Object.entries(state).sort(([one], [other]) => (one < other ? -1 : 1));
  if (left.length === 0) return { label: "None", how: "well" };
  if (left.length === 1) return { label: left[0][1], how: "at" };
  return { label: left.map(([name, value]) => `${name} = ${value}`).join(", "), how: "with" };
}

/** @param {unknown} status @param {unknown} result @param {unknown} type of the exception
 * @param {unknown} state @returns {Pick<Ending, "label" | "how">}
 */
function labelOf(status, result, type, state) {
  if (status === "ok") {
    const left = /** @type {Record<string, string>} */ (state ?? {});
    return finalOf(result === null ? null : String(result), left);
  }
  const raised = status === "error" || status === "failed" ? type : null;
  return { label: String(raised ?? status), how: "with" };
}

/** @param {unknown} status @param {Pick<Ending, "label" | "how">} named @param {Tone} tone @returns {Ending} */
function endingWith(status, named, tone) {
  const number = status === "ok" && named.how === "at" && NUMBER.test(named.label);
  return Object.freeze({
    ...named,
    status: String(status),
    number: number ? Number(named.label) : null,
    tone,
  });
}

/** Where a file says what it expects, that decides; else what was found in the run.
 * @param {any} status @param {any} balance @param {any} verdict @returns {Tone}
 */
function toneOf(status, balance, verdict) {
  const expected = balance?.expected ?? null;
  if (expected !== null && status === "ok") return balance.final === expected ? "right" : "wrong";
  return verdict?.tone === "right" || verdict?.tone === "wrong" ? verdict.tone : "neutral";
}

/** @param {{status: any, result: any, state: any, verdict: any, error: any, balance: any}} trace @returns {Ending} */
export function endingOf({ status, result, state, verdict, error, balance }) {
  const named = labelOf(status, result, error?.type, state);
  return endingWith(status, named, toneOf(status, balance, verdict));
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
 * @param {any} ending status, result, state, the type of the exception and the tone @returns {Ending}
 */
export function endingFrom({ status, result, state, type, tone }) {
  const known = tone === "right" || tone === "wrong" ? tone : "neutral";
  return endingWith(status, labelOf(status, result, type, state), known);
}

/** @param {ReadonlyMap<Ending, number>} counts @returns {Share[]} */
export const sharesFrom = (counts) =>
  [...counts].map(([ending, count]) => ({ ending, count })).sort(byRank);
