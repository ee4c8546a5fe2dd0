/** The build draws a picture for one width, and keeps the room of one where it knows none. Where
 * there is another it is drawn for that, by the code of the page's own view, which takes over when
 * the page is made live.
 */

import { loadDrawn } from "./data.js";
import { LIVE } from "./hydration.js";

/** @typedef {import("./data.js").Places} Places */

/** For what width a picture is drawn; null: for none yet. @param {Element} scroll that holds it */
const widthOf = (scroll) => scroll.closest("[data-width]")?.getAttribute("data-width") ?? null;

/** @param {Element} scroll */
const isMisfit = (scroll) =>
  scroll.clientWidth > 0 && Math.abs(scroll.clientWidth - Number(widthOf(scroll))) >= 1;

/** What draws; asked for early, it is there when there is something to draw. */
export const loadDrawing = () => import("./pictures.js");

/** @param {Document} document */
const framesOf = (document) =>
  [...document.querySelectorAll("#timeline .tl-scroll, #compare-timeline .tl-scroll")].filter(
    (scroll) => scroll.querySelector(".tl-lanes"),
  );

/**
 * @param {Document} document @param {Places} places
 * @returns {Promise<void>} once they fit; fails if one is not there at all and cannot be drawn
 */
export async function fitPictures(document, places) {
  let over = false;

  async function drawAnew() {
    try {
      const loaded = [loadDrawing(), loadDrawn(places, document)];
      const [{ drawPictures }, drawn] = /** @type {[any, any]} */ (await Promise.all(loaded));
      if (over) return;
      drawPictures(document, drawn);
      observe();
    } catch (error) {
      if (framesOf(document).some((scroll) => widthOf(scroll) === null)) throw error;
      // what is there is true, if too wide, and scrolls
    }
  }

  function observe() {
    for (const frame of framesOf(document)) watch.observe(frame);
  }

  const watch = new ResizeObserver(() => {
    if (!framesOf(document).some(isMisfit)) return;
    watch.disconnect();
    drawAnew();
  });

  const end = () => {
    over = true;
    watch.disconnect();
  };
  document.addEventListener(LIVE, end, { once: true });
  for (const frame of framesOf(document)) {
    frame.scrollLeft = Number(frame.getAttribute("data-left"));
  }
  if (framesOf(document).some(isMisfit)) await drawAnew();
  else observe();
}
