/** The pictures that the build drew, drawn again in the room that there is; nothing listens yet. */

import { besideOf } from "../state/second-run.js";
import { Timeline } from "../timeline/timeline.js";
import { foldTrace } from "../trace/fold/trace.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

/** All of a page's state that its pictures are drawn from, as they stand.
 * @param {Document} document @param {import("./data.js").Drawn} drawn
 */
function stateOf(document, { trace, compare, whole }) {
  const setOf = (/** @type {string} */ control) =>
    /** @type {HTMLInputElement | null} */ (document.querySelector(`#timeline ${control}`))?.value;
  const model = whole
    ? { ...foldTrace(trace, foldTrace(whole)), choices: [] } // as the clock shows it
    : foldTrace(trace);
  const other = compare ? { mine: "", title: "", model: foldTrace(compare) } : null;
  return /** @type {State} */ ({
    ...{ model, other, cursor: Number(setOf("[type=range]")), zoom: 1, phase: "idle" },
    ...{ reading: setOf("[type=radio]:checked"), focus: null, clock: whole ?? null },
  });
}

/** @param {State} state @returns {PageStore} */
const stillOf = (state) => ({ get: () => state, dispatch() {}, subscribe: () => () => {} });

/** @param {Document} document @param {import("./data.js").Drawn} drawn */
export function drawPictures(document, drawn) {
  const store = stillOf(stateOf(document, drawn));
  const first = document.getElementById("timeline");
  const second = document.getElementById("compare-timeline");
  if (first) new Timeline(first, store, { document });
  if (second && drawn.compare) {
    new Timeline(second, besideOf(store), { document, prefix: "beside", scrubs: false });
  }
}
