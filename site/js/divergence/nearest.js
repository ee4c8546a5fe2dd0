/** Which order that ends well lies nearest to one that does not. */

import { eventsOf, fieldOf, recordedAt } from "../clock/orders.js";

/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../clock/endings.js").Ending} Ending */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */

/** How many steps two orders share from the first. @param {readonly number[]} one @param {readonly number[]} other */
function shared(one, other) {
  const at = one.findIndex((letter, place) => letter !== other[place]);
  return at < 0 ? one.length : at;
}

/** The order that ends right and has most steps in common with this one, of those recorded: it parts
 * from it where this one could last have ended right. Null where none ends right.
 * @param {Orders} orders @param {number} at which of all @param {(ending: Ending) => boolean} [isRight]
 */
export function nearestRight(orders, at, isRight = ({ tone }) => tone === "right") {
  const word = recordedAt(orders, at)?.word ?? [];
  let [best, most] = [/** @type {number | null} */ (null), -1];
  for (const other of orders.orders) {
    const steps = isRight(other.ending) ? shared(other.word, word) : -1;
    if (steps > most) [best, most] = [other.at, steps];
  }
  return best;
}

const BEGINS = new Set(["step-began", "callback"]);

/** The steps of a run, by whose they are: what tells its order from another of the same program.
 * @param {readonly TraceEvent[]} events @param {readonly {label: string}[]} tasks
 */
const stepsOf = (events, tasks) =>
  events
    .filter(({ kind }) => BEGINS.has(kind))
    .map(({ task, line, label }) => `${task === null ? label : tasks[task].label} ${line}`)
    .join("\n");

/** Which of the recorded orders a run took; null if none of them, as of another program.
 * @param {Orders} orders @param {Model} model
 */
export function orderOf(orders, { trace }) {
  const steps = stepsOf(trace.events, trace.tasks);
  const found = orders.orders.find((order) => {
    const tasks = /** @type {{label: string}[]} */ (fieldOf(orders, order, "tasks"));
    return stepsOf(eventsOf(orders, order), tasks) === steps;
  });
  return found?.at ?? null;
}
