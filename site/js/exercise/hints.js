/** Hints, one at a time: those shown stay, and the last one is the answer. */

import { h } from "../ui/dom.js";
import { prose } from "../ui/prose.js";

/**
 * @param {{list: HTMLElement, button: HTMLButtonElement, note: HTMLElement}} parts
 * @param {readonly string[]} hints
 * @param {Document} document
 */
export function mountHints({ list, button, note }, hints, document) {
  const name = () => {
    const next = list.childElementCount + 1;
    const left = next <= hints.length;
    // The focus stays on the way: a button that has gone would drop it.
    if (!left && document.activeElement === button) {
      list.tabIndex = -1;
      list.focus({ preventScroll: true });
    }
    button.hidden = !left;
    note.textContent = left && next < hints.length ? "the last one is the answer" : "";
    if (next === hints.length) note.textContent = "this is the answer";
    button.textContent = `Show hint ${next} of ${hints.length}`;
  };
  button.addEventListener("click", () => {
    const hint = hints[list.childElementCount] ?? "";
    list.append(h(document, "li", {}, h(document, "span", {}, ...prose(document, hint))));
    name();
  });
  name();
}
