/** A task as a token: its letter, and what it holds. The same in the code and in the loop's queues. */

import { h } from "./dom.js";

/** @typedef {{value: string, text: string, before: string, stale: boolean}} Held */

/** A value in the hand; out of date: struck through, and said so.
 * @param {Document} document @param {Held} held @param {{data?: Record<string, string>, terse?: boolean}} options
 */
function drawHeld(document, { before, text, stale }, { data = {}, terse = false }) {
  const value = stale ? h(document, "s", {}, text) : text;
  return h(
    document,
    "span",
    { class: stale ? "token-held token-stale" : "token-held", ...data },
    terse ? null : `${before} `,
    value,
    stale && !terse ? " stale" : null,
  );
}

/**
 * @param {Document} document
 * @param {{name: string, letter: string, held: Held[], note?: string}} token
 * @param {{hands?: boolean, terse?: boolean}} [options] hands: whether each value in the hand is marked as one, for
 *   those who look for it; terse: the value alone, struck through if it is stale
 */
export function drawToken(
  document,
  { name, letter, held, note = "" },
  { hands = false, terse = false } = {},
) {
  const data = (/** @type {Held} */ { value, stale }) =>
    /** @type {Record<string, string>} */ (
      hands
        ? {
            "data-testid": "hand",
            "data-task": name,
            "data-value": value,
            "data-stale": String(stale),
          }
        : {}
    );
  const stale = held.some((each) => each.stale);
  return h(
    document,
    "span",
    { class: stale ? "token token-spoilt" : "token" },
    h(document, "b", { class: "token-letter" }, letter),
    ...held.map((each) => drawHeld(document, each, { data: data(each), terse })),
    note ? h(document, "span", { class: "token-note" }, note) : null,
  );
}
