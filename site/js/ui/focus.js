/**
 * The focus is not lost: where what has it is drawn anew, hidden or disabled by a change, the nearest
 * thing that is left takes it. Without that it would fall to the page's beginning, and whoever works
 * by keyboard or hears the page would have to walk back.
 */

/** @template S, A @typedef {import("../state/store.js").Store<S, A>} Store */

/** Where the focus is: an element, those around it, and which child of each leads to it.
 * @typedef {{element: Element, around: {parent: Element, at: number}[]}} Held
 */

/** What Tab stops at. */
const STOPS =
  "a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex='0']";

/** Whether an element can have the focus no more. @param {Element} element */
export const isLost = (element) =>
  !element.isConnected || element.matches(":disabled") || element.closest("[hidden]") !== null;

/** Whether Tab stops there. @param {Element} element */
const isStop = (element) =>
  !isLost(element) && element.getAttribute("tabindex") !== "-1" && element.checkVisibility();

/** @param {Document} document @returns {Held | null} */
function hold({ activeElement: element, body }) {
  if (!element || element === body) return null;
  const around = [];
  for (let child = element, parent = child.parentElement; parent; parent = child.parentElement) {
    around.push({ parent, at: [...parent.children].indexOf(child) });
    child = parent;
  }
  return { element, around };
}

/** The stop in the place of a child that is gone: in it, else after it, else before it; else the
 * parent itself.
 * @param {Held["around"][number]} place
 */
function stopNear({ parent, at }) {
  const stops = [...parent.querySelectorAll(STOPS)].filter(isStop);
  const place = parent.children[at];
  const isBehind = (/** @type {Element} */ stop) =>
    place?.contains(stop) ||
    Boolean(
      place && place.compareDocumentPosition(stop) & 4,
    ); /* Node.DOCUMENT_POSITION_FOLLOWING */
  return stops.find(isBehind) ?? stops.at(-1) ?? (parent.matches(STOPS) ? parent : null);
}

/** @param {Held} held */
function mend({ element, around }) {
  if (!isLost(element)) return;
  const { activeElement, body } = element.ownerDocument;
  // Who drew it anew may have said where the focus goes.
  if (activeElement && activeElement !== body && activeElement !== element) return;
  for (const place of around) {
    if (isLost(place.parent)) continue;
    const stop = /** @type {HTMLElement | null} */ (stopNear(place));
    if (!stop) continue;
    stop.focus({ preventScroll: true });
    return;
  }
}

/** A store of whose changes none loses the focus.
 * @template S, A @param {Store<S, A>} store @param {Document} document @returns {Store<S, A>}
 */
export function keepingFocus(store, document) {
  return {
    ...store,
    dispatch(action) {
      const held = hold(document);
      store.dispatch(action);
      if (held) mend(held);
    },
  };
}
