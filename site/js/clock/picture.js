/** A run that has only begun: the trace of the steps chosen so far, and nothing of what may follow. */

import { readTrace } from "../trace/model.js";
import { sumOf, valueAfter } from "../trace/moment.js";
import { eventsOf, recordedAt, recordedIn, traceOf } from "./orders.js";
import { endOfSleep } from "./sleeps.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */
/** @typedef {import("./orders.js").Order} Order */
/** @typedef {import("./orders.js").Orders} Orders */
/** @typedef {import("./play.js").Place} Place */

/** The status of a run that goes on. */
export const GOES_ON = "running";

const RUNS = new Set(["step-began", "callback"]);

/** The ends of sleeps whose task has not run since: which answer comes next was not chosen yet.
 * @param {readonly TraceEvent[]} events @returns {Set<number>} their places, and where the tasks became ready
 */
function unrun(events) {
  const found = new Set(/** @type {number[]} */ ([]));
  const sleepers = new Set(events.filter(({ kind }) => kind === "arrived").map(({ task }) => task));
  for (const task of sleepers) {
    const end = endOfSleep(events, task);
    const later = end < 0 ? [] : events.slice(end).filter((each) => each.task === task);
    if (later.some(({ kind }) => kind === "step-began")) continue;
    for (const { i, kind } of later) if (i === end || kind === "task-ready") found.add(i);
  }
  return found;
}

/** The events without the arrivals that have brought nothing about yet: an order in which the task
 * runs later has them later, and which of those it will be is not known.
 * @param {readonly TraceEvent[]} events
 */
function withoutUnrun(events) {
  const dropped = unrun(events);
  const lastRun = events.findLastIndex(({ kind }) => RUNS.has(kind));
  // Time that went on for such an arrival only has not gone on yet.
  const moved = events.slice(lastRun + 1).filter(({ kind }) => kind === "clock-moved");
  for (const { i } of moved) dropped.add(i);
  return events.filter(({ i }) => !dropped.has(i));
}

/** @param {readonly TraceEvent[]} kept by their numbers in the whole run */
const numbered = (kept) => kept.map((event, i) => ({ ...event, i }));

/** What was found by then: only what rests on events that have happened.
 * @param {readonly {events: number[]}[]} findings @param {readonly TraceEvent[]} kept
 */
function findingsOf(findings, kept) {
  const place = new Map(kept.map(({ i }, at) => [i, at]));
  return findings
    .filter(({ events }) => events.length > 0 && events.every((event) => place.has(event)))
    .map((finding) => ({
      ...finding,
      events: finding.events.map((event) => place.get(event)),
    }))
    .map((finding, id) => ({ ...finding, id }));
}

/** @param {readonly TraceEvent[]} events */
const printed = (events) =>
  events
    .filter(({ kind, stream }) => kind === "printed" && stream !== "stderr")
    .map(({ text }) => `${text}\n`)
    .join("");

/** The trace of an order up to a step.
 * @param {Orders} orders @param {Order} order @param {number} steps how many of its steps
 */
export function traceUpTo(orders, order, steps) {
  const whole = traceOf(orders, order);
  const kept = withoutUnrun(eventsOf(orders, order, steps));
  return {
    ...whole,
    events: numbered(kept),
    findings: findingsOf(whole.findings, kept),
    status: GOES_ON,
    result: null,
    error: null,
    state: {},
    deviations: [],
    verdict: { tone: "neutral", headline: "", text: "" },
    balance: whole.balance && { ...whole.balance, final: null },
    stdout: printed(kept),
    stderr: "",
    duration_us: kept.at(-1)?.t_us ?? 0,
    tasks: whole.tasks.map((/** @type {{id: number}} */ task) => ({ ...task, ended: "" })),
  };
}

/** @type {WeakMap<Order["stretches"], Model>} */
const wholes = new WeakMap();

/** The run of one order, to its end. What departs from the usual order was chosen, and is told as that.
 * @param {Orders} orders @param {Order} order @returns {Model}
 */
export function wholeModel(orders, order) {
  const model =
    wholes.get(order.stretches) ?? readTrace({ ...traceOf(orders, order), deviations: [] });
  wholes.set(order.stretches, model);
  return model;
}

/** The run of the order at one place among all, to its end; it is recorded.
 * @param {Orders} orders @param {number} at
 */
export const modelOfOrder = (orders, at) =>
  wholeModel(orders, /** @type {Order} */ (recordedAt(orders, at)));

/** Which step began with each choice: the first event of the step in the picture.
 * @param {Orders} orders @param {Order} order @param {readonly Made[]} made @param {Model} model
 * @returns {import("../trace/types.js").ChoiceMade[]}
 */
function choicesIn(orders, order, made, model) {
  return made.map(({ place, left, isLost }) => {
    const steps = eventsOf(orders, order, place.depth + 1).filter(({ kind }) =>
      RUNS.has(kind),
    ).length;
    const step = model.steps[Math.min(steps, model.steps.length) - 1];
    return { event: step?.first ?? 0, left, isLost };
  });
}

/** Whether each recorded order is judged by what these values have come to in the end. In one order alone another
 * number could be the same by chance.
 * @param {Orders} orders @param {string[]} names of values
 */
function areJudged({ orders, values }, names) {
  const ends = orders
    .map(({ trace }) => /** @type {any[]} */ ([values[trace.balance], values[trace.state]]))
    .filter(([balance]) => (balance?.final ?? null) !== null);
  const comeTo = (/** @type {Record<string, string>} */ state) =>
    sumOf(names.map((name) => state[name] ?? null));
  return ends.length > 0 && ends.every(([{ final }, state]) => comeTo(state) === final);
}

/** What a run is judged by: its balances, all together, else the one value that it ends as.
 * @param {Orders} orders @param {Model} whole
 * @returns {string[]} names of values; none where it is something else
 */
function judgedBy(orders, { variables, trace: { state } }) {
  const areBalances = (/** @type {string[]} */ names) =>
    names.length > 0 && names.every((name) => name.endsWith("balance"));
  const watched = variables.filter((each) => each.watched).map(({ name }) => name);
  if (areBalances(watched)) return watched;
  const names = watched.length > 0 ? watched : Object.keys(state);
  if (areBalances(names) && areJudged(orders, names)) return names;
  const ends = names.filter((name) => areJudged(orders, [name]));
  return ends.length === 1 ? ends : [];
}

/** A run that goes on, with the values that it has come to.
 * @param {Orders} orders @param {Order} order @param {number} depth @param {Model} whole @returns {Model}
 */
function begun(orders, order, depth, whole) {
  const model = readTrace(traceUpTo(orders, order, depth), whole);
  const { balance, state } = whole.trace;
  const count = model.trace.events.length;
  const reached = (/** @type {string} */ name) => {
    const variable = model.variables.find((each) => each.name === name);
    return variable ? valueAfter(variable, count) : null;
  };
  const final = sumOf(judgedBy(orders, whole).map(reached));
  const values = Object.keys(state).map((name) => [name, reached(name) ?? ""]);
  const trace = {
    ...model.trace,
    balance: balance && { ...balance, final },
    state: Object.fromEntries(values),
  };
  return { ...model, trace };
}

/** @typedef {{place: Place, left: number, isLost: boolean}} Made a choice, where it was made and what it left */

/** The picture of a place: the steps that all orders left have in common; of the last one, its end.
 * @param {Orders} orders @param {Place} place @param {boolean} over whether nothing is left to choose
 * @param {readonly Made[]} [made] the choices that led here
 * @returns {Model | null} null where no order of this beginning is recorded yet
 */
export function modelAt(orders, place, over, made = []) {
  const order = recordedIn(orders, place);
  if (!order) return null;
  const whole = wholeModel(orders, order);
  const model = over ? whole : begun(orders, order, place.depth, whole);
  return Object.freeze({ ...model, choices: choicesIn(orders, order, made, model) });
}
