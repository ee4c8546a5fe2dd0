/** What went wrong, drawn: a lost update as an arrow, a deadlock as a ring of them. */

import { laneOf } from "./lanes.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Link} Link */
/** @typedef {import("./types.js").Loss} Loss */
/** @typedef {import("./lanes.js").Lanes} Lanes */

const HALF = 13;

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes @param {number} event */
function placeOf(model, axis, lanes, event) {
  const column = model.columnOf[event];
  if (column < 0) return null;
  return { x: axis.xOf(event), y: laneOf(lanes, model.columns[column]) };
}

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes @returns {Loss[]} */
export function layoutLosses(model, axis, lanes) {
  return model.lost.flatMap(({ stale, overwritten, destroying }, loss) => {
    const from = placeOf(model, axis, lanes, overwritten);
    const to = placeOf(model, axis, lanes, destroying);
    const read = placeOf(model, axis, lanes, stale);
    if (!from || !to) return [];
    // Out of the block on the side that faces the other lane, so that no words are crossed.
    const side = to.y < from.y ? -1 : 1;
    return [
      {
        x0: Math.min(from.x, to.x, read?.x ?? from.x),
        x1: Math.max(from.x, to.x),
        from: /** @type {[number, number]} */ ([from.x, from.y + side * HALF]),
        to: /** @type {[number, number]} */ ([
          to.x,
          to.y - (to.y === from.y ? -HALF : side * HALF),
        ]),
        stale: read ? /** @type {[number, number]} */ ([read.x, read.y]) : null,
        loss,
      },
    ];
  });
}

/** Each stuck task points at the one that holds what it waits for.
 * @param {Model} model @param {Axis} axis @param {Lanes} lanes @returns {Link[]}
 */
export function layoutLinks({ cycle }, axis, lanes) {
  const { tail } = axis;
  if (!tail) return [];
  const pitch = (tail.x1 - tail.x0 - 48) / Math.max(cycle.length, 1);
  return cycle.flatMap(({ task, holder }, link) => {
    const y0 = lanes.tasks.get(task);
    const y1 = lanes.tasks.get(holder);
    if (y0 === undefined || y1 === undefined) return [];
    const x = tail.x0 + 24 + pitch * (link + 0.5);
    return [{ x0: tail.x0, x1: tail.x1, x, y0, y1, link }];
  });
}
