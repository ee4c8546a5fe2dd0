/** What can stand beside the run shown: the same lesson with the lock, or without it; any run that is kept. */

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

const KEEP_NOTE =
  "Run something else, choose another lock or show another order: both stand on one axis.";

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountBeside(root, store, { document }) {
  const button = h(document, "button", { type: "button", "data-testid": "set-beside" });
  const keep = h(document, "button", {
    type: "button",
    "data-testid": "keep-run",
    title: KEEP_NOTE,
  });
  root.replaceChildren(button, keep);
  button.addEventListener("click", () =>
    store.dispatch({ type: store.get().other ? "other-left" : "other-asked" }),
  );
  keep.addEventListener("click", () =>
    store.dispatch({ type: store.get().pinned ? "kept-left" : "run-kept" }),
  );
  function show() {
    const state = store.get();
    const offer = state.pinned ? null : offerOf(state);
    button.hidden = offer === null;
    button.textContent = offer?.text ?? "";
    button.disabled = offer?.disabled ?? true;
    button.setAttribute("aria-pressed", String(state.other !== null));
    keep.disabled = state.model === null && state.pinned === null;
    keep.textContent = state.pinned
      ? "Let the kept run go"
      : "Keep this run, and set the next beside it";
    keep.setAttribute("aria-pressed", String(state.pinned !== null));
  }
  show();
  store.subscribe((state, before) => {
    const changed = ["model", "other", "memory", "scenario", "stale", "order", "clock", "pinned"];
    if (
      changed.some(
        (name) => state[/** @type {"model"} */ (name)] !== before[/** @type {"model"} */ (name)],
      )
    )
      show();
  });
}
