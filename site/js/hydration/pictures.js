/** The pictures that the build drew, drawn again in the room that there is; nothing listens yet, and
 * what is said of them stands.
 */

import { besideOf } from "../state/second-run.js";
import { Picture, partsIn } from "../timeline/picture.js";
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

/** @param {HTMLElement | null} root @param {State} state @param {{document: Document, prefix: string}} options */
function drawAnew(root, state, options) {
  const frame = /** @type {HTMLElement | null} */ (root?.querySelector(".tl"));
  const { model, other } = state;
  if (!frame || !model) return;
  const summary = frame.querySelector(".tl-lanes")?.getAttribute("aria-label") ?? "";
  const words = { summary, sentence: null };
  const along = other?.model ?? null;
  const picture = new Picture(partsIn(frame), options);
  picture.show(model, state, { words, along, unfolded: false, stays: false });
}

/** @param {Document} document @param {import("./data.js").Drawn} drawn */
export function drawPictures(document, drawn) {
  const state = stateOf(document, drawn);
  drawAnew(document.getElementById("timeline"), state, { document, prefix: "tl" });
  if (!drawn.compare) return;
  const second = document.getElementById("compare-timeline");
  drawAnew(second, besideOf(stillOf(state)).get(), { document, prefix: "beside" });
}
