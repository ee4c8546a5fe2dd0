/** A thumbnail as SVG: the timeline's marks, without their words. */

import { svg } from "../../ui/dom.js";
import { round } from "../../ui/scales.js";
import { notched } from "./marks.js";
import { hatching } from "./patterns.js";

/** @typedef {import("../layout/thumbnail.js").Thumbnail} Thumbnail */

/** @param {Document} document @param {{x0: number, x1: number, y0: number, y1: number}} box @param {Record<string, string | number>} more */
const rect = (document, { x0, x1, y0, y1 }, more) =>
  svg(document, "rect", {
    x: round(x0),
    y: round(y0),
    width: round(Math.max(x1 - x0, 0.5)),
    height: round(y1 - y0),
    ...more,
  });

/** @param {Document} document @param {string} hatch @param {Thumbnail["pauses"][number]} pause */
function drawPause(document, hatch, pause) {
  const { x0, x1, y0, y1, state } = pause;
  if (state === "sleeping") {
    const d = `M${round(x0 + 2)} ${round((y0 + y1) / 2)}H${round(x1 - 1)}`;
    return svg(document, "path", { class: "thumb-sleep", d });
  }
  const inside = { x0: x0 + 0.8, x1: x1 - 0.8, y0, y1 };
  return rect(document, inside, { class: `thumb-${state}`, fill: `url(#${hatch})`, rx: 1 });
}

/** @param {Document} document @param {Thumbnail["blocks"][number]} block */
function drawBlock(document, block) {
  const gap = Math.min(0.5, (block.x1 - block.x0) / 6);
  const box = { ...block, x0: block.x0 + gap, x1: block.x1 - gap };
  const wrong = block.tone === "wrong" || block.tone === "failed";
  if (!wrong) return rect(document, box, { class: `thumb-${block.tone}`, rx: 1 });
  return svg(document, "path", { class: "thumb-wrong", d: notched(box, 3) });
}

/** @param {Document} document @param {Thumbnail} thumbnail @param {string} name keeps ids apart on a page */
export function drawThumbnail(document, { width, height, blocks, pauses }, name) {
  const hatch = `thumb-${name}-hatch`;
  const picture = { class: "thumb", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
  return svg(
    document,
    "svg",
    picture,
    svg(document, "defs", {}, hatching(document, hatch, 4, 1.7)),
    ...pauses.map((pause) => drawPause(document, hatch, pause)),
    ...blocks.map((block) => drawBlock(document, block)),
  );
}
