/** The moment shown. Moving it touches four nodes, however long the run is. */

import { setAttributes, svg } from "../../ui/dom.js";
import { round } from "../../ui/scales.js";

/** @typedef {import("../layout/types.js").Layout} Layout */

/**
 * @typedef {object} Playhead
 * @property {Element} behind the highlight of the step that has just run, drawn under the marks
 * @property {Element} over over the marks, under the words: the line
 * @property {Element} front the veil over what has not happened yet, its words too, and the knob
 * @property {(layout: Layout, cursor: number) => void} move
 * @property {(layout: Layout, task: number | null) => void} preview where the next step of a task would be; null: nowhere
 */

/** Of the next step's outline, in what is left of the picture: as high as a block. */
const NEXT = { left: 11, right: 3, half: 13 };

/** @param {Document} document @returns {Playhead} */
export function createPlayhead(document) {
  const behind = svg(document, "rect", { class: "tl-now", rx: 3 });
  const veil = svg(document, "rect", { class: "tl-veil" });
  const line = svg(document, "line", { class: "tl-head" });
  const knob = svg(document, "path", { class: "tl-knob" });
  const over = svg(document, "g", { class: "tl-playhead" }, line);
  const front = svg(document, "g", { class: "tl-playhead" }, veil, knob);
  const next = svg(document, "rect", { class: "tl-next", rx: 3 });
  return {
    behind,
    over,
    front,
    move(layout, cursor) {
      const { top, bottom, height, width } = layout;
      const x = round(layout.heads[cursor]);
      const column = layout.columns[cursor - 1] ?? { x0: x, x1: x };
      const y = top - 6;
      setAttributes(behind, {
        x: round(column.x0),
        y,
        width: round(column.x1 - column.x0),
        height: bottom - y,
      });
      const ended = cursor >= layout.columns.length;
      setAttributes(veil, { x, y: 0, width: ended ? 0 : round(width - x), height });
      setAttributes(line, { x1: x, x2: x, y1: y, y2: bottom });
      setAttributes(knob, { d: `M${round(x - 5)} ${y - 8}h10v3l-5 5l-5 -5Z` });
    },
    preview({ tail, tasks }, task) {
      const y = task === null ? undefined : tasks.get(task);
      next.remove();
      if (!tail || y === undefined) return;
      const [x0, x1] = [tail.x0 + NEXT.left, tail.x1 - NEXT.right];
      const box = { x: round(x0), width: round(Math.max(x1 - x0, 1)) };
      setAttributes(next, { ...box, y: y - NEXT.half, height: 2 * NEXT.half });
      over.append(next);
    },
  };
}
