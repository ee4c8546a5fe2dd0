/** What tells states apart without colour: hatching for waiting, dots for a step that blocks. */

import { svg } from "../dom.js";

/** @param {Document} document @param {string} prefix keeps ids apart when a page shows two timelines */
export function patterns(document, prefix) {
  const tile = (/** @type {string} */ id, /** @type {number} */ size, /** @type {string} */ turn) =>
    svg(document, "pattern", {
      id: `${prefix}-${id}`,
      width: size,
      height: size,
      patternUnits: "userSpaceOnUse",
      patternTransform: turn || null,
    });
  const hatch = tile("hatch", 6, "rotate(45)");
  hatch.append(svg(document, "rect", { class: "tl-hatch-paper", width: 6, height: 6 }));
  hatch.append(svg(document, "rect", { class: "tl-hatch-line", width: 2.4, height: 6 }));
  const grain = tile("grain", 5, "");
  grain.append(svg(document, "circle", { class: "tl-grain", cx: 2.5, cy: 2.5, r: 0.9 }));
  const arrow = svg(document, "marker", {
    id: `${prefix}-arrow`,
    viewBox: "0 0 10 10",
    refX: 9,
    refY: 5,
    markerWidth: 10,
    markerHeight: 10,
    markerUnits: "userSpaceOnUse",
    orient: "auto-start-reverse",
  });
  arrow.append(svg(document, "path", { class: "tl-arrowhead", d: "M0 0 L10 5 L0 10 Z" }));
  return svg(document, "defs", {}, hatch, grain, arrow);
}
