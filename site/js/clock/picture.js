/** A run that has only begun: the trace of the steps chosen so far, and nothing of what may follow. */

import { readTrace } from "../trace/model.js";
import { balanceAt } from "../trace/moment.js";
import { eventsOf, traceOf } from "./orders.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */
/** @typedef {import("./orders.js").Orders} Orders */
/** @typedef {import("./play.js").Place} Place */

/** The status of a run that goes on. */
export const GOES_ON = "running";

const RUNS = new Set(["step-began", "callback"]);

/** Whether this is a sleep that is over although its task has not run since: which answer comes next
 * was not chosen yet.
 * @param {readonly TraceEvent[]} events @param {number} at
 */
function isUnrun(events, at) {
  const { kind, task } = events[at];
  const next = events[at + 1];
  if (kind !== "arrived" || next?.kind !== "task-ready" || next.task !== task) return false;
  return !events.slice(at + 1).some((each) => each.kind === "step-began" && each.task === task);
}

/** The events without the arrivals that have brought nothing about yet: an order in which the task
 * runs later has them later, and which of those it will be is not known.
 * @param {readonly TraceEvent[]} events
 */
function withoutUnrun(events) {
  const dropped = new Set(/** @type {number[]} */ ([]));
  const lastRun = events.findLastIndex(({ kind }) => RUNS.has(kind));
  for (const { i } of events) if (isUnrun(events, i)) dropped.add(i).add(i + 1);
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
 * @param {Orders} orders @param {number} at the order @param {number} steps how many of its steps
 */
export function traceUpTo(orders, at, steps) {
  const whole = traceOf(orders, at);
  const kept = withoutUnrun(eventsOf(orders, at, steps));
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

/** @type {WeakMap<Orders, Map<number, Model>>} */
const wholes = new WeakMap();

/** The run of one order, to its end. What departs from the usual order was chosen, and is told as that.
 * @param {Orders} orders @param {number} at @returns {Model}
 */
export function wholeModel(orders, at) {
  const models = wholes.get(orders) ?? new Map();
  wholes.set(orders, models);
  if (!models.has(at)) models.set(at, readTrace({ ...traceOf(orders, at), deviations: [] }));
  return models.get(at);
}

/** Which step began with each choice: the first event of the step in the picture.
 * @param {Orders} orders @param {Place} place @param {readonly Made[]} made @param {Model} model
 * @returns {import("../trace/types.js").ChoiceMade[]}
 */
function choicesIn(orders, { from }, made, model) {
  return made.map(({ place, left, isLost }) => {
    const steps = eventsOf(orders, from, place.depth + 1).filter(({ kind }) =>
      RUNS.has(kind),
    ).length;
    const step = model.steps[Math.min(steps, model.steps.length) - 1];
    return { event: step?.first ?? 0, left, isLost };
  });
}

/** A run that goes on, with the balance that it has come to.
 * @param {Orders} orders @param {Place} place @param {Model} whole @returns {Model}
 */
function begun(orders, { from, depth }, whole) {
  const model = readTrace(traceUpTo(orders, from, depth), whole);
  const { balance } = whole.trace;
  const now = balanceAt(
    { ...model, trace: { ...model.trace, balance: null } },
    model.columns.length,
  );
  return {
    ...model,
    trace: { ...model.trace, balance: balance && { ...balance, final: now ?? "" } },
  };
}

/** @typedef {{place: Place, left: number, isLost: boolean}} Made a choice, where it was made and what it left */

/** The picture of a place: the steps that all orders left have in common; of the last one, its end.
 * @param {Orders} orders @param {Place} place @param {boolean} over whether nothing is left to choose
 * @param {readonly Made[]} [made] the choices that led here
 * @returns {Model}
 */
export function modelAt(orders, place, over, made = []) {
  const whole = wholeModel(orders, place.from);
  const model = over ? whole : begun(orders, place, whole);
  return Object.freeze({ ...model, choices: choicesIn(orders, place, made, model) });
}
