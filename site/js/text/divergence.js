/** Where two runs part, in words: what each has as its first step that the other has not. */

import { endingOf } from "../clock/endings.js";
import { endText } from "./clock.js";
import { markSentence } from "./marks.js";
import { counted } from "./numbers.js";
import { stepParts } from "./steps.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Tone} Tone */
/** @typedef {{good: number | null, bad: number | null, same: boolean}} Row */

/** `✓ ends at 300`. @param {Model} model @param {Tone | undefined} judged what is known of it otherwise */
export function endTitle({ trace }, judged) {
  const ending = endingOf(trace);
  const tone = judged ?? ending.tone;
  const glyph = { right: "✓ ", wrong: "✕ ", neutral: "" }[tone];
  return { tone, glyph, text: endText(ending, 1) };
}

/** `at line 37, ATM-B read 0 from balance`; the end of the run, where it has no further step.
 * @param {Model} model @param {number} column
 */
function stepText(model, column) {
  const step = model.columns[column];
  if (!step) return model.trace.status === "deadlock" ? "nothing can run any more" : "it has ended";
  const { who, did, stopped } = stepParts(model, step);
  const events = model.trace.events.slice(step.first, step.last + 1);
  const line = events.find(
    ({ kind, line: at }) => at && /^(read$|write$|lock-|operation$)/.test(kind),
  )?.line;
  const where = line ?? events.findLast(({ line: at }) => at)?.line;
  return `${where ? `at line ${where}, ` : ""}${who} ${did || stopped || "ran"}`;
}

/** The first difference, as a sentence; empty where two runs are the same.
 * @param {Model} good @param {Model} bad @param {readonly Row[]} rows of both, as they are drawn
 */
export function partingText(good, bad, rows) {
  const first = rows.findIndex(({ same }) => !same);
  if (first < 0) return "";
  const shared = first === 1 ? "The first step is" : `The first ${counted(first, "step")} are`;
  const same = first === 0 ? "" : `${shared} the same. `;
  return `${same}Then the two part: here, ${stepText(bad, first)}; in the order that ends well, ${stepText(good, first)}.`;
}

/** What came of it: the update that was lost, else what the run's verdict says. @param {Model} bad */
export const causeText = (bad) =>
  bad.lost.length > 0
    ? markSentence(bad, "loss-0")
    : bad.trace.verdict.text || bad.trace.verdict.headline;
