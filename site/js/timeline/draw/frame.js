/** What stands around the lanes: the choice of reading, the zoom, the overview, the line of words. */

import { h, svg } from "../../ui/dom.js";
import { icon } from "../../ui/icons.js";
import { OVERVIEW_HEIGHT } from "./overview.js";
import { createTrack } from "./track.js";

/** @param {Document} document @param {string} prefix @param {string} value @param {string} text @param {string} title */
function choice(document, prefix, value, text, title) {
  const input = h(document, "input", { type: "radio", name: `${prefix}-reading`, value });
  const word = h(document, "span", { class: "tl-word" }, text);
  return { input, label: h(document, "label", { title }, input, word) };
}

/** @param {Document} document @param {"minus" | "plus"} name @param {string} label */
const zoomButton = (document, name, label) =>
  h(
    document,
    "button",
    { type: "button", class: "tl-button", "aria-label": label, title: label },
    icon(document, name),
  );

/** @param {Document} document @param {string} prefix */
function createBar(document, prefix) {
  const steps = choice(document, prefix, "steps", "Steps", "Every step is as wide as every other");
  const time = choice(document, prefix, "time", "Time", "Waits are as wide as they last");
  const legend = h(document, "legend", {}, "spaced by");
  const reading = h(document, "fieldset", { class: "tl-reading" }, legend, steps.label, time.label);
  const narrower = zoomButton(document, "minus", "Zoom out");
  const wider = zoomButton(document, "plus", "Zoom in");
  const unfold = h(document, "button", { type: "button", class: "tl-unfold", hidden: true });
  const zoom = h(document, "div", { class: "tl-zoom" }, unfold, narrower, wider);
  const bar = h(document, "div", { class: "tl-bar" }, reading, zoom);
  return { bar, inputs: [steps.input, time.input], unfold, narrower, wider };
}

const HOW_TO = "Timeline. Left and right: step by step. Up and down: what each lane is doing.";

/**
 * @param {Document} document
 * @param {string} prefix
 * @param {{scrubs: boolean}} options scrubs: whether it has a scrubber; of two runs on one axis, the first has
 */
export function createFrame(document, prefix, { scrubs }) {
  const bar = createBar(document, prefix);
  const scroll = h(document, "div", {
    class: "tl-scroll",
    role: "group",
    tabindex: 0,
    "aria-label": HOW_TO,
  });
  const overview = svg(document, "svg", {
    class: "tl-overview",
    height: OVERVIEW_HEIGHT,
    width: "100%",
    "aria-hidden": "true",
  });
  const detail = h(document, "p", { class: "tl-detail" });
  const track = createTrack(document);
  const below = scrubs ? track.track : null;
  const frame = h(document, "div", { class: "tl" }, bar.bar, scroll, below, overview, detail);
  return { ...bar, frame, scroll, track, overview, detail };
}
