/** The run of the same lesson with the lock, or without it, set beside the one shown. */

import { counterpart, counterpartOf } from "../state/counterpart.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

/** What can be set beside; null where the lesson has no such program. Where its run is not known
 * (yet), the button keeps its place.
 * @param {State} state
 */
function offerOf(state) {
  const found = state.compares ? null : counterpart({ ...state, edited: false });
  if (!found) return null;
  if (state.other && !state.order) return { text: "Leave this run alone", disabled: false };
  const title = found.scenario.title.replaceAll("`", "");
  return { text: `Set beside it: ${title}`, disabled: counterpartOf(state) === null };
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
    const offer = offerOf(state);
    root.hidden = offer === null;
    button.textContent = offer?.text ?? "";
    button.disabled = offer?.disabled ?? true;
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
