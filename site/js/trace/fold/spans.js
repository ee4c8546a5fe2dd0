/** The life of each task between its steps: ready, asleep, waiting for a lock, for a task ... */

import { TASK_STATES } from "../states.gen.js";
import { TraceError } from "../trace-error.js";

/** @typedef {import("../types.js").Span} Span */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TraceEvent} TraceEvent */
/** @typedef {{state: string, posted: boolean, span: Span | null}} Life */

/** @type {Record<string, Span["state"]>} */
const PICTURE_OF = { sleep: "sleeping", yield: "ready", task: "awaiting", future: "awaiting" };

/** @param {Trace} trace @param {number} task @param {string} state @param {string} kind */
function after(trace, task, state, kind) {
  const next = TASK_STATES[state][kind];
  if (next) return next;
  const allowed = Object.keys(TASK_STATES[state]).join(", ") || "nothing";
  throw new TraceError(
    `${trace.tasks[task].label} is ${state}: ${kind} cannot follow, only ${allowed}`,
  );
}

/** Whom an event's table entry is about: `task-created` counts for the new task.
 * @param {TraceEvent} event
 */
const subject = (event) => (event.kind === "task-created" ? event.child : event.task);

const LIFE_EVENTS = new Set(Object.values(TASK_STATES).flatMap((row) => Object.keys(row)));

/** @param {TraceEvent} event @param {Life} life @returns {Span["state"] | null} */
function pictureAfter(event, life) {
  if (event.kind === "task-ready") return life.state === "running" ? null : "ready";
  if (event.kind !== "suspended") return null;
  if (life.posted) return "ready";
  return PICTURE_OF[String(event.why)] ?? "waiting";
}

/** @param {TraceEvent} event @param {Life} life @param {number} task @returns {Span | null} */
function nextSpan(event, life, task) {
  const state = pictureAfter(event, life);
  if (!state) return null;
  const cause = event.kind === "suspended" ? event.i : null;
  return { state, task, from: event.i, to: null, cause, late: null };
}

/** When a sleep that ended at this event was over, if the loop was blocked just then.
 * @param {Trace} trace @param {Span} span @param {TraceEvent[]} blocks
 */
function lateness({ events }, { state, cause }, blocks) {
  const due = state === "sleeping" && cause !== null ? events[cause].until_us : null;
  if (due === null || due === undefined) return null;
  const during = blocks.some(({ from_us, t_us }) => Number(from_us) <= due && due < t_us);
  return during ? due : null;
}

/**
 * @param {Trace} trace
 * @returns {Span[]}
 */
export function foldSpans(trace) {
  const lives = trace.tasks.map(
    () => /** @type {Life} */ ({ state: "new", posted: false, span: null }),
  );
  const spans = /** @type {Span[]} */ ([]);
  const blocks = trace.events.filter(({ kind }) => kind === "blocked");
  const end = (/** @type {Span} */ span, /** @type {TraceEvent} */ event) => {
    span.to = event.i;
    span.late = lateness(trace, span, blocks);
  };
  for (const event of trace.events) {
    const task = subject(event);
    if (!LIFE_EVENTS.has(event.kind) || task === null || task === undefined) continue;
    const life = lives[task];
    const before = life.state;
    life.state = after(trace, task, before, event.kind);
    // A second wake-up of a task that is ready already changes nothing in the picture.
    if (before === "ready" && life.state === "ready") continue;
    if (before === "running" && event.kind === "task-ready") life.posted = true;
    if (life.span) end(life.span, event);
    life.span = nextSpan(event, life, task);
    if (life.span) spans.push(life.span);
    if (event.kind === "step-began") life.posted = false;
  }
  return spans;
}
