/** The moment that a page shows, as a link carries it: program, widgets, the choices made, step. */

import { playAfter } from "../clock/clock.js";
import { eventsOf, fieldOf, recordedIn } from "../clock/orders.js";
import { placeOf } from "../clock/play.js";
import { MAIN } from "../state/program.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/orders.js").Order} Order */
/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("./links.js").Moment} Moment */

const WRITTEN = "written";

/** What the widgets are set to, by their names. @param {State} state @returns {Record<string, string>} */
export function widgetsOf({ catalogue, scenario, parameters, params, lockMode, lockScope }) {
  const found = catalogue.find(({ name }) => name === scenario);
  const axes = found?.axes["lock-mode"] ? { "lock-mode": lockMode, "lock-scope": lockScope } : {};
  const values = parameters.map(({ testid, name }) => [testid, String(params[name])]);
  return { ...axes, ...Object.fromEntries(values) };
}

/** The order of those that are recorded which went as a run did, if one did.
 * @param {Orders} orders @param {Model} model
 */
function orderLike(orders, { trace }) {
  const same = JSON.stringify(trace.events);
  return orders.orders.find((order) => JSON.stringify(eventsOf(orders, order)) === same) ?? null;
}

/** @param {Orders} orders @param {Order} order */
const scheduleOf = (orders, order) => String(fieldOf(orders, order, "schedule"));

/** The choices made at the clock: an order that begins with them, and how many they are.
 * @param {Clock} clock
 */
function chosenAt({ orders, play, choices, model }) {
  const { chosen } = playAfter(play, { type: "run-on" }, orders);
  const order = recordedIn(orders, placeOf(orders, chosen));
  const schedule = order ? scheduleOf(orders, order) : model.trace.schedule;
  return { schedule, choices: choices.length };
}

/** The order of a run, named as the recorded orders name it, so that it is found among them again.
 * @param {State} state @param {Model} model
 */
function orderOf({ orders }, model) {
  const order = orders && orderLike(orders, model);
  const schedule = order ? scheduleOf(orders, order) : model.trace.schedule;
  return { schedule };
}

/** What is shown of a program before an edit is no moment of the program after it.
 * @param {State} state @returns {Moment}
 */
export function momentShown(state) {
  const { code, scenario, file, clock, model, stale, cursor } = state;
  const program = scenario
    ? { code, scenario, widgets: widgetsOf(state) }
    : { code, ...(file === MAIN ? {} : { file }) };
  if (!model || stale) return program;
  const { schedule, ...more } = clock ? { ...chosenAt(clock) } : orderOf(state, model);
  const isDefault = schedule === WRITTEN && !clock;
  return { ...program, ...(isDefault ? {} : { schedule }), ...more, step: cursor };
}
