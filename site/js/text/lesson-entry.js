/** What the index says of a lesson beneath its picture: how its run ends, and how all orders do. */

import { groupsOf } from "../state/outcome-groups.js";
import { NONE, valuesOf } from "./answer.js";
import { every, grouped } from "./numbers.js";
import { countOf, totalOf } from "./orders.js";
import { clip, timeText } from "./short.js";

/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Trace} Trace */
/** @typedef {{tone: string, text: string, wanted: string}} Ending */

const LONGEST = 16;

/** As a reader would write it: a text without its quotes. @param {string} value */
const plain = (value) =>
  clip(value.replace(/^(['"])(.*)\1$/, "$2").replace(/^-(?=\d)/, "−"), LONGEST);

/** `of 300` of what is short of it, `not 7` of anything else. @param {string} final @param {string} wanted */
function wantedText(final, wanted) {
  const [is, should] = [Number(final), Number(wanted)];
  return is >= 0 && is < should ? `of ${plain(wanted)}` : `not ${plain(wanted)}`;
}

/** @param {{final: string | null, expected: string | null}} values @param {string} tone @returns {Ending} */
export function endingOf({ final, expected }, tone) {
  if (final === null) return { tone, text: NONE, wanted: "" };
  const differs = expected !== null && expected !== final;
  return { tone, text: plain(final), wanted: differs ? wantedText(final, expected) : "" };
}

/** How long one call kept everybody else from running, in microseconds. @param {Trace} trace */
const stoodStill = ({ events }) =>
  events
    .filter(({ kind }) => kind === "blocked")
    .reduce((sum, { t_us, from_us }) => sum + t_us - (from_us ?? t_us), 0);

/** @param {Trace} trace @returns {Ending} */
export function endingOfTrace(trace) {
  const { status, verdict } = trace;
  if (status !== "ok") {
    const text = status === "deadlock" ? "deadlock" : status === "limit" ? "no end" : "an error";
    return { tone: "wrong", text, wanted: "" };
  }
  const still = stoodStill(trace);
  if (still > 0) return { tone: verdict.tone, text: timeText(still), wanted: "still" };
  return endingOf(valuesOf(trace), verdict.tone);
}

/** `one order`, `both orders`, `all 6 orders`, `3 of 4 right`; "" where nothing was counted.
 * @param {Exploration} exploration
 */
export function ordersText(exploration) {
  const { complete } = exploration;
  const groups = groupsOf(exploration);
  const { count, noun } = totalOf(exploration);
  if (!complete) return `${grouped(count)} ${noun}s and more`;
  if (groups.length === 1) return count === 1 ? `one ${noun}` : every(count, noun);
  const right = groups.filter(({ lead }) => lead.tone === "right");
  const counts = right.map((group) => countOf(exploration, group) ?? Number.NaN);
  const sum = counts.reduce((a, b) => a + b, 0);
  return Number.isNaN(sum)
    ? `${groups.length} endings`
    : `${grouped(sum)} of ${grouped(count)} right`;
}
