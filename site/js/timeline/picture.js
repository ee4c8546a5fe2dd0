/**
 * The picture in its frame: lanes, labels, the scrubber's axis and the overview, laid out for the
 * room that there is. It is built when the run, the reading, the zoom or the width changes; a step
 * of the cursor only moves the playhead. What it says is not its business: `timeline.js`.
 */

import { setAttributes } from "../ui/dom.js";
import { createOverview, OVERVIEW_HEIGHT } from "./draw/overview.js";
import { drawLabels, drawLanes } from "./draw/timeline.js";
import { trackIn } from "./draw/track.js";
import { firstLeft } from "./layout/sight.js";
import { layoutTimeline } from "./layout/timeline.js";
import { countMarks, cut, WHOLE } from "./layout/window.js";

/** @typedef {import("./layout/types.js").Layout} Layout */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */

/**
 * @typedef {object} PictureParts of the frame, those that a picture fills
 * @property {HTMLElement} frame
 * @property {HTMLElement} scroll
 * @property {ReturnType<typeof trackIn> | null} track
 * @property {SVGElement} overview
 */

/**
 * @typedef {object} Words what is said of a picture and of its marks
 * @property {string} summary
 * @property {((mark: string) => string) | null} sentence of a mark; null for a picture that nobody
 *   can ask: its marks have no names, either
 */

/** The width a picture is laid out for where nothing can be measured. */
const BUILD_WIDTH = 778;
const MARGIN = 40;

/** The x of the moment chosen; of a run not yet stepped through, that of what went wrong or differs.
 * @param {Layout} layout @param {State} state
 */
function focusX({ flags, losses, links, blocks, heads, tail, columns }, { cursor }) {
  const between = cursor > 1 && cursor < columns.length;
  if (between) return heads[cursor];
  if (flags.length > 0) return flags[0].x;
  if (losses.length > 0) return losses[0].x1;
  if (links.length > 0 && tail) return tail.x1;
  const wrong = blocks.find(({ tone }) => tone === "wrong" || tone === "failed");
  return wrong?.x1 ?? 0;
}

/** The parts of a frame that is in the page already. @param {HTMLElement} frame @returns {PictureParts} */
export function partsIn(frame) {
  const find = (/** @type {string} */ selector) =>
    /** @type {any} */ (frame.querySelector(selector));
  const track = find(".tl-track");
  return {
    frame,
    scroll: find(".tl-scroll"),
    track: track && trackIn(track),
    overview: find(".tl-overview"),
  };
}

export class Picture {
  /** @type {Layout | null} */ layout = null;
  /** @type {ReturnType<typeof drawLanes> | null} */ lanes = null;
  width = 0;
  drawn = { x0: 0, x1: 0 };

  /** @param {PictureParts} parts @param {{document: Document, prefix: string, measure?: boolean}} options */
  constructor(parts, { document, prefix, measure = true }) {
    this.parts = parts;
    this.document = document;
    this.prefix = prefix;
    this.measure = measure;
    this.overview = createOverview(document, parts.overview);
    this.width = this.measured();
  }

  measured() {
    return (this.measure && this.parts.scroll.clientWidth) || BUILD_WIDTH;
  }

  /** The part of the lanes in sight. */
  sight() {
    return Math.max(this.width - (this.layout?.labelWidth ?? 0), 1);
  }

  /** Where a run too wide for its frame is first shown: at what is to be seen in it.
   * @param {Layout} layout @param {State} state
   */
  firstSight(layout, state) {
    const sight = this.sight();
    // Who chooses looks at the end, where the run has come to.
    if (state.clock) return Math.max(layout.width - sight, 0);
    const x = focusX(layout, state);
    // a still picture is shown in frames that may be narrower: `hydration/fit.js`
    if (!this.measure) this.parts.scroll.setAttribute("data-focus-x", String(x));
    return Math.min(firstLeft(x, sight), Math.max(layout.width - sight, 0));
  }

  /** Lay out and draw anew.
   * @param {Model} model @param {State} state
   * @param {{words: Words, along: Model | null, unfolded: boolean, stays: boolean}} options stays: the moment shown stays where it is on the screen
   */
  show(model, state, { words, along, unfolded, stays }) {
    const { scroll } = this.parts;
    const { reading, zoom, cursor } = state;
    const kept = stays && this.layout ? this.layout.heads[cursor] - scroll.scrollLeft : null;
    const layout = layoutTimeline(model, { reading, zoom, width: this.width, along, unfolded });
    this.layout = layout;
    this.draw(layout, words);
    scroll.scrollLeft =
      kept === null ? this.firstSight(layout, state) : layout.heads[cursor] - kept;
    this.fill();
    this.moveTo(cursor);
  }

  /** What is below stays where it is until there is something to draw.
   * @param {Element} instead @param {boolean} keepsRoom
   */
  clear(instead, keepsRoom) {
    const { scroll, track } = this.parts;
    this.layout = null;
    this.lanes = null;
    track?.clear();
    const kept = keepsRoom ? scroll.offsetHeight : 0;
    if (kept > 0) scroll.style.minHeight = `${kept}px`;
    scroll.replaceChildren(instead);
  }

  /** @param {Layout} layout @param {Words} words */
  draw(layout, { summary, sentence }) {
    const { document, prefix, parts } = this;
    parts.scroll.style.minHeight = "";
    parts.frame.setAttribute("data-width", String(this.width));
    const pen = { document, prefix, sentence };
    this.lanes = drawLanes(pen, layout);
    this.lanes.picture.setAttribute("role", "img");
    this.lanes.picture.setAttribute("aria-label", summary);
    this.drawn = { x0: 1, x1: 0 };
    parts.scroll.replaceChildren(drawLabels(pen, layout), this.lanes.picture);
    this.overview.draw(layout, this.width);
    // what is drawn once is as wide as its frame, however wide that is
    const drawn = this.measure ? null : `0 0 ${this.width} ${OVERVIEW_HEIGHT}`;
    setAttributes(parts.overview, { viewBox: drawn, preserveAspectRatio: drawn && "none" });
    parts.track?.draw(layout);
    const scrolls = layout.width > this.sight() + 1;
    parts.overview.classList.toggle("tl-idle", !scrolls);
    parts.track?.track.classList.toggle("tl-scrolls", scrolls);
  }

  /** Draw the part in sight and some around it; a short run is drawn whole, once.
   * @returns {boolean} whether there are other marks now
   */
  fill() {
    const { layout, lanes } = this;
    if (!layout || !lanes) return false;
    const left = this.parts.scroll.scrollLeft || 0;
    const sight = this.sight();
    this.parts.track?.scrollTo(left);
    this.overview.see(left, Math.min(sight, layout.width));
    if (left >= this.drawn.x0 && left + sight <= this.drawn.x1) return false;
    const whole = countMarks(layout) <= WHOLE;
    const [x0, x1] = whole
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [left - sight, left + 2 * sight];
    lanes.fill(whole ? layout : cut(layout, x0, x1));
    this.drawn = { x0, x1 };
    return true;
  }

  /** @param {number} cursor */
  moveTo(cursor) {
    if (!this.layout || !this.lanes) return;
    this.lanes.playhead.move(this.layout, cursor);
    this.parts.track?.move(this.layout, cursor);
    this.overview.point(this.layout.heads[cursor]);
  }

  /** Where the next step of a task would be. @param {number | null} task */
  preview(task) {
    if (this.layout) this.lanes?.playhead.preview(this.layout, task);
  }

  /** Scroll only if the playhead would be out of sight. @param {number} cursor */
  follow(cursor) {
    if (!this.layout) return;
    const { scroll } = this.parts;
    const sight = this.sight();
    const x = this.layout.heads[cursor];
    const step = this.layout.columns[cursor - 1]?.x0 ?? x;
    const left = scroll.scrollLeft;
    if (step < left) scroll.scrollLeft = Math.max(0, step - sight * 0.3);
    else if (x > left + sight - Math.min(MARGIN, sight / 4)) scroll.scrollLeft = x - sight * 0.6;
  }
}
