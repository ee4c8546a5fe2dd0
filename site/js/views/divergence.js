/** An order that loses, opened or chosen: beside the nearest one that ends well, from where they part. */

import { partedOf } from "../state/parted.js";
import { causeText } from "../text/divergence.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../trace/types.js").Model} Model */

const CONCERNS = /** @type {const} */ (["model", "order", "clock", "orders", "good", "stale"]);

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountDivergence(root, store, { document }) {
  /** @type {{good: Model, bad: Model} | null} */
  let shown = null;

  /** The drawing is fetched when there is something to draw. */
  async function show() {
    const parted = partedOf(store.get());
    if (parted?.good === shown?.good && parted?.bad === shown?.bad) return;
    shown = parted;
    root.hidden = parted === null;
    root.replaceChildren();
    if (!parted) return;
    const { showDivergence } = await import("../divergence/divergence.js");
    if (shown !== parted) return;
    const title = parted.isNearest ? "the nearest order that ends well" : "an order that ends well";
    const compared = { ...parted, goodTitle: title, badTitle: "this order" };
    root.replaceChildren(
      h(document, "h2", { id: "divergence-heading" }, "Where it goes wrong"),
      h(document, "p", { class: "dv-cause" }, causeText(parted.bad)),
      ...showDivergence(document, compared),
    );
  }

  store.subscribe((state, before) => {
    if (CONCERNS.some((name) => state[name] !== before[name])) show();
  });
  show();
}
