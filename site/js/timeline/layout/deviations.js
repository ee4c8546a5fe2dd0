/** Where a run departs from the usual order: a numbered flag above the lanes, with its words if they fit. */

import { fitted, textWidth } from "./text.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Flag} Flag */

const FONT = 11;
const FLAG = { pad: 5, gap: 4, rest: 12 };
/** Fewer letters than this say nothing. */
const LEAST = 60;

/** The row of flags is there only if there are any. @param {Model} model */
export const flagRow = ({ trace }) => (trace.deviations?.length ? 22 : 0);

/** Flags of one moment stand side by side; the line beneath each goes down to where it belongs.
 * @param {Model} model @param {Axis} axis
 */
function placed({ trace }, axis) {
  let free = 0;
  return (trace.deviations ?? []).map(({ event, text }, deviation) => {
    const number = String(deviation + 1);
    const width = textWidth(number, FONT) + 2 * FLAG.pad;
    const x = axis.xOf(event);
    const x0 = Math.max(x, free);
    free = x0 + width + FLAG.gap;
    return { x, x0, x1: x0 + width, number, text, deviation };
  });
}

/** @param {Model} model @param {Axis} axis @returns {Flag[]} */
export function layoutFlags(model, axis) {
  const flags = placed(model, axis);
  return flags.map((flag, at) => {
    const end = flags[at + 1]?.x0 ?? axis.width;
    const room = end - flag.x1 - FLAG.gap - FLAG.rest;
    return { ...flag, text: room < LEAST ? "" : fitted(flag.text, room, FONT) };
  });
}
