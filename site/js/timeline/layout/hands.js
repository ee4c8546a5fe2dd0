/**
 * What a task remembers, on its lane from the read to the use: a ribbon between each two of its
 * steps. It takes the place of the sleeping line; where the task waits in a queue, or its turn has
 * yet to come, that is drawn beside it. The write that puts it out of date falls through it.
 */

import { clip } from "../../text/short.js";
import { laneNames } from "../../text/short-names.js";
import { ringStart } from "./arrows.js";
import { laneOf } from "./lanes.js";
import { layoutRests } from "./tasks.js";
import { firstThatFits } from "./text.js";

/** @typedef {import("../../trace/types.js").Hand} Hand */
/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Dot} Dot */
/** @typedef {import("./types.js").Rest} Rest */
/** @typedef {import("./types.js").Ribbon} Ribbon */
/** @typedef {import("./types.js").Spoil} Spoil */
/** @typedef {import("./lanes.js").Lanes} Lanes */
/** @typedef {{task: number, x0: number, x1: number, y: number, hands: number[], beside: boolean}} Pause between two steps of a task that remembers something then */

const FONT = 11;
const PADDING = 6;
const SHORTEST = 3;
const BLOCK = 13;
/** Heights, in a lane of 40 pixels. `beside` and what is drawn beside it share the block's height. */
const ALONE = { height: 16, top: -8 };
const BESIDE = { height: 15, top: -13, rest: 8 };
const PAIR = { height: 12, gap: 1 };
/** Of a bar that lies beside a ribbon, half the height. */
const SLIM = /** @type {Record<string, number>} */ ({ waiting: 5, ready: 3.5 });
/** More values than this at a time are one ribbon. */
const MOST = 2;

/** The columns of each task, in order. @param {Model} model */
function columnsByTask({ columns }) {
  const own = new Map(/** @type {[number, number[]][]} */ ([]));
  for (const [column, { task }] of columns.entries()) {
    if (task === null) continue;
    if (!own.has(task)) own.set(task, []);
    own.get(task)?.push(column);
  }
  return own;
}

/** The pauses of a task during a hand, by the column that each follows.
 * @param {Model} model @param {Axis} axis @param {number[]} columns of the task @param {Hand} hand
 */
function pausesDuring({ columnOf }, axis, columns, { from, to }) {
  const first = columns.indexOf(columnOf[from]);
  const last = to === null ? columns.length : columns.indexOf(columnOf[to]);
  if (first < 0 || last < 0) return [];
  return columns.slice(first, last).map((column, at) => {
    const next = columns[first + at + 1];
    const x1 = next === undefined ? axis.xOf(null) : axis.columns[next].x0;
    return { after: column, x0: axis.columns[column].x1, x1 };
  });
}

/** Pauses in which a task with a lane of its own remembers something.
 * @param {Model} model @param {Axis} axis @param {Lanes} lanes
 */
function pausesOf(model, axis, lanes) {
  const own = columnsByTask(model);
  const pauses = new Map(/** @type {[number, Pause][]} */ ([]));
  for (const [index, hand] of model.hands.entries()) {
    const { task } = hand;
    const y = lanes.tasks.get(task);
    if (y === undefined || lanes.folded.has(task)) continue;
    for (const { after, x0, x1 } of pausesDuring(model, axis, own.get(task) ?? [], hand)) {
      if (x1 - x0 < SHORTEST) continue;
      const pause = pauses.get(after) ?? { task, x0, x1, y, hands: [], beside: false };
      pause.hands.push(index);
      pauses.set(after, pause);
    }
  }
  return [...pauses.values()];
}

/** A rest begins and ends with an event inside a block, a little from its edge. */
const EDGE = 3;

/** @param {Pause} pause @param {{x0: number, x1: number, y: number}} rest */
const covers = ({ x0, x1, y }, rest) =>
  rest.y === y && rest.x0 >= x0 - EDGE && rest.x1 <= x1 + EDGE;

/** Beside a ribbon goes what it does not say: for what the task waits, or that it could run.
 * @param {Rest[]} rests @param {Pause[]} pauses @returns {Rest[]}
 */
function restsBeside(rests, pauses) {
  const byLane = new Map(/** @type {[number, Pause[]][]} */ ([]));
  for (const pause of pauses) byLane.set(pause.y, [...(byLane.get(pause.y) ?? []), pause]);
  return rests.flatMap((rest) => {
    const pause = byLane.get(rest.y)?.find((each) => covers(each, rest));
    if (!pause) return [rest];
    const half = SLIM[rest.state];
    if (half === undefined) return [];
    pause.beside = true;
    return [{ ...rest, y: rest.y + BESIDE.rest, half }];
  });
}

/** Where the ribbons of a pause lie, from the top. @param {Pause} pause @param {number} count */
function rows({ y, beside }, count) {
  const { height, top } = beside ? BESIDE : ALONE;
  if (count === 1) return [{ y0: y + top, y1: y + top + height }];
  const start = beside ? y - 2 * PAIR.height + 2 : y - PAIR.height - PAIR.gap / 2;
  return [0, 1].map((row) => {
    const y0 = start + row * (PAIR.height + PAIR.gap);
    return { y0, y1: y0 + PAIR.height };
  });
}

/** @param {string} name of the value where there are several, with a space @param {Hand} hand */
function wordings(name, { value }) {
  const short = clip(value, 20);
  return {
    fresh: [`holds ${name || "value "}${short}`, `holds ${short}`, short],
    stale: [`${name}${short} is stale`, `${short} is stale`, "stale", short],
  };
}

/** @param {number} count */
const wordingsOfMany = (count) => ({
  fresh: [`holds ${count} values`, `${count} values`, String(count)],
  stale: [`of ${count} values, some stale`, "some stale", "stale"],
});

/** What it is until somebody else writes, and from then on.
 * @param {{x0: number, x1: number}} pause @param {number | null} stale the x of that write
 */
function parts({ x0, x1 }, stale) {
  if (stale === null || stale >= x1) return [{ x0, x1, stale: false }];
  if (stale <= x0) return [{ x0, x1, stale: true }];
  return [
    { x0, x1: stale, stale: false },
    { x0: stale, x1, stale: true },
  ];
}

/** @param {Model} model @param {Axis} axis */
function ribbonsIn(model, axis) {
  const { hands, variables } = model;
  const names = laneNames(variables.map(({ name }) => name));
  const several = variables.length > 1;
  const ring = ringStart(model, axis);
  const nameOf = (/** @type {Hand} */ { object }) => {
    const at = variables.findIndex((variable) => variable.object === object);
    return several && at >= 0 ? `${clip(names[at].text, 14)} ` : "";
  };
  const staleAt = (/** @type {number[]} */ held) => {
    const events = held.flatMap((at) => hands[at].stale ?? []);
    return events.length > 0 ? axis.xOf(Math.min(...events)) : null;
  };
  /** @param {Pause} pause @returns {Ribbon[]} */
  return (pause) => {
    const many = pause.hands.length > MOST;
    const groups = many ? [pause.hands] : pause.hands.map((at) => [at]);
    return rows(pause, groups.length).flatMap((row, at) => {
      const [hand] = groups[at];
      const words = many
        ? wordingsOfMany(pause.hands.length)
        : wordings(nameOf(hands[hand]), hands[hand]);
      return parts(pause, staleAt(groups[at])).map(({ x0, x1, stale }) => {
        const end = Math.min(x1, ring);
        const text = firstThatFits(words[stale ? "stale" : "fresh"], end - x0 - PADDING, FONT);
        return { x0, x1, ...row, stale, text, middle: (x0 + end) / 2, hand };
      });
    });
  };
}

/** One line for each write that puts something out of date: from the write, through all of that, to
 * the value.
 * @param {Model} model @param {Axis} axis @param {Lanes} lanes @param {{ribbons: Ribbon[], dots: Dot[]}} drawn @returns {Spoil[]}
 */
function layoutSpoils({ hands, columns, columnOf }, axis, lanes, { ribbons, dots }) {
  const spoilt = new Map(/** @type {[number, Ribbon[]][]} */ ([]));
  for (const ribbon of ribbons) {
    const { stale } = hands[ribbon.hand];
    if (!ribbon.stale || stale === null) continue;
    spoilt.set(stale, [...(spoilt.get(stale) ?? []), ribbon]);
  }
  return [...spoilt].map(([event, through]) => {
    const step = columns[columnOf[event]];
    const x = axis.xOf(event);
    const written = dots.filter((dot) => dot.event === event).map(({ y }) => y);
    const from = step ? [laneOf(lanes, step) + BLOCK] : [];
    const ys = [...from, ...written, ...through.flatMap(({ y0, y1 }) => [y0, y1])];
    return { x0: x, x1: x, x, y0: Math.min(...ys), y1: Math.max(...ys), event };
  });
}

/**
 * @param {Model} model @param {Axis} axis @param {Lanes} lanes @param {Dot[]} dots where each value is read and written
 * @returns {{rests: Rest[], ribbons: Ribbon[], spoils: Spoil[]}}
 */
export function layoutHands(model, axis, lanes, dots) {
  const pauses = pausesOf(model, axis, lanes);
  const rests = restsBeside(layoutRests(model, axis, lanes), pauses);
  const ribbons = pauses.flatMap(ribbonsIn(model, axis));
  return { rests, ribbons, spoils: layoutSpoils(model, axis, lanes, { ribbons, dots }) };
}
