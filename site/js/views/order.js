/** Which order the timeline shows, if it is not the usual one: how it departs, its name, the way back. */

import { h } from "../dom.js";
import { deviationsText, singular } from "../orders.js";
import { clip, timeText } from "../words.js";

/** @typedef {import("../state.js").PageStore} PageStore */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../types.js").Deviation} Deviation */

const LONGEST = 80;
/** More deviations than this are told by the flags of the timeline. */
const MOST = 12;
const COPIED_MS = 2000;
const CONCERNS = /** @type {const} */ (["model", "order", "other", "stale"]);

/** @param {Document} document @param {string} testid @param {string} text */
const button = (document, testid, text) =>
  h(document, "button", { type: "button", class: "small", "data-testid": testid }, text);

/** @param {Document} document */
function createParts(document) {
  const which = h(document, "p", { class: "order-which", role: "status" });
  const list = h(document, "ol", { class: "order-deviations" });
  const token = h(document, "code", { class: "order-token", "data-testid": "schedule" });
  const copy = button(document, "copy-schedule", "Copy");
  copy.setAttribute("aria-label", "Copy the schedule");
  const compare = button(document, "compare-orders", "Compare with usual");
  const back = button(document, "usual-order", "Back to usual");
  const name = h(document, "p", { class: "order-name" }, "schedule ", token, " ", copy);
  const actions = h(document, "div", { class: "order-actions" }, compare, back);
  return { which, list, token, copy, compare, back, name, actions };
}

/** @param {Document} document @param {Deviation} deviation */
const drawDeviation = (document, { t_us, text }) =>
  h(document, "li", {}, `${timeText(t_us)}: ${text}`);

/** @param {Document} document @param {readonly Deviation[]} deviations */
function drawDeviations(document, deviations) {
  const told = deviations.slice(0, MOST).map((each) => drawDeviation(document, each));
  const more = deviations.length - told.length;
  return more > 0 ? [...told, h(document, "li", {}, `and ${more} more.`)] : told;
}

/** @param {State} state */
function whichText({ order }) {
  if (!order) return "";
  const ends = clip(singular(order.text), LONGEST);
  if (order.deviations === 0) return `Shown: the usual order, which ${ends}.`;
  return `Shown: an order that ${ends}, ${deviationsText(order.deviations)}.`;
}

/** Where the clipboard is refused the token is selected, to be copied by hand.
 * @param {HTMLElement} token
 */
async function copyText(token) {
  try {
    await navigator.clipboard.writeText(token.textContent ?? "");
    return "Copied";
  } catch {
    token.ownerDocument.getSelection()?.selectAllChildren(token);
    return "Selected";
  }
}

/** @param {ReturnType<typeof createParts>} parts @param {PageStore} store */
function listen({ copy, token, compare, back }, store) {
  copy.addEventListener("click", async () => {
    copy.textContent = await copyText(token);
    setTimeout(() => copy.replaceChildren("Copy"), COPIED_MS);
  });
  compare.addEventListener("click", () => {
    const { order, other } = store.get();
    if (other) store.dispatch({ type: "other-left" });
    else store.dispatch({ type: "order-asked", order, beside: true });
  });
  back.addEventListener("click", () => store.dispatch({ type: "order-asked", order: null }));
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountOrder(root, store, { document }) {
  const parts = createParts(document);
  root.replaceChildren(parts.which, parts.list, parts.name, parts.actions);

  /** @param {State} state */
  function show(state) {
    const { model, order, other, stale } = state;
    root.hidden = !order;
    parts.which.textContent = whichText(state);
    parts.token.textContent = model && order ? model.trace.schedule : "";
    const deviations = (order && model?.trace.deviations) || [];
    parts.list.replaceChildren(...drawDeviations(document, deviations));
    parts.compare.hidden = stale || order?.deviations === 0;
    parts.compare.setAttribute("aria-pressed", String(Boolean(order && other)));
    parts.back.hidden = order?.deviations === 0;
  }

  show(store.get());
  store.subscribe((state, before) => {
    if (CONCERNS.some((name) => state[name] !== before[name])) show(state);
    // Whoever asked for an order wants to see it: bring it into sight, if it is not.
    if (state.order && state.order !== before.order) root.scrollIntoView?.({ block: "nearest" });
  });
  listen(parts, store);
}
