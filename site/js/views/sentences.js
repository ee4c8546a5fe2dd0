/** The timeline as an ordered list of sentences: for screen readers, print and pages without scripts. */

import { counted } from "../text/numbers.js";
import { timeText } from "../text/short.js";
import { stepName, stepSentence } from "../text/steps.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */

/** A list longer than this is no reading matter; it is cut, and says so. */
const MOST = 2000;

/** A step is numbered as the scrubber and the caption number it. Hidden steps, such as main's, are
 * told too, without a number: nothing in the list is left to the picture.
 * @param {Document} document @param {Model} model @param {number} most
 */
function drawItems(document, model, most) {
  return model.steps
    .filter(({ task }) => task !== null)
    .slice(0, most)
    .map((step) => {
      const when = step.column < 0 ? timeText(step.times[0]) : stepName(step);
      const time = h(document, "span", { class: "sentence-time" }, `${when}: `);
      return h(document, "li", {}, time, stepSentence(model, step));
    });
}

/** The findings that the answer leaves out. It tells of one what its text begins with.
 * @param {import("../trace/types.js").Trace} trace
 */
const untold = ({ findings, verdict }) =>
  findings.filter(({ text }) => !verdict.text.includes(text.split(": ", 1)[0]));

/** @param {Document} document @param {Model} model @param {number} most */
function drawEnd(document, { steps, trace }, most) {
  const numbered = steps.filter(({ task }) => task !== null).length;
  const losses = untold(trace).map(({ text }) => h(document, "li", {}, text));
  const cut = numbered > most ? `The first ${most} of ${counted(numbered, "step")}.` : "";
  return [
    cut ? h(document, "p", {}, cut) : null,
    losses.length > 0 ? h(document, "ul", { class: "findings" }, ...losses) : null,
  ].filter((node) => node !== null);
}

/** Of two runs, each list says whose it is. @param {State} state */
const titleOf = ({ other }) =>
  `The timeline in sentences${other ? `: ${other.mine.replaceAll("`", "")}` : ""}`;

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document, lazy?: boolean, most?: number}} options lazy: write the list when it is first opened
 */
export function mountSentences(root, store, { document, lazy = true, most = MOST }) {
  const title = h(document, "summary", {}, titleOf(store.get()));
  const body = h(document, "div", { class: "sentences-body" });
  const details = h(document, "details", { class: "sentences" }, title, body);
  let written = /** @type {Model | null} */ (null);

  function write() {
    const { model } = store.get();
    if ((lazy && !details.open) || model === written) return;
    written = model;
    if (!model) return body.replaceChildren();
    const list = h(
      document,
      "ol",
      { class: "sentences-list", role: "list" },
      ...drawItems(document, model, most),
    );
    body.replaceChildren(list, ...drawEnd(document, model, most));
  }

  details.addEventListener("toggle", write);
  store.subscribe(write);
  store.subscribe((state, before) => {
    if (titleOf(state) !== titleOf(before)) title.textContent = titleOf(state);
  });
  write();
  root.replaceChildren(details);
}
