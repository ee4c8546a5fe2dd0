/** What can come next: whose answer, whose turn, what it will do, how many orders it leaves. */

import { fieldOf, partsOf, recordedIn } from "./orders.js";
import { endOfSleep } from "./sleeps.js";

/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */
/** @typedef {import("../trace/types.js").TraceTask} TraceTask */
/** @typedef {import("./orders.js").Order} Order */
/** @typedef {import("./orders.js").Orders} Orders */
/** @typedef {import("./orders.js").Part} Part */
/** @typedef {import("./orders.js").Range} Range */
/** @typedef {import("./play.js").Place} Place */

/**
 * arrival: an answer, for which the task sleeps; timeout; timer: another timer, such as one that
 * resolves a future; ready: the head of the ready queue, which runs if the loop goes on; unknown:
 * no order that goes on so has been recorded yet.
 * @typedef {"arrival" | "timeout" | "timer" | "ready" | "unknown"} Kind
 */

/**
 * @typedef {object} Option
 * @property {number} letter
 * @property {Kind} kind
 * @property {number | null} task whom it wakes, or whose turn it is
 * @property {string} name of the task, else what the program calls the callback
 * @property {readonly TraceEvent[]} events what it will do, in that order
 * @property {number} dueUs when it is due, if every sleep takes as long as it says
 * @property {number} armed the number of the completion: in which order they were armed
 * @property {Range} range the orders that it leaves
 */

const BEGINS = new Set(["step-began", "callback"]);

/** The arrival that brought a step about: the last of its task, or of its timer, before it.
 * @param {readonly TraceEvent[]} events up to the step @param {TraceEvent | undefined} step
 */
function arrivalOf(events, step) {
  const last = events.findLastIndex(({ kind }) => kind === "arrived");
  if (!step) return events[last] ?? null; // it resolves a future, and nothing else is recorded
  if (step.kind === "callback") return unrunTimer(events, step);
  return events[endOfSleep(events, step.task)] ?? null;
}

/** The timer whose callback runs: the first that has arrived and has not run yet.
 * @param {readonly TraceEvent[]} events @param {TraceEvent} step
 */
function unrunTimer(events, step) {
  const ran = events.filter(({ kind, label }) => kind === "callback" && label === step.label);
  const arrived = events.filter(
    ({ kind, label }) => kind === "arrived" && matches(String(label), String(step.label)),
  );
  return arrived[ran.length] ?? null;
}

/** `ATM-B's timeout` has the callback `timeout`. @param {string} arrived @param {string} ran */
const matches = (arrived, ran) => arrived === ran || arrived.endsWith(`'s ${ran}`);

/** @param {TraceEvent | null} arrival @param {TraceEvent | undefined} step @returns {Kind} */
function kindOf(arrival, step) {
  if (!arrival) return "ready";
  if (step?.kind === "step-began") return "arrival";
  return String(arrival.label).endsWith("timeout") ? "timeout" : "timer";
}

/** @param {Orders} orders @param {Order} order */
const tasksOf = (orders, order) => /** @type {TraceTask[]} */ (fieldOf(orders, order, "tasks"));

/** What is known of a step that no recorded order takes here: whose it is, if one takes it elsewhere.
 * @param {Orders} orders @param {Part} part @returns {Option}
 */
function unknownOption(orders, { letter, from, to, node }) {
  const elsewhere = orders.orders.find(({ word }) => word.includes(letter));
  const depth = elsewhere?.word.indexOf(letter) ?? 0;
  const known = elsewhere && recordedOption(orders, depth, { letter, from, to, node }, elsewhere);
  const { task = null, name = "" } = known ?? {};
  const range = { from, to, node };
  return { letter, kind: "unknown", task, name, events: [], dueUs: 0, armed: -1, range };
}

/** @param {Orders} orders @param {number} depth @param {Part} part @returns {Option} */
function optionOf(orders, depth, part) {
  const order = recordedIn(orders, part);
  return order ? recordedOption(orders, depth, part, order) : unknownOption(orders, part);
}

/** @param {Orders} orders @param {number} depth @param {Part} part @param {Order} order @returns {Option} */
function recordedOption(orders, depth, { letter, from, to, node }, order) {
  const { stretches } = order;
  const before = stretches.slice(0, depth).flatMap((place) => orders.texts[place]);
  const own = orders.texts[stretches[depth]];
  const at = own.findIndex(({ kind }) => BEGINS.has(kind));
  const step = own[at];
  const arrival = arrivalOf([...before, ...own.slice(0, Math.max(at, 0))], step);
  const task = step?.kind === "step-began" ? step.task : (arrival?.task ?? null);
  const label = String(step?.label ?? arrival?.label ?? "asyncio's own work");
  return {
    letter,
    kind: kindOf(arrival, step),
    task,
    name: task === null ? label : tasksOf(orders, order)[task].label,
    events: at < 0 ? [] : own.slice(at),
    dueUs: Number(arrival?.deadline_us ?? 0),
    armed: Number(arrival?.completion ?? -1),
    range: { from, to, node },
  };
}

/** What can come next at a place; the head of the ready queue first.
 * @param {Orders} orders @param {Place} place @returns {Option[]}
 */
export function optionsAt(orders, place) {
  const options = partsOf(place).map((part) => optionOf(orders, place.depth, part));
  return options.sort((a, b) => Number(b.kind === "ready") - Number(a.kind === "ready"));
}

/** One thing that can come next. @param {Orders} orders @param {Place} place @param {number} letter */
export function optionWith(orders, place, letter) {
  const part = partsOf(place).find((each) => each.letter === letter);
  return part ? optionOf(orders, place.depth, part) : null;
}

/** The step that comes next if every sleep takes as long as it says: what is queued runs first,
 * then what is due first; of several due at once, what was armed first.
 * @param {Orders} orders @param {Place} place
 */
export function defaultAt(orders, place) {
  const options = optionsAt(orders, place);
  const [first] = options.sort(
    (a, b) =>
      Number(b.kind === "ready") - Number(a.kind === "ready") ||
      a.dueUs - b.dueUs ||
      a.armed - b.armed,
  );
  return first?.letter ?? null;
}
