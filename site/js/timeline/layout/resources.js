/** The lanes of locks and other objects: who held it, and beneath, who waited, first to be served first. */

import { clip } from "../../text/short.js";
import { shortNames } from "../../text/short-names.js";
import { firstThatFits } from "./text.js";

/** @typedef {import("../../trace/types.js").Hold} Hold */
/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("../../trace/types.js").Queue} Queue */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Held} Held */
/** @typedef {import("./types.js").Waiting} Waiting */
/** @typedef {import("./lanes.js").Lanes} Lanes */

const FONT = 11;
const HALF = { held: 9, value: 9, promised: 7 };
const RAISE = 10;
const QUEUE = 12;
const PADDING = 4;
const NAMES = 8;

/** @param {Hold} hold @param {string} name @param {string} short @returns {string[]} */
function wordings({ state, value }, name, short) {
  if (state === "value") return [clip(value, 40), value.replace(/ \w+$/, ""), value.split(" ")[0]];
  if (state === "promised") return [`promised to ${name}`, `to ${name}`, `to ${short}`, short];
  return [`held by ${name}`, name, short];
}

/** @param {Queue} queue @param {string[]} shorts @returns {string[]} */
function queueWordings({ tasks }, shorts) {
  const names = tasks.slice(0, NAMES).map((task) => clip(shorts[task], 12));
  const more = tasks.length > NAMES ? ` + ${tasks.length - NAMES}` : "";
  return [`${names.join(", ")}${more}`, String(tasks.length)];
}

/** @param {Model} model @returns {string[]} for each task, by id */
function shortLabels({ trace, tasks }) {
  const shown = shortNames(tasks.map((id) => trace.tasks[id].label));
  const shorts = trace.tasks.map(({ label }) => label);
  for (const [at, id] of tasks.entries()) shorts[id] = shown[at];
  return shorts;
}

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes @returns {Held[]} */
export function layoutHolds({ trace, ...model }, axis, lanes) {
  const shorts = shortLabels({ trace, ...model });
  return lanes.resources.flatMap(({ resource, at, y }) =>
    resource.holds.map((hold, index) => {
      const x0 = axis.xOf(hold.from);
      const x1 = Math.max(axis.xOf(hold.to), x0 + 1);
      const name = hold.task === null ? "?" : clip(trace.tasks[hold.task].label, 30);
      const short = hold.task === null ? "?" : shorts[hold.task];
      return {
        x0,
        x1,
        y0: y - RAISE - HALF[hold.state],
        y1: y - RAISE + HALF[hold.state],
        state: hold.state,
        text: firstThatFits(wordings(hold, name, short), x1 - x0 - PADDING, FONT),
        resource: at,
        hold: index,
      };
    }),
  );
}

/** @param {Model} model @param {Axis} axis @param {Lanes} lanes @returns {Waiting[]} */
export function layoutQueues(model, axis, lanes) {
  const shorts = shortLabels(model);
  return lanes.resources.flatMap(({ resource, y }) =>
    resource.queues.map((queue) => {
      const x0 = axis.xOf(queue.from);
      const x1 = axis.xOf(queue.to);
      const text = firstThatFits(queueWordings(queue, shorts), x1 - x0 - 2, FONT);
      return { x0, x1, y: y + QUEUE, text };
    }),
  );
}
