/** What the first picture does without comes when its reader does anything at all, or with time. */

const ACTS = [
  ...["pointermove", "pointerdown", "touchstart", "keydown", "focusin", "wheel"],
  "dragenter", // a file from elsewhere
  ...["click", "input", "change"], // without a pointer: by a script, or by what speaks for its reader
];

/** How long a page is left alone before the rest comes unasked, in ms: its reader reads. */
const LEISURE = 10_000;

/** @type {WeakSet<Document>} those whose reader has acted */
const acted = new WeakSet();

/** @param {Navigator & {connection?: {saveData?: boolean}}} navigator */
const isMetered = ({ connection }) => connection?.saveData === true;

/** How long a frame stands still in sight before it is read, and not scrolled past, in ms. */
const STILL = 1_000;

/** As often does a frame that is scrolled into sight say that it moves. */
const PARTS = Array.from({ length: 21 }, (_, part) => part / 20);

/** Once the document stands still in sight: the part of a page that a frame is may be far below
 * what is read, and what is scrolled past would not scroll smoothly.
 * @param {Document} document @param {Window & typeof globalThis} view @param {() => void} then
 */
function whenRead(document, view, then) {
  if (view.parent === view) return then();
  let timer = 0;
  const read = () => {
    watch.disconnect();
    then();
  };
  const moved = (/** @type {IntersectionObserverEntry[]} */ entries) => {
    view.clearTimeout(timer);
    if (entries.at(-1)?.isIntersecting) timer = view.setTimeout(read, STILL);
  };
  const watch = new view.IntersectionObserver(moved, { threshold: PARTS });
  watch.observe(document.documentElement);
}

/** Begin once: at the reader's first act, or when nothing has happened for a while on a page that
 * is read and whose network is not metered. After the first act, at once.
 * @param {Document} document @param {() => void} begin
 * @returns {() => void} begins at once, if it has not begun
 */
export function onFirstAct(document, begin) {
  const begun = new AbortController();
  const once = () => {
    if (begun.signal.aborted) return;
    begun.abort();
    begin();
  };
  const act = () => {
    acted.add(document);
    once();
  };
  for (const name of ACTS) {
    document.addEventListener(name, act, { signal: begun.signal, passive: true, capture: true });
  }
  const view = document.defaultView;
  view?.setTimeout?.(() => {
    if (document.visibilityState !== "visible" || isMetered(view.navigator)) return;
    whenRead(document, view, act);
  }, LEISURE);
  if (acted.has(document)) queueMicrotask(once);
  return once;
}
