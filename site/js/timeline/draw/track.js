/**
 * The scrubber: the picture's own axis beneath its lanes, with a gap between each two steps and the
 * thumb under the moment shown. What is pressed and read aloud is a range input, which lies over it.
 */

import { h, setAttributes, svg } from "../../ui/dom.js";
import { relativePath, round } from "../../ui/scales.js";
import { textWidth } from "../layout/text.js";

/** @typedef {import("../layout/types.js").Layout} Layout */

export const TRACK_HEIGHT = 24;
const MIDDLE = TRACK_HEIGHT / 2;
const THUMB = 7;
const GAP = 1;
const LABEL = { size: 11, margins: 10 };

/** A line for each step, and one for what was still waiting when the run broke off.
 * @param {Layout} layout
 */
const lines = ({ columns, tail }) =>
  relativePath([...columns, ...(tail ? [tail] : [])], ({ x0, x1 }) => {
    const gap = Math.min(GAP, (x1 - x0) / 4);
    const [from, to] = [round(x0 + gap), round(x1 - gap)];
    return { at: [from, MIDDLE], draw: `h${round(to - from)}`, to: [to, MIDDLE] };
  });

/** Which step of how many, in the words that leave the axis beside it free at every step.
 * @param {number} cursor @param {number} steps @param {number} width of the labels' column
 */
function stepLabel(cursor, steps, width) {
  const longest = textWidth(`step ${steps}/${steps}`, LABEL.size) + LABEL.margins;
  return `${longest <= width ? "step " : ""}${cursor}/${steps}`;
}

/** @param {Document} document */
export function createTrack(document) {
  const label = h(document, "span", { class: "tl-step", "aria-hidden": "true" });
  const steps = svg(document, "path", { class: "tl-track-steps" });
  const ran = svg(document, "path", { class: "tl-track-ran" });
  const past = svg(document, "svg", { height: TRACK_HEIGHT, width: 0 }, ran);
  const thumb = svg(document, "circle", { class: "tl-thumb", cy: MIDDLE, r: THUMB });
  const axis = svg(
    document,
    "svg",
    { class: "tl-axis", height: TRACK_HEIGHT, "aria-hidden": "true" },
    steps,
    past,
    thumb,
  );
  const range = h(document, "input", {
    type: "range",
    class: "tl-range",
    "data-testid": "scrubber",
    "aria-label": "Step shown",
    min: 0,
    step: 1,
  });
  const rail = h(document, "div", { class: "tl-rail" }, axis, range);
  const track = h(document, "div", { class: "tl-track" }, label, rail);
  return trackIn(track);
}

/** A track that is in the page already. @param {HTMLElement} track */
export function trackIn(track) {
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (track.querySelector(selector));
  const [label, axis, rail] = [".tl-step", ".tl-axis", ".tl-rail"].map(find);
  const [steps, ran, thumb] = [".tl-track-steps", ".tl-track-ran", ".tl-thumb"].map(find);
  const past = /** @type {Element} */ (ran.parentElement);
  const range = /** @type {HTMLInputElement} */ (find(".tl-range"));
  return {
    track,
    rail,
    range,
    /** @param {Layout} layout */
    draw(layout) {
      const d = lines(layout);
      setAttributes(steps, { d });
      setAttributes(ran, { d });
      setAttributes(axis, { width: Math.ceil(layout.width) });
      setAttributes(label, { style: `width: ${layout.labelWidth}px` });
      track.classList.remove("tl-idle");
    },
    /** There is nothing to go through. */
    clear() {
      track.classList.add("tl-idle");
      label.textContent = "";
    },
    /** @param {Layout} layout @param {number} cursor */
    move({ heads, columns, labelWidth }, cursor) {
      const x = round(heads[cursor]);
      setAttributes(past, { width: Math.max(x, 0) });
      setAttributes(thumb, { cx: x });
      label.textContent = stepLabel(cursor, columns.length, labelWidth);
    },
    /** The axis goes with the lanes. @param {number} left */
    scrollTo(left) {
      setAttributes(axis, { style: left > 0 ? `margin-left: ${-round(left)}px` : null });
    },
  };
}
