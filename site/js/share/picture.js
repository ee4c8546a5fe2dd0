/**
 * The timeline as a picture of its own: all of it, at its end, in the colours of the page.
 *
 * It is drawn anew beside the page, by the code that draws it there; then what the style sheets say
 * of each part is written onto the part, since the sheets stay here.
 */

import { initialState, reducer } from "../state/reducer.js";
import { createStore } from "../state/store.js";
import { answerOf } from "../text/answer.js";
import { svg } from "../ui/dom.js";
import { mountTimeline } from "../views/timeline.js";

/** @typedef {import("../state/reducer.js").State} State */

const MARGIN = 16;
const HEAD = 56;
/** Pixels of a PNG for each of the picture's, unless there would be too many. */
const SHARP = 2;
const WIDEST = 16_000;
/** What stands in the picture for one who can move in it. */
const FOR_THE_PLAYER = ".tl-playhead, .tl-now, .tl-veil, .tl-tie";
/** All that the sheets of the timeline set of a part of a picture. */
const PROPERTIES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"],
  ...["stroke-linejoin", "stroke-opacity", "opacity", "paint-order", "vector-effect"],
  ...["font-family", "font-size", "font-weight", "font-style", "font-variant-numeric"],
  ...["text-anchor", "dominant-baseline", "letter-spacing", "display"],
];

/** @param {Element} part @param {Window} view */
function writeStyle(part, view) {
  const style = view.getComputedStyle(part);
  const declared = PROPERTIES.map((name) => `${name}:${style.getPropertyValue(name)}`);
  part.setAttribute("style", declared.join(";"));
}

/** @param {Element} picture @param {Window} view */
function writeStyles(picture, view) {
  for (const part of picture.querySelectorAll("*")) writeStyle(part, view);
  for (const part of picture.querySelectorAll("*")) {
    for (const name of ["class", "data-mark", "tabindex"]) part.removeAttribute(name);
  }
}

/** @param {Element} picture */
const sizeOf = (picture) => ({
  width: Number(picture.getAttribute("width")),
  height: Number(picture.getAttribute("height")),
});

/** @param {Document} document @param {State} state @param {HTMLElement} stage in the page, out of sight */
function drawPicture(document, state, stage) {
  const { model } = state;
  if (!model) throw new Error("there is no run to draw");
  const store = createStore(reducer, { ...initialState({ model }), reading: state.reading });
  mountTimeline(stage, store, { document, prefix: "shared", measure: false, scrubs: false });
  for (const part of stage.querySelectorAll(FOR_THE_PLAYER)) part.remove();
  const [labels, lanes] = [".tl-labels", ".tl-lanes"].map(
    (selector) => /** @type {SVGSVGElement} */ (stage.querySelector(selector)),
  );
  return { labels, lanes };
}

/** @param {Document} document @param {State} state @param {{width: number, height: number}} size */
function drawHead(document, state, { width, height }) {
  const view = /** @type {Window} */ (document.defaultView);
  const page = view.getComputedStyle(document.body);
  const card = view.getComputedStyle(document.getElementById("result") ?? document.body);
  const { headline } = answerOf(state);
  const font = `font-family:${page.fontFamily}`;
  const declared = `${font};font-size:13px;fill:${page.color}`;
  return [
    svg(document, "rect", { width, height, style: `fill:${card.backgroundColor}` }),
    svg(document, "text", { x: MARGIN, y: 26, style: `${declared};font-weight:700` }, state.title),
    svg(document, "text", { x: MARGIN, y: 46, style: declared }, headline),
  ];
}

/** @param {Document} document @param {State} state @returns {Promise<string>} the text of an SVG file */
export async function pictureOf(document, state) {
  const view = /** @type {Window} */ (document.defaultView);
  const stage = document.createElement("div");
  stage.className = "share-stage";
  stage.inert = true;
  document.body.append(stage);
  try {
    const { labels, lanes } = drawPicture(document, state, stage);
    const [left, right] = [sizeOf(labels), sizeOf(lanes)];
    for (const picture of [labels, lanes]) writeStyles(picture, view);
    const width = MARGIN * 2 + left.width + right.width;
    const height = HEAD + Math.max(left.height, right.height) + MARGIN;
    const whole = svg(document, "svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    labels.setAttribute("x", String(MARGIN));
    lanes.setAttribute("x", String(MARGIN + left.width));
    for (const picture of [labels, lanes]) {
      picture.setAttribute("y", String(HEAD));
      picture.removeAttribute("class");
      picture.removeAttribute("style");
    }
    whole.append(...drawHead(document, state, { width, height }), labels, lanes);
    return `${new XMLSerializer().serializeToString(whole)}\n`;
  } finally {
    stage.remove();
  }
}

/** @param {Document} document @param {State} state @returns {Promise<Blob>} a PNG */
export async function pixelsOf(document, state) {
  const text = await pictureOf(document, state);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(SHARP, WIDEST / image.width);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error("this browser makes no PNG of it")),
    );
  });
}
