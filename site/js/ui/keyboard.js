/** Keys that work all over the page. None is a plain letter, and none takes a key from a field. */

import { playerActions } from "./keys.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

/** What has a use of its own for the arrow keys. */
const TAKES_ARROWS = "input, select, textarea, [contenteditable], [tabindex='0'], [role=region]";

/** @param {Document} document @param {PageStore} store @param {{run: () => void, explore: () => void}} asks */
export function mountKeyboard(document, store, { run, explore }) {
  // Captured on the way down, so that the editor does not see Ctrl+Enter as a new line.
  document.addEventListener(
    "keydown",
    (press) => {
      if (press.key !== "Enter" || !(press.ctrlKey || press.metaKey) || press.altKey) return;
      press.preventDefault();
      press.stopPropagation();
      if (press.shiftKey) explore();
      else run();
    },
    { capture: true },
  );
  document.addEventListener("keydown", (press) => {
    const { target, key, shiftKey, defaultPrevented } = press;
    if (defaultPrevented || shiftKey || !key.startsWith("Arrow")) return;
    if (target instanceof Element && target.closest(TAKES_ARROWS)) return;
    const actions = playerActions(press, store.get());
    if (actions.length > 0) press.preventDefault();
    for (const action of actions) store.dispatch(action);
  });
}
