/**
 * A link's moment in the page: its program, as its author had it, and, where a run of that very
 * program is recorded here, its order and its step. Nothing of it is run: that is its reader's to do.
 */

import { fieldOf, traceOf } from "../clock/orders.js";
import { findScenario, sourceWith, valuesFor } from "../state/catalogue.js";
import { sameOrder } from "../state/explored.js";
import { problemWith } from "../text/bounds.js";
import { readTrace } from "../trace/model.js";
import { LinkError, momentOf, programIn } from "./links.js";
import { namedOrder } from "./named-order.js";

/** @typedef {import("../clock/orders.js").Order} Order */
/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../state/catalogue.js").Scenario} Scenario */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("./links.js").Moment} Moment */
/** @typedef {{fetchRecords: () => void, fetchOrders: () => void}} Doors what is recorded of the page's programs, fetched at once */

const DEFAULTS = "written";
/** What is said of orders, by who names them. */
const NAMED = { link: "come from the link", host: "are shown as asked" };

// --- the program, and what of the link does not fit it ----------------------------------------

/** @param {import("../state/catalogue.js").Parameter} parameter @param {string} text */
function valueIn({ value }, text) {
  if (typeof value === "number") return Number(text);
  return text === "true" ? true : text === "false" ? false : null;
}

/** @param {Scenario} scenario @param {Moment} moment */
function valuesIn(scenario, { widgets = {} }) {
  const params = /** @type {import("../state/catalogue.js").Values} */ ({});
  const notes = [];
  for (const [testid, text] of Object.entries(widgets)) {
    if (testid === "lock-mode" || testid === "lock-scope") continue; // the lesson says which
    const parameter = scenario.parameters.find((each) => each.testid === testid);
    const problem = parameter && problemWith(parameter, text);
    const value = parameter && valueIn(parameter, text);
    if (!parameter) notes.push(`The link sets “${testid}”, which this lesson does not have.`);
    else if (problem) notes.push(`In the link ${problem}`);
    else if (value === null) notes.push(`In the link ${parameter.label} is neither yes nor no.`);
    else params[parameter.name] = /** @type {number | boolean} */ (value);
  }
  return { params, notes, lockScope: widgets["lock-scope"] };
}

/** A lesson that the link does not name is still found by its text.
 * @param {readonly Scenario[]} catalogue @param {Moment} moment @param {string | null} code
 */
function scenarioOf(catalogue, { scenario }, code) {
  if (scenario !== undefined) return findScenario(catalogue, scenario);
  return catalogue.find(({ source }) => source === code) ?? null;
}

/** @param {State} state @param {Moment} moment */
function programOf({ catalogue }, moment) {
  const code = programIn(moment);
  const scenario = scenarioOf(catalogue, moment, code);
  const { scenario: name, file } = moment;
  if (scenario) {
    const { params, notes, lockScope } = valuesIn(scenario, moment);
    const own = code ?? sourceWith(scenario, valuesFor(scenario, params));
    return { program: { code: own, scenario: scenario.name, params, lockScope }, notes };
  }
  const unknown = `no lesson here is called “${name}”`;
  if (code === null) {
    throw new LinkError(
      name === undefined
        ? "This link carries no program."
        : `This link has no program, and ${unknown}.`,
    );
  }
  const notes = name === undefined ? [] : [`It is shown as a program of your own: ${unknown}.`];
  return { program: { code, scenario: null, ...(file === undefined ? {} : { file }) }, notes };
}

// --- its order and its step -----------------------------------------------------------------

/** @param {Orders} orders @param {string} schedule */
const recordedOrder = (orders, schedule) =>
  orders.orders.find((order) => sameOrder(String(fieldOf(orders, order, "schedule")), schedule)) ??
  null;

/** Make the choices again, up to the one that was made last.
 * @param {PageStore} store @param {number} order @param {number} choices
 */
function choose(store, order, choices) {
  store.dispatch({ type: "clock", action: { type: "order-played", order } });
  store.dispatch({ type: "clock", action: { type: "gone-back", to: choices } });
}

/** What is recorded of an order, drawn. @param {PageStore} store @param {Order} recorded @param {string} schedule */
function draw(store, recorded, schedule) {
  const { orders, explored, source, brought } = store.get();
  if (!orders || !brought) return;
  const outcomes = explored.answer?.outcomes ?? [];
  const known = outcomes.find((each) => sameOrder(each.schedule, schedule));
  const order = known ?? namedOrder(schedule, NAMED[brought.from]);
  const model = readTrace(traceOf(orders, recorded));
  store.dispatch({ type: "run-shown", model, source, order, origin: "recorded" });
}

/** Whether all that was wanted is shown, or can be: then it is drawn.
 * @param {PageStore} store @param {string} schedule @param {number | null} choices
 */
function drawn(store, schedule, choices) {
  const { model, order, orders, stale, phase } = store.get();
  const isShown = model !== null && !stale;
  if (choices === null && schedule === DEFAULTS) return isShown;
  if (choices === null && isShown && sameOrder(model.trace.schedule, schedule)) return true;
  if (order && sameOrder(order.schedule, schedule)) return true;
  const recorded = orders && phase !== "running" ? recordedOrder(orders, schedule) : null;
  if (!recorded) return false;
  if (choices !== null) choose(store, recorded.at, choices);
  else draw(store, recorded, schedule);
  return true;
}

/** Whether Python was asked for the choices and does not have these, as where they are too many.
 * @param {State} state @param {number | null} choices
 */
const lacks = ({ untried, orders, phase }, choices) =>
  choices !== null && phase === "done" && (untried !== null || orders !== null);

/** Show it as soon as it can be, unless another program is turned to.
 * @param {PageStore} store @param {{schedule: string, choices: number | null}} wanted
 */
function settle(store, { schedule, choices }) {
  const mine = store.get().brought;
  let asked = false;
  const check = () => {
    const state = store.get();
    if (state.brought !== mine || state.code !== mine?.source) return leave();
    if (drawn(store, schedule, choices)) {
      leave();
      store.dispatch({ type: "brought-shown" });
    } else if (!asked && lacks(state, choices)) {
      asked = true; // the whole order is run in their stead
      store.dispatch({ type: "order-asked", order: namedOrder(schedule, NAMED[mine.from]) });
    }
  };
  const leave = store.subscribe(check);
  check();
}

/** @param {PageStore} store @param {Moment} moment @param {Doors} doors
 * @param {"link" | "host"} [from] who asks for it: what a page shows of its host's is no stranger's
 * @throws {LinkError}
 */
export function showMoment(store, moment, { fetchRecords, fetchOrders }, from = "link") {
  const { schedule = DEFAULTS, choices = null, step = null } = moment;
  const { program, notes } = programOf(store.get(), moment);
  const order = schedule === DEFAULTS ? null : namedOrder(schedule, NAMED[from]);
  store.dispatch({
    type: "program-brought",
    program,
    brought: { from, note: notes.join(" "), order, choices, step },
  });
  if (!store.get().model) fetchRecords();
  if (order || choices !== null) fetchOrders();
  settle(store, { schedule, choices });
}

/** @param {PageStore} store @param {string} link @param {Doors} doors @returns {Promise<Moment>} @throws {LinkError} */
export async function openLink(store, link, doors) {
  const moment = await momentOf(link);
  showMoment(store, moment, doors);
  return moment;
}
