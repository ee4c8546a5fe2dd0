/** A layout as two drawings: the labels, which stay, and the lanes, which scroll. */

import { svg } from "../../ui/dom.js";
import { drawBands, drawMarks, drawWords } from "./marks.js";
import { patterns } from "./patterns.js";
import { createPlayhead } from "./playhead.js";

/** @typedef {import("../layout/types.js").Layout} Layout */
/** @typedef {import("./marks.js").Pen} Pen */

/** @param {Pen} pen @param {Layout} layout */
export function drawLabels({ document }, { labels, labelWidth, height }) {
  const size = { width: labelWidth, height, viewBox: `0 0 ${labelWidth} ${height}` };
  const picture = svg(document, "svg", { class: "tl-labels", "aria-hidden": "true", ...size });
  for (const { y, text, sub, full, kind } of labels) {
    const name = svg(
      document,
      "text",
      { class: `tl-label tl-label-${kind}`, x: 4, y: y + 4 },
      text,
    );
    name.append(svg(document, "title", {}, full));
    picture.append(name);
    if (sub) picture.append(svg(document, "text", { class: "tl-sub", x: 4, y: y + 20 }, sub));
  }
  return picture;
}

/** @param {Pen} pen @param {Layout} layout */
export function drawLanes(pen, layout) {
  const { document } = pen;
  const playhead = createPlayhead(document);
  const width = Math.ceil(layout.width);
  const bands = svg(document, "g", { class: "tl-bands" });
  const marks = svg(document, "g", { class: "tl-marks" });
  const words = svg(document, "g", { class: "tl-over" });
  const picture = svg(
    document,
    "svg",
    { class: "tl-lanes", width, height: layout.height, viewBox: `0 0 ${width} ${layout.height}` },
    patterns(document, pen.prefix),
    bands,
    playhead.behind,
    marks,
    playhead.over,
    words,
    playhead.front,
  );
  /** Replace what is drawn, e.g. by another window of the same picture. @param {Layout} window */
  const fill = (window) => {
    bands.replaceChildren(...drawBands(pen, window));
    marks.replaceChildren(...drawMarks(pen, window));
    words.replaceChildren(...drawWords(pen, window));
  };
  return { picture, playhead, fill };
}
