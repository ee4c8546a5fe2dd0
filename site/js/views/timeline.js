/** The timeline as a view: what the pointer, the keys and the window do to it. */

import { Timeline } from "../timeline/timeline.js";
import { closest } from "../ui/dom.js";
import { playerActions } from "../ui/keys.js";
import { speak } from "../ui/live-region.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

const ZOOM_STEP = Math.SQRT2;

/** @param {Timeline} timeline @param {PageStore} store */
function listenToControls(timeline, store) {
  const { parts } = timeline;
  for (const input of parts.inputs) {
    input.addEventListener("change", () => {
      const reading = input.value === "time" ? "time" : "steps";
      store.dispatch({ type: "reading-set", reading });
    });
  }
  parts.unfold.addEventListener("click", () => timeline.toggleFold());
  const zoomBy = (/** @type {number} */ factor) => () =>
    store.dispatch({ type: "zoom-set", zoom: store.get().zoom * factor });
  parts.narrower.addEventListener("click", zoomBy(1 / ZOOM_STEP));
  parts.wider.addEventListener("click", zoomBy(ZOOM_STEP));
}

/** @param {Timeline} timeline */
function listenToPointer(timeline) {
  const { scroll, overview } = timeline.parts;
  scroll.addEventListener("pointerover", ({ target }) => {
    timeline.point(closest(target, "[data-mark]")?.getAttribute("data-mark") ?? null);
  });
  scroll.addEventListener("pointerleave", () => timeline.point(null));
  scroll.addEventListener("click", ({ clientX, target }) => {
    const picture = closest(target, ".tl-lanes");
    if (picture) timeline.choose(clientX - picture.getBoundingClientRect().left, target);
  });
  scroll.addEventListener("scroll", () => timeline.fill(), { passive: true });
  const drag = (/** @type {PointerEvent} */ { clientX, buttons }) => {
    if (buttons !== 1) return;
    const x = timeline.picture.overview.toLanes(clientX - overview.getBoundingClientRect().left);
    scroll.scrollLeft = x - timeline.picture.sight() / 2;
  };
  overview.addEventListener("pointerdown", (event) => {
    overview.setPointerCapture(event.pointerId);
    drag(event);
  });
  overview.addEventListener("pointermove", drag);
}

/** The slider over the axis: dragged along it, and set by keys and by what speaks for the reader.
 * @param {Timeline} timeline @param {PageStore} store
 */
function listenToTrack(timeline, store) {
  const { rail, range } = timeline.parts.track;
  range.addEventListener("input", () =>
    store.dispatch({ type: "cursor-set", cursor: Number(range.value) }),
  );
  range.addEventListener("keydown", (press) => {
    const actions = playerActions(press, store.get());
    if (actions.length > 0) press.preventDefault();
    for (const action of actions) store.dispatch(action);
  });
  const drag = (/** @type {PointerEvent} */ { clientX, buttons }) => {
    if (buttons !== 1 || range.disabled) return;
    timeline.scrub(clientX - rail.getBoundingClientRect().left + timeline.parts.scroll.scrollLeft);
  };
  range.addEventListener("pointerdown", (event) => {
    // Of its own accord a range puts all steps at equal distances.
    event.preventDefault();
    range.focus({ preventScroll: true });
    range.setPointerCapture(event.pointerId);
    drag(event);
  });
  range.addEventListener("pointermove", drag);
}

/** @param {Timeline} timeline @param {PageStore} store */
function listenToKeys(timeline, store) {
  const { scroll, detail } = timeline.parts;
  /** Ask about the next mark, and have the answer read out. */
  const ask = (/** @type {1 | -1} */ by) => {
    timeline.pointNext(by);
    speak(timeline.document, detail.textContent ?? "");
  };
  scroll.addEventListener("keydown", (press) => {
    const actions = playerActions(press, store.get());
    if (press.key === "ArrowDown") ask(1);
    else if (press.key === "ArrowUp") ask(-1);
    else if (press.key === "Escape") timeline.point(null);
    else if (actions.length === 0) return;
    press.preventDefault();
    for (const action of actions) store.dispatch(action);
  });
}

/** @param {Timeline} timeline @param {PageStore} store */
function listenToWidth(timeline, store) {
  const view = timeline.document.defaultView;
  if (!view || !("ResizeObserver" in view)) return;
  new view.ResizeObserver(() => {
    const { picture } = timeline;
    const width = picture.measured();
    if (Math.abs(width - picture.width) < 1) return;
    picture.width = width;
    timeline.rebuild(store.get());
  }).observe(timeline.parts.scroll);
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document, prefix?: string, measure?: boolean, scrubs?: boolean, still?: boolean}} options
 */
export function mountTimeline(root, store, options) {
  const timeline = new Timeline(root, store, options);
  store.subscribe((state, before) => timeline.update(state, before));
  store.subscribe((state, before) => timeline.follow(state, before), { measures: true });
  if (options.measure === false) return;
  listenToControls(timeline, store);
  listenToPointer(timeline);
  listenToTrack(timeline, store);
  listenToKeys(timeline, store);
  listenToWidth(timeline, store);
}
