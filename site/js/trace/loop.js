/**
 * The event loop at one moment: who is ready, in the order of the queue; who is asleep, the first
 * due first; who queues for what; who is done. Of the tasks that have a lane.
 */

import { lastMoment } from "./moment.js";

/** @typedef {import("./types.js").Hand} Hand */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./types.js").Span} Span */
/** @typedef {import("./types.js").TraceEvent} TraceEvent */

/**
 * @typedef {object} LockQueue
 * @property {number} at its place among the model's resources
 * @property {"free" | "held" | "promised" | "value"} state
 * @property {number | null} task the holder, or to whom it is promised
 * @property {string} value of what is no lock
 * @property {readonly number[]} waiters in the order in which they will be served
 */

/**
 * @typedef {object} Loop
 * @property {number[]} ready
 * @property {number[]} asleep
 * @property {number[]} waiting for other tasks, or for something that has no queue of its own
 * @property {LockQueue[]} queues
 * @property {{task: number, ended: "finished" | "failed" | "cancelled"}[]} done
 */

/** @typedef {Loop["done"][number]["ended"]} Ended */

const ENDS = new Map(
  /** @type {[string, Ended][]} */ ([
    ["task-finished", "finished"],
    ["task-failed", "failed"],
    ["task-cancelled", "cancelled"],
  ]),
);

/** asyncio's ready queue: a task joins at its end when it is woken or gives way, and leaves it at
 * the front to run.
 * @param {readonly TraceEvent[]} events those that have happened
 */
function readyAfter(events) {
  const queue = new Set(/** @type {number[]} */ ([]));
  for (const { kind, task, why } of events) {
    if (task === null) continue;
    if (kind === "step-began") queue.delete(task);
    else if (kind === "task-ready" || (kind === "suspended" && why === "yield")) queue.add(task);
  }
  return [...queue];
}

/** @param {readonly TraceEvent[]} events @returns {Loop["done"]} */
const doneAfter = (events) =>
  events.flatMap(({ kind, task }) => {
    const ended = ENDS.get(kind);
    return ended && task !== null ? [{ task, ended }] : [];
  });

/** @template {{from: number, to: number | null}} T @param {readonly T[]} stretches @param {number} count */
const during = (stretches, count) =>
  stretches.filter(({ from, to }) => from < count && (to === null || to >= count));

/** @param {Model} model @param {Span[]} spans */
function byDeadline({ trace: { events } }, spans) {
  const due = (/** @type {Span} */ { cause }) =>
    cause === null ? 0 : (events[cause].until_us ?? 0);
  return [...spans].sort((a, b) => due(a) - due(b) || a.from - b.from).map(({ task }) => task);
}

/** @param {Model} model @param {number} count @returns {LockQueue[]} */
function queuesAfter({ resources }, count) {
  return resources.map(({ holds, queues }, at) => {
    const [hold] = during(holds, count).slice(-1);
    const [queue] = during(queues, count).slice(-1);
    const { state, task, value } = hold ?? { state: "free", task: null, value: "" };
    // Whom it is promised to has been woken, and stands among those that are ready.
    const waiters = (queue?.tasks ?? []).filter(
      (waiter) => state !== "promised" || waiter !== task,
    );
    return { at, state, task, value, waiters };
  });
}

/**
 * @param {Model} model
 * @param {number} cursor
 * @returns {Loop}
 */
export function loopAt(model, cursor) {
  const count = model.ends[lastMoment(model, cursor)];
  const events = model.trace.events.slice(0, count);
  const shown = new Set(model.tasks);
  const kept = (/** @type {number} */ task) => shown.has(task);
  const queues = queuesAfter(model, count);
  const queued = new Set(queues.flatMap(({ waiters }) => waiters));
  const spans = during(model.spans, count).filter(({ task }) => kept(task));
  const inState = (/** @type {(state: Span["state"]) => boolean} */ is) =>
    spans.filter(({ state }) => is(state));
  const others = inState((state) => state === "waiting" || state === "awaiting");
  return {
    ready: readyAfter(events).filter(kept),
    asleep: byDeadline(
      model,
      inState((state) => state === "sleeping"),
    ),
    waiting: others.map(({ task }) => task).filter((task) => !queued.has(task)),
    queues,
    done: doneAfter(events).filter(({ task }) => kept(task)),
  };
}

/** What each task holds at a moment.
 * @param {Model} model @param {number} cursor @returns {(Hand & {isStale: boolean})[]}
 */
export function handsAt(model, cursor) {
  const count = model.ends[lastMoment(model, cursor)];
  return during(model.hands, count).map((hand) => ({
    ...hand,
    isStale: hand.stale !== null && hand.stale < count,
  }));
}
