/** The build draws a picture for one width, and keeps the room of one where it knows none. Where
 * there is another it is drawn for that, by the code of the page's own view, which takes over when
 * the page is made live. A picture that is too long for its own width is as good in less: its steps
 * are as narrow as they get, so there is only less of it in sight at a time.
 */

import { firstLeft } from "../timeline/layout/sight.js";
import { loadDrawn } from "./data.js";
import { LIVE } from "./hydration.js";

/** @typedef {import("./data.js").Places} Places */

/** For what width a picture is drawn; null: for none yet. @param {Element} scroll that holds it */
const widthOf = (scroll) => scroll.closest("[data-width]")?.getAttribute("data-width") ?? null;

/** @param {Element} scroll */
function isLong(scroll) {
  const drawn = [...scroll.querySelectorAll(":scope > svg")];
  const long = drawn.reduce((sum, svg) => sum + Number(svg.getAttribute("width")), 0);
  return scroll.hasAttribute("data-focus-x") && long > Number(widthOf(scroll)) + 1;
}

/** @param {Element} scroll */
function isMisfit(scroll) {
  const over = scroll.clientWidth - Number(widthOf(scroll));
  return scroll.clientWidth > 0 && Math.abs(over) >= 1 && !(over < 0 && isLong(scroll));
}

/** Show a long picture at what is to be seen in it, with its axis and its overview.
 * @param {Element} scroll
 */
function showFromStart(scroll) {
  const frame = scroll.parentElement;
  const [labels, lanes] = [".tl-labels", ".tl-lanes"].map((part) =>
    Number(scroll.querySelector(part)?.getAttribute("width")),
  );
  const sight = Math.max(scroll.clientWidth - labels, 1);
  const asked = scroll.getAttribute("data-left");
  const focus = scroll.getAttribute("data-focus-x");
  const left = focus === null ? Number(asked) : firstLeft(Number(focus), sight);
  scroll.scrollLeft = left;
  if (!isLong(scroll)) return;
  const scale = Number(widthOf(scroll)) / lanes;
  const strip = frame?.querySelector(".tl-strip-sight");
  strip?.setAttribute("x", String(left * scale));
  strip?.setAttribute("width", String(Math.min(sight, lanes) * scale));
  const axis = /** @type {SVGElement | null | undefined} */ (frame?.querySelector(".tl-axis"));
  if (axis) axis.style.marginLeft = left > 0 ? `${-left}px` : "";
}

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
  for (const frame of framesOf(document)) showFromStart(frame);
  if (framesOf(document).some(isMisfit)) await drawAnew();
  else observe();
}
