/** The runs behind a grade: run anew in this page, and set side by side. */

import { readTrace } from "../trace/model.js";

/** @typedef {import("../trace/types.js").Grade} Grade */
/** @typedef {import("../divergence/draw.js").Compared} Compared */
/** @typedef {(schedule: string) => Promise<unknown>} Replay runs the program graded in an order */

/**
 * The order that shows what is wrong, and beside it the right one that the grader found; alone where
 * there is none. Null where nothing is to be shown.
 * @param {Grade} grade @param {Replay} replay
 * @returns {Promise<Compared | null>}
 */
export async function comparedRuns({ kind, passed, schedule, divergence }, replay) {
  if (passed || schedule === null || kind === "break") return null;
  const bad = readTrace(await replay(divergence?.bad ?? schedule));
  const good = divergence ? readTrace(await replay(divergence.good)) : null;
  // What the exercise wants decides; the program itself may not say what it expects.
  const judged =
    kind === "repair" ? /** @type {const} */ ({ good: "right", bad: "wrong" }) : undefined;
  return {
    good,
    bad,
    judged,
    goodTitle: divergence?.is_nearest
      ? "the nearest order that ends well"
      : "an order that ends well",
    badTitle: kind === "predict" ? "an order that refutes it" : "an order that goes wrong",
  };
}
