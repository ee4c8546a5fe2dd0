/** Who turns to what can be run will want Python, and nobody else does. */

const PARTS = "#controls, #code";
const TURNS = /** @type {const} */ (["pointerdown", "focusin", "click"]);

/** Once, at the first turn to one of those parts. @param {Document} document @param {() => void} then */
export function onInterest(document, then) {
  const listening = new AbortController();
  const check = (/** @type {Event} */ { target }) => {
    if (!(target instanceof Element && target.closest(PARTS))) return;
    listening.abort();
    then();
  };
  for (const turn of TURNS) {
    document.addEventListener(turn, check, {
      capture: true,
      passive: true,
      signal: listening.signal,
    });
  }
}
