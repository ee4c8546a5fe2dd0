/**
 * A trace into the model that every view reads: frozen, and folded once. `model.js` checks it first.
 *
 * A *moment* is a number from 0 to columns.length: moment k is the instant at which k of the
 * drawn steps have run, before the clock moves on. `ends[k]` events have happened by then.
 */

import { foldHands } from "./hands.js";
import { foldLog } from "./log.js";
import { foldResources } from "./resources.js";
import { numberColumns, shownTasks } from "./shown.js";
import { foldSpans } from "./spans.js";
import { foldSteps } from "./steps.js";
import { foldLost, foldVariables } from "./values.js";

/** @typedef {import("../types.js").Model} Model */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Variable} Variable */

/** @template T @param {T} value @returns {T} */
export function deepFreeze(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** The number of events shown at each moment.
 * @param {Step[]} columns @param {number} events
 */
function endsOf(columns, events) {
  if (columns.length === 0) return [events];
  const ends = [columns[0].first, ...columns.map(({ last }) => last + 1)];
  ends[columns.length] = events;
  return ends;
}

/** The first moment that shows an event. @param {number[]} ends @param {number} event */
export function momentAt(ends, event) {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > event) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param {Step[]} columns @param {number} events */
function columnOfEach(columns, events) {
  const columnOf = new Array(events).fill(-1);
  for (const { first, last, column } of columns) columnOf.fill(column, first, last + 1);
  return columnOf;
}

/** The lanes of a run that has only begun: those of a whole one, so that nothing moves as it goes on.
 * @param {Trace} trace @param {Model} whole
 */
function lanesOf(trace, whole) {
  const own = new Map(foldVariables(trace).map((variable) => [variable.object, variable]));
  const resources = new Map(foldResources(trace).map((each) => [each.object, each]));
  return {
    tasks: whole.tasks,
    folds: whole.folds,
    hidden: whole.hiddenTasks,
    variables: whole.variables.map((variable) => ({
      ...variable,
      initial: initialOf(variable),
      touches: own.get(variable.object)?.touches ?? [],
    })),
    resources: whole.resources.map(
      (each) => resources.get(each.object) ?? { ...each, holds: [], queues: [] },
    ),
  };
}

/** What is read first was there from the beginning. @param {Variable} variable */
const initialOf = ({ touches: [first] }) => (first?.kind === "read" ? first.value : null);

/** @param {Trace} trace */
const ownLanes = (trace) => ({
  ...shownTasks(trace),
  variables: foldVariables(trace),
  resources: foldResources(trace),
});

/**
 * @param {Trace} checked a trace that has been checked, or is of our own build
 * @param {Model | null} [whole] a run that begins as this one does, and has the lanes to draw
 * @returns {Model}
 */
export function foldTrace(checked, whole = null) {
  const trace = deepFreeze(checked);
  const { events, findings } = trace;
  const lanes = whole ? lanesOf(trace, whole) : ownLanes(trace);
  const { tasks, folds, hidden, variables, resources } = lanes;
  const steps = foldSteps(events);
  const columns = numberColumns(steps, tasks, events);
  const ends = endsOf(columns, events.length);
  const lost = foldLost(trace);
  const columnOf = columnOfEach(columns, events.length);
  const momentOf = (/** @type {number} */ event) => momentAt(ends, event);
  return deepFreeze({
    trace,
    steps,
    columns,
    columnOf,
    ends,
    tasks,
    folds,
    hiddenTasks: hidden,
    spans: foldSpans(trace),
    resources,
    variables,
    hands: foldHands(events, variables),
    log: foldLog(trace, { columnOf, momentOf, lost }),
    lost,
    cycle: findings.flatMap(({ cycle }) => cycle ?? []),
  });
}
