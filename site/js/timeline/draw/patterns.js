/** What tells states apart without colour: hatching for waiting, dots for a step that blocks. */

import { svg } from "../../ui/dom.js";

/** Stripes. @param {Document} document @param {string} id @param {number} size of a tile @param {number} line */
export function hatching(document, id, size, line) {
  const tile = { id, width: size, height: size, patternUnits: "userSpaceOnUse" };
  return svg(
    document,
    "pattern",
    { ...tile, patternTransform: "rotate(45)" },
    svg(document, "rect", { class: "tl-hatch-paper", width: size, height: size }),
    svg(document, "rect", { class: "tl-hatch-line", width: line, height: size }),
  );
}

/** @param {Document} document @param {string} prefix keeps ids apart when a page shows two timelines */
export function patterns(document, prefix) {
  const hatch = hatching(document, `${prefix}-hatch`, 6, 2.4);
  const stale = hatching(document, `${prefix}-stale`, 5, 1.4);
  stale.setAttribute("class", "tl-stale-hatch");
  const grain = svg(document, "pattern", {
    id: `${prefix}-grain`,
    width: 5,
    height: 5,
    patternUnits: "userSpaceOnUse",
  });
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
  return svg(document, "defs", {}, hatch, stale, grain, arrow);
}
