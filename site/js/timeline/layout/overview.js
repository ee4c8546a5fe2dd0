/** The whole run in one strip: what is too small to see is merged, so its size has a bound. */

import { linear } from "../../ui/scales.js";

/** @typedef {import("./types.js").Layout} Layout */
/** @typedef {{x: number, width: number, y: number, wrong: boolean}} Run */

const LANE_HEIGHT = 3;

/** Runs of one lane that touch at the strip's scale become one.
 * @param {Run[]} runs @param {Run} next
 */
function push(runs, next) {
  const last = runs.at(-1);
  if (last && next.x - (last.x + last.width) < 1) {
    last.width = Math.max(last.width, next.x + next.width - last.x);
  } else {
    runs.push(next);
  }
}

/**
 * @param {Layout} layout
 * @param {{width: number, height: number}} strip
 * @returns {{runs: Run[], scale: number}}
 */
export function layoutOverview(layout, { width, height }) {
  const scale = width / layout.width;
  const ys = layout.lanes.map(({ y }) => y);
  const low = ys.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = ys.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const place = linear([low, high], [2, height - LANE_HEIGHT - 2]);
  const lanes = new Map(/** @type {[string, Run[]][]} */ ([]));
  for (const { column, x0, x1, tone } of layout.blocks) {
    const wrong = tone === "wrong" || tone === "failed";
    const y = Math.round(place(layout.lanes[column].y));
    const key = `${y} ${wrong}`;
    if (!lanes.has(key)) lanes.set(key, []);
    const run = { x: x0 * scale, width: Math.max((x1 - x0) * scale, 0.8), y, wrong };
    push(/** @type {Run[]} */ (lanes.get(key)), run);
  }
  return { runs: [...lanes.values()].flat(), scale };
}
