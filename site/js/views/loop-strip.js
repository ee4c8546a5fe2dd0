/** The loop at the moment of the scrubber: who stands in which of its queues, and what each holds. */

import { loopSentence, MOST, queuesShown } from "../text/loop.js";
import { handsAt } from "../trace/loop.js";
import { h } from "../ui/dom.js";
import { drawToken } from "../ui/token.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../text/loop.js").QueueShown} QueueShown */
/** @typedef {import("../text/loop.js").Token} Token */

const TRAVEL = { duration: 160, easing: "ease-out" };

/** @param {Document} document @param {Token} token @param {Record<string, string>} [more] */
const place = (document, token, more = {}) =>
  h(
    document,
    "li",
    { class: "loop-token", title: token.title, ...more },
    drawToken(document, token, { hands: !more.class }),
  );

/** @param {Document} document @param {QueueShown} queue */
function drawPlaces(document, { tokens, promised, places, none }) {
  const shown = tokens.slice(0, MOST);
  const more = tokens.length - shown.length;
  const empty = Math.max(places - shown.length - (promised ? 1 : 0), 0);
  const first = promised && { ...promised, held: [] };
  return [
    ...(first ? [place(document, first, { class: "loop-token loop-promised" })] : []),
    ...shown.map((token) => place(document, token, { "data-task": token.name })),
    more > 0 ? h(document, "li", { class: "loop-more" }, `+${more}`) : null,
    ...Array.from({ length: empty }, () =>
      h(document, "li", { class: "loop-place", "aria-hidden": "true" }),
    ),
    shown.length === 0 && !promised && none
      ? h(document, "li", { class: "loop-nobody" }, none)
      : null,
  ].filter((node) => node !== null);
}

/** @param {Document} document @param {QueueShown} queue */
const drawQueue = (document, queue) =>
  h(
    document,
    "div",
    { class: "loop-queue", "data-queue": queue.name },
    h(document, "p", { class: "loop-title" }, queue.title),
    h(document, "ul", { role: "list", "aria-label": queue.title }, ...drawPlaces(document, queue)),
  );

/** Where each task's token is, and in which queue. @param {HTMLElement} root */
function placesOf(root) {
  const places = new Map();
  for (const token of root.querySelectorAll("[data-task].loop-token")) {
    const queue = token.closest("[data-queue]")?.getAttribute("data-queue");
    places.set(token.getAttribute("data-task"), { token, queue });
  }
  return places;
}

/** A token that has gone to another queue travels there, once.
 * @param {HTMLElement} root @param {() => void} draw
 */
function travelling(root, draw) {
  const view = root.ownerDocument.defaultView;
  const still = view?.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? true;
  const before = still ? new Map() : placesOf(root);
  const from = new Map(
    [...before].map(([task, { token }]) => [task, token.getBoundingClientRect()]),
  );
  draw();
  if (before.size === 0) return;
  for (const [task, { token, queue }] of placesOf(root)) {
    const old = from.get(task);
    if (!old || before.get(task).queue === queue) continue;
    const now = token.getBoundingClientRect();
    const transform = `translate(${old.left - now.left}px, ${old.top - now.top}px)`;
    token.animate([{ transform }, { transform: "none" }], TRAVEL);
  }
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountLoopStrip(root, store, { document }) {
  /** @param {State} state */
  function draw({ model, cursor }) {
    const queues = model ? queuesShown(model, cursor, handsAt(model, cursor)) : [];
    const head = h(
      document,
      "p",
      { class: "loop-head" },
      h(document, "b", {}, "The loop"),
      h(document, "span", {}, model ? `after step ${cursor}` : "has not run yet"),
    );
    root.setAttribute("aria-label", model ? loopSentence(cursor, queues) : "The event loop");
    root.replaceChildren(head, ...queues.map((queue) => drawQueue(document, queue)));
  }

  draw(store.get());
  store.subscribe((state, before) => {
    if (state.model !== before.model) draw(state);
    else if (state.cursor !== before.cursor) travelling(root, () => draw(state));
  });
}
