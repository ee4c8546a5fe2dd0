/** What went wrong, drawn: a lost update as an arrow, a deadlock as a ring of them. */

import { laneOf } from "./lanes.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Link} Link */
/** @typedef {import("./types.js").Loss} Loss */
/** @typedef {import("./types.js").Rest} Rest */
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

/** Of a ring's arrows, from the picture's end leftwards. */
const RING = { edge: 16, pitch: 22, clear: 14 };

/** Where the arrows of a ring begin, and the words beside them have to end.
 * @param {Model} model @param {Axis} axis
 */
export function ringStart({ cycle }, { tail }) {
  if (!tail || cycle.length === 0) return Number.POSITIVE_INFINITY;
  return tail.x1 - RING.edge - RING.pitch * (cycle.length - 1) - RING.clear;
}

/** Each stuck task's bar points at that of the task that holds what it waits for.
 * @param {Model} model @param {Axis} axis @param {Lanes} lanes @param {Rest[]} rests @returns {Link[]}
 */
export function layoutLinks({ cycle, spans }, axis, lanes, rests) {
  const { tail } = axis;
  if (!tail) return [];
  const bars = new Map(
    rests
      .filter(({ span }) => spans[span].state === "waiting" && spans[span].to === null)
      .map(({ span, y }) => [spans[span].task, y]),
  );
  const yOf = (/** @type {number} */ task) => bars.get(task) ?? lanes.tasks.get(task);
  return cycle.flatMap(({ task, holder }, link) => {
    const y0 = yOf(task);
    const y1 = yOf(holder);
    if (y0 === undefined || y1 === undefined) return [];
    const x = tail.x1 - RING.edge - RING.pitch * (cycle.length - 1 - link);
    return [{ x0: tail.x0, x1: tail.x1, x, y0, y1, link }];
  });
}
