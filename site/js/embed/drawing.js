/**
 * The picture of a run for docs builders, drawn in a JavaScript engine that has nothing of a
 * browser: `drawRun({trace, exploration, prefix})` gives the parts as HTML. The views are those of
 * the page; only what needs a pointer is left out.
 */

import { parseHTML } from "linkedom";
import { drawCode } from "../editor/static-code.js";
import { readExploration } from "../state/exploration.js";
import { initialState, reducer } from "../state/reducer.js";
import { createStore } from "../state/store.js";
import { answerOf, NONE } from "../text/answer.js";
import { ordersLine } from "../text/orders.js";
import { readTrace } from "../trace/model.js";
import { h } from "../ui/dom.js";
import { mountSentences } from "../views/sentences.js";
import { mountTimeline } from "../views/timeline.js";

/** What stands in the picture for a reader who can move, and is noise for one who cannot. */
const FOR_THE_PLAYER = ".tl-playhead, .tl-now";

/** The numbers, then what happened. @param {Document} document @param {import("../state/reducer.js").State} state */
function drawAnswer(document, state) {
  const { final, expected, headline, text, tone } = answerOf(state);
  const wanted = expected === NONE ? null : h(document, "span", {}, `${expected} expected`);
  return h(
    document,
    "p",
    { class: "lockstep-answer", "data-tone": tone },
    final === NONE ? null : h(document, "b", {}, final),
    wanted,
    h(document, "strong", {}, headline),
    ` ${text}`,
  );
}

/**
 * @param {{trace: unknown, exploration?: unknown, prefix: string}} request
 * @returns {{answer: string, picture: string, height: string, steps: string, sentences: string, code: string, orders: string}} height: of the picture, in px
 * @throws {Error} if the trace or the exploration is none
 */
export function drawRun({ trace, exploration = null, prefix }) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const model = readTrace(trace);
  const explored = exploration ? readExploration(exploration) : null;
  const store = createStore(reducer, initialState({ model, exploration: explored }));
  const root = document.createElement("div");
  mountTimeline(root, store, { document, prefix, measure: false });
  const picture = root.querySelector(".tl-scroll");
  for (const part of picture?.querySelectorAll(FOR_THE_PLAYER) ?? []) part.remove();
  picture?.removeAttribute("tabindex");
  const sentences = document.createElement("div");
  mountSentences(sentences, store, { document, lazy: false });
  const orders = document.createElement("span");
  orders.append(explored ? ordersLine(store.get()) : "");
  return {
    answer: drawAnswer(document, store.get()).outerHTML,
    picture: picture?.outerHTML ?? "",
    height: picture?.querySelector(".tl-lanes")?.getAttribute("height") ?? "",
    steps: String(model.columns.length),
    sentences: sentences.querySelector("ol")?.outerHTML ?? "",
    code: drawCode(document, model.trace.source).outerHTML,
    orders: orders.textContent ?? "",
  };
}
