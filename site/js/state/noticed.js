/** What goes on is shown once it could be noticed: what only comes and goes is not drawn. */

import { isBusy } from "./reducer.js";

/** @typedef {import("./reducer.js").PageStore} PageStore */
/** @typedef {import("./reducer.js").State} State */

/** A run shorter than this is over before a hand could reach Stop. */
const UNNOTICED_MS = 150;

/** Show each phase of the page, that of a run only once it lasts.
 * @param {PageStore} store @param {() => void} show
 * @param {(state: State, before: State) => boolean} [isOther] whether something else has changed that is shown at once
 */
export function onNoticed(store, show, isOther = () => false) {
  let later = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  store.subscribe((state, before) => {
    const isNow = isOther(state, before);
    if (state.phase === before.phase && !isNow) return;
    clearTimeout(later);
    const begins = state.phase === "running" && !isBusy(before);
    if (begins && !isNow) later = setTimeout(show, UNNOTICED_MS);
    else show();
  });
}
