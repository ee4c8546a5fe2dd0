/**
 * Numbered flags above the lanes, with their words if they fit: where a run departs from the usual
 * order, or, where somebody has chosen it, what was chosen and how many orders that left.
 */

import { fitted, textWidth } from "./text.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Flag} Flag */

const FONT = 11;
const FLAG = { pad: 5, gap: 4, rest: 12 };
/** Fewer letters than this say nothing. */
const LEAST = 60;
/** A number of orders is short. */
const SHORT = 30;

/** The row of flags is there only if there are any, or will be. @param {Model} model */
export const flagRow = ({ trace, choices }) => (choices || trace.deviations?.length ? 22 : 0);

/** @typedef {{event: number, text: string, mark: string, tone: Flag["tone"]}} Sign */

/** @param {Model} model @returns {Sign[]} */
function signsOf({ trace, choices }) {
  if (!choices) {
    return (trace.deviations ?? []).map(({ event, text }, at) => ({
      ...{ event, text, tone: /** @type {const} */ ("plain") },
      mark: `deviation-${at}`,
    }));
  }
  return choices.map(({ event, left, isLost }, at) => ({
    ...{ event, text: `${left.toLocaleString("en-US")} left` },
    tone: isLost ? "wrong" : "plain",
    mark: `choice-${at}`,
  }));
}

/** Flags of one moment stand side by side; the line beneath each goes down to where it belongs.
 * @param {Model} model @param {Axis} axis
 */
function placed(model, axis) {
  let free = 0;
  return signsOf(model).map(({ event, text, mark, tone }, at) => {
    const number = String(at + 1);
    const width = textWidth(number, FONT) + 2 * FLAG.pad;
    const x = axis.xOf(event);
    const x0 = Math.max(x, free);
    free = x0 + width + FLAG.gap;
    return { x, x0, x1: x0 + width, number, text, mark, tone };
  });
}

/** @param {Model} model @param {Axis} axis @returns {Flag[]} */
export function layoutFlags(model, axis) {
  const flags = placed(model, axis);
  return flags.map((flag, at) => {
    const end = flags[at + 1]?.x0 ?? axis.width;
    const room = end - flag.x1 - FLAG.gap - FLAG.rest;
    const least = model.choices ? SHORT : LEAST;
    return { ...flag, text: room < least ? "" : fitted(flag.text, room, FONT) };
  });
}
