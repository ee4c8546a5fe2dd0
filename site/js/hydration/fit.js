/** The build draws a picture for one width. Where there is another it is drawn anew for that, by the
 * code of the page's own view, which takes over when the page is made live.
 */

import { loadDrawn } from "./data.js";
import { LIVE } from "./hydration.js";

/** @typedef {import("./data.js").Places} Places */

/** @param {Element} scroll that holds a picture */
function isMisfit(scroll) {
  const drawn = Number(scroll.closest("[data-width]")?.getAttribute("data-width"));
  return drawn > 0 && scroll.clientWidth > 0 && Math.abs(scroll.clientWidth - drawn) >= 1;
}

/** @param {Document} document */
const framesOf = (document) => [
  ...document.querySelectorAll("#timeline .tl-scroll, #compare-timeline .tl-scroll"),
];

/** @param {Document} document @param {Places} places @returns {Promise<void>} once they fit */
export async function fitPictures(document, places) {
  let over = false;

  async function drawAnew() {
    try {
      const loaded = [import("./pictures.js"), loadDrawn(places, document)];
      const [{ drawPictures }, drawn] = /** @type {[any, any]} */ (await Promise.all(loaded));
      if (over) return;
      drawPictures(document, drawn);
      observe();
    } catch {
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
