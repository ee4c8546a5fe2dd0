/** The loop at the moment of the scrubber: who stands in which of its queues, and what each holds. */

import { loopSentence, MOST, queuesShown } from "../text/loop.js";
import { handsAt } from "../trace/loop.js";
import { h } from "../ui/dom.js";
import { drawToken } from "../ui/token.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../text/loop.js").QueueShown} QueueShown */
/** @typedef {import("../text/loop.js").Token} Token */
/** @typedef {{token: Element, queue: string, left: number, top: number}} Place */

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
function drawQueue(document, queue) {
  const { name, title, aside } = queue;
  const more = aside ? h(document, "span", { class: "loop-aside" }, aside) : null;
  const list = { role: "list", "aria-label": `${title}${aside}` };
  return h(
    document,
    "div",
    { class: "loop-queue", "data-queue": name },
    h(document, "p", { class: "loop-title" }, title, more),
    h(document, "ul", list, ...drawPlaces(document, queue)),
  );
}

/** The queues of several locks stand in a row of their own, each in one line: beside the others they
 * would be cut.
 * @param {Document} document @param {QueueShown[]} queues @returns {HTMLElement[]}
 */
function drawQueues(document, queues) {
  const isLock = ({ name = "" }) => name.startsWith("lock-");
  const locks = queues.filter(isLock);
  if (locks.length < 2) return queues.map((queue) => drawQueue(document, queue));
  const rows = [queues.filter((queue) => !isLock(queue)), locks];
  return rows.map((row) =>
    h(document, "div", { class: "loop-row" }, ...row.map((queue) => drawQueue(document, queue))),
  );
}

/** Where each task's token is in the strip, and in which queue.
 * @param {HTMLElement} root @returns {Map<string, Place>}
 */
function placesOf(root) {
  const strip = root.getBoundingClientRect();
  const places = new Map();
  for (const token of root.querySelectorAll("[data-task].loop-token")) {
    const queue = token.closest("[data-queue]")?.getAttribute("data-queue");
    const { left, top } = token.getBoundingClientRect();
    const place = { token, queue, left: left - strip.left, top: top - strip.top };
    places.set(token.getAttribute("data-task"), place);
  }
  return places;
}

/** A token that has gone to another queue travels there, once.
 * @param {Map<string, Place>} before @param {Map<string, Place>} now
 */
function travel(before, now) {
  for (const [task, { token, queue, left, top }] of now) {
    const old = before.get(task);
    if (!old || old.queue === queue) continue;
    const transform = `translate(${old.left - left}px, ${old.top - top}px)`;
    token.animate([{ transform }, { transform: "none" }], TRAVEL);
  }
}

/** Put new elements in the place of the old ones, but leave what would be drawn the same.
 * @param {HTMLElement} root @param {HTMLElement[]} next
 */
function replaceChanged(root, next) {
  const old = [...root.children];
  const stays = old.length === next.length;
  if (!stays) return root.replaceChildren(...next);
  next.forEach((element, at) => {
    if (!element.isEqualNode(old[at])) old[at].replaceWith(element);
  });
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
    replaceChanged(root, [head, ...drawQueues(document, queues)]);
  }

  draw(store.get());
  const view = document.defaultView;
  const motion = view?.matchMedia?.("(prefers-reduced-motion: no-preference)");
  /** @type {Map<string, Place> | null} where the tokens are, if that is known */
  let places = null;
  const forget = () => {
    places = null;
  };
  view?.addEventListener("resize", forget);

  store.subscribe((state, before) => {
    if (state.model === before.model && state.cursor === before.cursor) return;
    if (state.model !== before.model) forget();
    else if (motion?.matches) places ??= placesOf(root);
    draw(state);
  });
  /** @param {State} state @param {State} before */
  function move(state, before) {
    if (places === null || state.cursor === before.cursor) return;
    const now = placesOf(root);
    travel(places, now);
    places = now;
  }
  store.subscribe(move, { measures: true });
}
