/**
 * Making a page live draws its parts anew. What its reader has done by then is not lost: the focus,
 * what was opened and how far it was scrolled stay, and what was pressed, chosen or typed is done
 * again, in its order, on the part that has taken the place of the one that was there.
 */

/** @typedef {{event: Event, value?: string, checked?: boolean}} Act as `keep-acts.js` keeps it */
/** @typedef {() => Element | null} Finder of what now stands in an element's place */

/** Asks `keep-acts.js` for what was done, and ends its keeping. */
const TAKE = "lockstep-take";

/** The way down from an element to one below it: by which child each time. @param {Element} from @param {Element} to */
function pathDown(from, to) {
  const path = [];
  for (let at = to; at !== from && at.parentElement; at = at.parentElement) {
    path.unshift([...at.parentElement.children].indexOf(at));
  }
  return path;
}

/** By its test id, which views keep; else by its place below the nearest element with an id.
 * @param {Document} document @param {Element} element @returns {Finder}
 */
function finderOf(document, element) {
  const testid = element.getAttribute("data-testid");
  if (testid !== null && !element.id) {
    const selector = `[data-testid="${CSS.escape(testid)}"]`;
    const at = [...document.querySelectorAll(selector)].indexOf(element);
    return () => document.querySelectorAll(selector)[at] ?? null;
  }
  const home = element.closest("[id]") ?? document.documentElement;
  const path = pathDown(home, element);
  const id = home.id;
  return () => {
    const from = id ? document.getElementById(id) : document.documentElement;
    return path.reduce(
      (at, child) => at?.children[child] ?? null,
      /** @type {Element | null} */ (from),
    );
  };
}

/** What now stands where an element stood; itself, if it stands.
 * @param {Document} document @param {Element} element @returns {Finder}
 */
function placeOf(document, element) {
  const find = finderOf(document, element);
  return () => (element.isConnected ? element : find());
}

/** @param {Document} document @returns {Act[]} */
function takeActs(document) {
  /** @type {Act[]} */
  let acts = [];
  const take = (/** @type {Act[]} */ kept) => {
    acts = kept;
  };
  document.dispatchEvent(new CustomEvent(TAKE, { detail: take }));
  return acts;
}

/** @param {Element} element @param {Act} act @returns {boolean} whether the browser was to do the rest */
function doAgain(element, { event, value, checked }) {
  const { type } = event;
  if (element instanceof HTMLInputElement && type !== "click" && type !== "keydown") {
    if (checked !== undefined) element.checked = checked;
    if (value !== undefined && element.type !== "radio" && element.type !== "checkbox")
      element.value = value;
  }
  const Same = /** @type {typeof Event} */ (event.constructor);
  // every property of the first is an option of the second, by the same name
  return element.dispatchEvent(
    new Same(type, /** @type {EventInit} */ (/** @type {unknown} */ (event))),
  );
}

/** @param {Document} document */
function keepFocus(document) {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return () => {};
  const find = placeOf(document, focused);
  return () => {
    if (focused.isConnected) return;
    const now = find();
    if (now instanceof HTMLElement) now.focus({ preventScroll: true });
  };
}

/** @param {Document} document */
function keepOpen(document) {
  const opened = [...document.querySelectorAll("#playground details")].map((details) => ({
    find: placeOf(document, details),
    open: details.hasAttribute("open"),
  }));
  return () => {
    for (const { find, open } of opened) {
      const now = find();
      if (now instanceof HTMLDetailsElement && now.open !== open) now.open = open;
    }
  };
}

/** @param {Document} document */
function keepScrolled(document) {
  const scrolled = [...document.querySelectorAll("#playground *")]
    .filter(({ scrollLeft, scrollTop }) => scrollLeft !== 0 || scrollTop !== 0)
    .map((element) => {
      const { scrollLeft: left, scrollTop: top } = element;
      return { find: placeOf(document, element), left, top };
    });
  return () => {
    for (const { find, left, top } of scrolled) find()?.scrollTo({ left, top });
  };
}

/** @param {Document} document @returns {() => void} to be called when its parts have been drawn anew */
export function keepPlace(document) {
  const acts = takeActs(document).map((act) => ({
    act,
    find: placeOf(document, /** @type {Element} */ (act.event.target)),
  }));
  const kept = [keepOpen(document), keepScrolled(document), keepFocus(document)];
  return () => {
    for (const goOn of kept) goOn();
    // What a live part does by itself at a key, the browser must not have done for it; what a hand
    // did to the same part later, it has.
    let own = /** @type {EventTarget | null} */ (null);
    for (const { act, find } of acts) {
      const { target, type } = act.event;
      if (type === "pointerdown") {
        own = null;
        continue;
      }
      const element = find();
      if (!element || (type === "input" && target === own)) continue;
      const left = doAgain(element, act);
      if (type === "keydown") own = left ? null : target;
    }
  };
}
