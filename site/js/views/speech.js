/** Says what has changed, once, in the one live region of the page. */

import { spokenAfter } from "../text/announcements.js";
import { speak } from "../ui/live-region.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

/** The slider says its own step, as what its value means, while it is used.
 * @param {Document} document
 */
const onSlider = ({ activeElement }) => activeElement?.getAttribute("type") === "range";

/**
 * @param {HTMLElement} _root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountSpeech(_root, store, { document }) {
  store.subscribe((state, before) => {
    const stepped = state.cursor !== before.cursor && state.model === before.model;
    if (stepped && onSlider(document)) return;
    speak(document, spokenAfter(state, before));
  });
}
