/** The run of the same lesson with the lock, or without it, set beside the one shown. */

import { counterpartOf } from "../state/counterpart.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

/** @param {State} state */
function words(state) {
  const offer = counterpartOf(state);
  if (!offer || !state.model) return "";
  const title = offer.title.replaceAll("`", "");
  return state.other ? "Leave this run alone" : `Set beside it: ${title}`;
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountBeside(root, store, { document }) {
  const button = h(document, "button", { type: "button", "data-testid": "set-beside" });
  root.replaceChildren(button);
  button.addEventListener("click", () =>
    store.dispatch({ type: store.get().other ? "other-left" : "other-asked" }),
  );
  function show() {
    const state = store.get();
    const text = words(state);
    root.hidden = text === "";
    button.textContent = text;
    button.setAttribute("aria-pressed", String(state.other !== null));
  }
  show();
  store.subscribe((state, before) => {
    const changed = ["model", "other", "memory", "scenario", "stale", "order", "clock"];
    if (
      changed.some(
        (name) => state[/** @type {"model"} */ (name)] !== before[/** @type {"model"} */ (name)],
      )
    )
      show();
  });
}
