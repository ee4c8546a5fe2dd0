/** Which order the timeline shows, if it is not the usual one: how it departs, the way back, and copies. */

import { copiesOf } from "../text/order-copies.js";
import { shownOrderText } from "../text/orders.js";
import { timeText } from "../text/short.js";
import { copyText } from "../ui/clipboard.js";
import { closest, h } from "../ui/dom.js";
import { showAnswer } from "../ui/sight.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Deviation} Deviation */
/** @typedef {import("../text/order-copies.js").Copy} Copy */

/** More deviations than this are told by the flags of the timeline. */
const MOST = 12;
const COPIED_MS = 2000;
const CONCERNS = /** @type {const} */ (["model", "order", "other", "stale"]);

/** @param {Document} document @param {string} testid @param {string} text */
const button = (document, testid, text) =>
  h(document, "button", { type: "button", class: "small", "data-testid": testid }, text);

/** @param {Document} document */
function createParts(document) {
  const which = h(document, "p", { class: "order-which" });
  const list = h(document, "ol", { class: "order-deviations" });
  const copies = h(document, "ul", { class: "order-copies" });
  const summary = h(document, "summary", {}, "Copy as");
  const details = { class: "order-copy", "data-testid": "copy-as" };
  const copyAs = h(document, "details", details, summary, copies);
  const compare = button(document, "compare-orders", "Compare with usual");
  const back = button(document, "usual-order", "Back to usual");
  const actions = h(document, "div", { class: "order-actions" }, compare, back);
  return { which, list, copies, copyAs, compare, back, actions };
}

/** @param {Document} document @param {Deviation} deviation */
const drawDeviation = (document, { t_us, text }) =>
  h(document, "li", {}, `${timeText(t_us)}: ${text}`);

/** @param {Document} document @param {readonly Deviation[]} deviations */
function drawDeviations(document, deviations) {
  const items = deviations.slice(0, MOST).map((each) => drawDeviation(document, each));
  const more = deviations.length - items.length;
  return more > 0 ? [...items, h(document, "li", {}, `and ${more} more.`)] : items;
}

/** @param {Document} document @param {Copy} copy */
function drawCopy(document, { name, title, note, text }) {
  const press = button(document, `copy-${name}`, "Copy");
  const label = `${title}: ${note}`;
  press.setAttribute("aria-label", `Copy: ${label}`);
  const code = h(document, "code", { class: "order-token", "data-testid": name, tabindex: -1 });
  code.textContent = text;
  return h(document, "li", {}, h(document, "p", {}, label), code, press);
}

/** Copy what stands beside the button, and say so on it for a moment. @param {Element | null} press */
async function copyBeside(press) {
  const code = press?.parentElement?.querySelector("code");
  if (!press || !code) return;
  press.textContent = await copyText(/** @type {HTMLElement} */ (code));
  setTimeout(() => press.replaceChildren("Copy"), COPIED_MS);
}

/** @param {ReturnType<typeof createParts>} parts @param {PageStore} store */
function listen({ copies, compare, back }, store) {
  copies.addEventListener("click", ({ target }) => copyBeside(closest(target, "button")));
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
  root.replaceChildren(parts.which, parts.list, parts.actions, parts.copyAs);

  /** @param {State} state */
  function show(state) {
    const { model, order, other, stale } = state;
    root.hidden = !order;
    parts.which.textContent = shownOrderText(order);
    const copies = order ? copiesOf(state) : [];
    parts.copies.replaceChildren(...copies.map((copy) => drawCopy(document, copy)));
    const deviations = (order && model?.trace.deviations) || [];
    parts.list.replaceChildren(...drawDeviations(document, deviations));
    parts.compare.hidden = stale || order?.deviations === 0;
    parts.compare.setAttribute("aria-pressed", String(Boolean(order && other)));
    parts.back.hidden = order?.deviations === 0;
  }

  show(store.get());
  store.subscribe((state, before) => {
    if (CONCERNS.some((name) => state[name] !== before[name])) show(state);
    if (state.order && state.order !== before.order) showAnswer(document); // it was asked for
  });
  listen(parts, store);
}
