/** Locks over time: who held it, to whom it was promised, who queued. Other objects: their value. */

import { LOCK_STATES } from "../states.gen.js";
import { TraceError } from "../trace-error.js";

/** @typedef {import("../types.js").Hold} Hold */
/** @typedef {import("../types.js").Queue} Queue */
/** @typedef {import("../types.js").Resource} Resource */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TraceEvent} TraceEvent */
/** @typedef {{resource: Resource, state: string}} Folding */

/** @param {TraceEvent} event @returns {Hold | null} */
function holdAfter(event) {
  const { kind, i: from } = event;
  if (kind === "lock-acquired") {
    return { state: "held", task: event.task, value: "", from, to: null };
  }
  const promised = event.promised ?? null;
  if (promised === null) return null;
  return { state: "promised", task: promised, value: "", from, to: null };
}

/** @param {TraceEvent} event @param {string} state @returns {string} */
function stateAfter(event, state) {
  if (event.kind === "lock-acquired") return "held";
  if (event.kind === "lock-wanted") return state;
  if (event.kind === "lock-abandoned" && state === "held") return "held";
  return (event.promised ?? null) === null ? "free" : "promised";
}

/** The queue after the event; acquire() on a lock that is not free ends up at its tail.
 * @param {TraceEvent} event @param {string} state
 */
function queueAfter(event, state) {
  const waiters = event.waiters ?? [];
  const queues = event.kind === "lock-wanted" && (state !== "free" || waiters.length > 0);
  return queues && event.task !== null ? [...waiters, event.task] : waiters;
}

/** @param {Resource} resource @param {TraceEvent} event @param {number[]} tasks */
function pushQueue(resource, event, tasks) {
  const current = resource.queues.at(-1);
  const open = current && current.to === null ? current : null;
  if (open && open.tasks.join() === tasks.join()) return;
  if (open) open.to = event.i;
  if (tasks.length > 0) resource.queues.push({ from: event.i, to: null, tasks });
}

/** @param {Resource} resource @param {TraceEvent} event @param {Hold | null} hold */
function pushHold(resource, event, hold) {
  const current = resource.holds.at(-1);
  const open = current && current.to === null ? current : null;
  if (open && hold && open.state === hold.state && open.task === hold.task) {
    if (open.value === hold.value) return;
  }
  if (open) open.to = event.i;
  if (hold) resource.holds.push(hold);
}

/** @param {Folding} folding @param {TraceEvent} event */
function foldLockEvent(folding, event) {
  const { resource, state } = folding;
  const allowed = LOCK_STATES[state][event.kind];
  const next = stateAfter(event, state);
  if (!allowed?.includes(next)) {
    const kinds = Object.keys(LOCK_STATES[state]).join(", ");
    throw new TraceError(
      `event ${event.i}: ${resource.name} is ${state}: ${event.kind} cannot follow, only ${kinds}`,
    );
  }
  pushQueue(resource, event, queueAfter(event, state));
  const untouched = event.kind === "lock-wanted" || (state === next && state === "held");
  if (!untouched) pushHold(resource, event, holdAfter(event));
  folding.state = next;
}

/** @param {Folding} folding @param {TraceEvent} event */
function foldOperation({ resource }, event) {
  pushQueue(resource, event, event.waiters ?? []);
  const value = event.value ?? "";
  pushHold(
    resource,
    event,
    value ? { state: "value", task: null, value, from: event.i, to: null } : null,
  );
}

/**
 * One resource for each lock or other object that was used, in the order of the trace's objects.
 * @param {Trace} trace
 * @returns {Resource[]}
 */
export function foldResources(trace) {
  const foldings = new Map(/** @type {[number, Folding][]} */ ([]));
  for (const { id, kind, name } of trace.objects) {
    if (kind === "variable") continue;
    const resource = { object: id, kind, name, holds: [], queues: [] };
    foldings.set(id, { resource, state: "free" });
  }
  const used = new Set();
  for (const event of trace.events) {
    const folding = foldings.get(event.object ?? -1);
    if (!folding) continue;
    if (event.kind.startsWith("lock-")) foldLockEvent(folding, event);
    else if (event.kind === "operation") foldOperation(folding, event);
    else continue;
    used.add(event.object);
  }
  return [...foldings.values()]
    .map(({ resource }) => resource)
    .filter(({ object }) => used.has(object));
}
