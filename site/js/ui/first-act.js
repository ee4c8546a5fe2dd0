/** What the first picture does without comes when its reader does anything at all, or with time. */

const ACTS = ["pointermove", "pointerdown", "touchstart", "keydown", "focusin", "wheel"];

/** How long a page is left alone before the rest comes unasked, in ms. */
const LEISURE = 2500;

/** @param {Navigator & {connection?: {saveData?: boolean}}} navigator */
const isMetered = ({ connection }) => connection?.saveData === true;

/** Begin once: at the reader's first act, or when nothing has happened for a while on a page that
 * is in sight and whose network is not metered.
 * @param {Document} document @param {() => void} begin
 * @returns {() => void} begins at once, if it has not begun
 */
export function onFirstAct(document, begin) {
  const acted = new AbortController();
  const once = () => {
    if (acted.signal.aborted) return;
    acted.abort();
    begin();
  };
  for (const act of ACTS) {
    document.addEventListener(act, once, { signal: acted.signal, passive: true, capture: true });
  }
  const view = document.defaultView;
  view?.setTimeout?.(() => {
    if (document.visibilityState === "visible" && !isMetered(view.navigator)) once();
  }, LEISURE);
  return once;
}
