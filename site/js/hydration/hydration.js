/**
 * A page is drawn by the build, and reads as it stands; what makes it live comes when its reader
 * first does something. Until then nothing is loaded but what fits the pictures to their room.
 *
 * What is done before the scripts are there is kept (`site/templates/keep-acts.js`) and done again
 * once they are: see `place.js`.
 */

import { h } from "../ui/dom.js";
import { onFirstAct } from "../ui/first-act.js";
import { keepPlace } from "./place.js";

/** Heard once a page is live. */
export const LIVE = "lockstep-live";

/** What the page has drawn is what it is to show: `site/templates/hide-drawn.js` hid it until then.
 * @param {Document} document
 */
export const showDrawn = ({ documentElement }) => documentElement.removeAttribute("data-brings");

/** @param {Document} document @param {unknown} error */
export function showBroken(document, error) {
  showDrawn(document);
  const why = error instanceof Error ? error.message : String(error);
  const reload = h(document, "button", { type: "button", class: "small" }, "Reload the page");
  reload.addEventListener("click", () => location.reload());
  const text = `A part of this page did not load (${why}). If the site has been renewed since you opened it, that part is no longer there. `;
  const place = document.querySelector("#status-text, #exercise-status") ?? document.body;
  place.replaceChildren(h(document, "span", { role: "alert" }, text), reload);
}

/** A press that has begun ends on the part that it began on: who holds a button or a key down is
 * waited for. Not every end is heard: a menu takes that of a button, and a Mac tells of no other
 * key while Command is down.
 * @param {Document} document
 */
function watchHands(document) {
  const held = new Set();
  /** @type {(() => void) | null} */
  let freed = null;
  /** @param {Event} event */
  const nameOf = (event) => (event instanceof KeyboardEvent ? event.code : "pointer");
  /** @param {Event} event */
  function hold(event) {
    const isShortcut = event instanceof KeyboardEvent && event.metaKey;
    if (!isShortcut) held.add(nameOf(event));
  }
  /** @param {Event} event */
  function release(event) {
    if (event.type === "blur") held.clear();
    else held.delete(nameOf(event));
    if (held.size === 0) setTimeout(() => freed?.()); // once the click that follows has been kept
  }
  /** @param {PointerEvent} event */
  function releaseUntouched(event) {
    if (event.buttons === 0 && held.has("pointer")) release(event);
  }
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, hold, true);
  for (const name of ["pointerup", "pointercancel", "keyup"])
    document.addEventListener(name, release, true);
  document.addEventListener("pointermove", releaseUntouched, true);
  document.defaultView?.addEventListener("blur", release);
  return async () => {
    while (held.size > 0) await new Promise((resolve) => (freed = () => resolve(null)));
  };
}

/** What loads, and gives what makes the page live at once. @template T @typedef {() => Promise<() => T>} Load */

/** @template T @param {Document} document @param {Load<T>} load @param {() => Promise<void>} free */
async function hydrate(document, load, free) {
  const mount = await load();
  await free();
  const goOn = keepPlace(document);
  const live = mount();
  document.dispatchEvent(new Event(LIVE));
  goOn();
  document.getElementById("playground")?.setAttribute("data-live", "");
  return live;
}

/**
 * @template T
 * @param {Document} document
 * @param {Load<T>} load
 * @returns {() => Promise<T>} makes it live now, if it is not; fails if something does not load
 */
export function hydrateOnFirstAct(document, load) {
  /** @type {Promise<T> | null} */
  let live = null;
  const free = watchHands(document);
  function now() {
    live ??= hydrate(document, load, free).catch((error) => {
      live = null;
      showBroken(document, error);
      throw error;
    });
    return live;
  }
  const reported = () => {}; // the reader has been told of a failure by then
  onFirstAct(document, () => now().catch(reported));
  return now;
}

/** @typedef {{runSource: (code: string) => Promise<unknown>, open: (link: string) => Promise<unknown>}} Api */

/** What programs outside call is there from the first, and makes the page live.
 * @param {Window} window @param {() => Promise<Api>} now
 */
export function offerApi(window, now) {
  /** @type {Api} */
  const api = {
    runSource: async (code) => (await now()).runSource(code),
    open: async (link) => (await now()).open(link),
  };
  Object.assign(window, { lockstep: Object.freeze(api) });
}
