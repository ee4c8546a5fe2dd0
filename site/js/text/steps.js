/** The run in sentences: one for each step and each mark, in words that need no picture. */

import { TASK_ENDS } from "../trace/states.gen.js";
import { counted } from "./numbers.js";
import { clip, timeText } from "./short.js";

/** @typedef {import("../trace/types.js").Hand} Hand */
/** @typedef {import("../trace/types.js").Hold} Hold */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Span} Span */
/** @typedef {import("../trace/types.js").Step} Step */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */

const CLAUSES = 6;

/** `A`, `A and B`, `A, B and C`. @param {string[]} items */
export function listed(items) {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** Seconds from which on it is told that a run does not await. */
const LONG = 0.75;

/** Where a run is that goes on, as a sentence; empty if there is nothing to say of it.
 * @param {import("../trace/types.js").Running} running
 */
export function runningText({ line, seconds, lines }) {
  const printed =
    lines > 0 ? `${lines.toLocaleString("en")} line${lines > 1 ? "s" : ""} printed` : "";
  const where = line === null ? "The program" : `Line ${line}`;
  const spins =
    seconds >= LONG ? `${where} has run for ${Math.round(seconds)} s without an await` : "";
  const parts = [spins, printed].filter(Boolean).join("; ");
  return parts && `${parts}.`;
}

/** What of a run is not drawn, as a sentence; empty if nothing is missing.
 * @param {Record<string, number> | undefined} cut by what it is a number of
 */
export function cutText(cut) {
  const parts = Object.entries(cut ?? {}).map(([name, missing]) => {
    const noun = missing === 1 ? name.replace(/s$/, "") : name;
    return `${missing.toLocaleString("en")} more ${noun}`;
  });
  if (parts.length === 0) return "";
  return `The run is too large to be shown whole: ${listed(parts)} are not drawn.`;
}

/** @param {Model} model @param {number | null | undefined} task */
export const nameOf = ({ trace }, task) =>
  task === null || task === undefined ? "the event loop" : clip(trace.tasks[task].label, 40);

/** @param {Model} model @param {number | null | undefined} object */
export const objectName = ({ trace }, object) =>
  object === null || object === undefined ? "something" : clip(trace.objects[object].name, 60);

/** @param {Model} model @param {readonly number[]} tasks */
function namesOf(model, tasks) {
  const names = tasks.slice(0, CLAUSES).map((task) => nameOf(model, task));
  const more = tasks.length - names.length;
  return listed(more > 0 ? [...names, counted(more, "other")] : names);
}

/** @param {Model} model @param {TraceEvent} event */
function wrote(model, { i, value, object }) {
  const name = objectName(model, object);
  const text = value === null ? `deleted ${name}` : `wrote ${clip(value ?? "", 40)} to ${name}`;
  const loss = model.lost.find(({ destroying }) => destroying === i);
  if (!loss) return text;
  const { [loss.overwritten]: over, [loss.stale]: read } = model.trace.events;
  const whose = over.task === null ? "the" : `${nameOf(model, over.task)}'s`;
  const before = `(it had read ${clip(read.value ?? "", 40)} before that)`;
  return `${text} over ${whose} ${clip(over.value ?? "value", 40)} ${before}`;
}

/** @param {Model} model @param {TraceEvent} event */
function wanted(model, { object, owner, waiters, promised }) {
  const lock = objectName(model, object);
  if (owner !== null && owner !== undefined) {
    const queue = waiters?.length ? `, behind ${namesOf(model, waiters)}` : "";
    return `asked for ${lock} (held by ${nameOf(model, owner)}${queue})`;
  }
  if (promised !== null && promised !== undefined) {
    return `asked for ${lock} (promised to ${nameOf(model, promised)})`;
  }
  return "";
}

/** @param {Model} model @param {TraceEvent} event */
function released(model, { object, promised }) {
  const next = promised === null || promised === undefined ? "" : nameOf(model, promised);
  return `released ${objectName(model, object)}${next && ` (now promised to ${next})`}`;
}

/** @param {Model} model @param {TraceEvent} event */
function suspendedFor(model, { why, object, until_us, on }) {
  if (why === "sleep") return `slept until ${timeText(until_us ?? 0)}`;
  if (why === "yield") return "let the others run";
  // What it asked for has been said by then.
  if (why === "lock") return "waited";
  if (on?.length) return `waited for ${namesOf(model, on)}`;
  return object === null ? "waited" : `waited for ${objectName(model, object)}`;
}

/** @type {Record<string, (model: Model, event: TraceEvent) => string>} */
const CLAUSE = {
  suspended: suspendedFor,
  "task-finished": () => "finished",
  "task-failed": (_, { error }) => `failed with ${clip(error ?? "", 80)}`,
  "task-cancelled": () => "ended, cancelled",
  "cancel-asked": (model, { target }) => `asked to cancel ${nameOf(model, target)}`,
  callback: (_, { label }) => `ran ${clip(label ?? "a callback", 40)}`,
  "lock-wanted": wanted,
  "lock-acquired": (model, { object }) => `took ${objectName(model, object)}`,
  "lock-released": released,
  "lock-abandoned": (model, { object }) => `gave up waiting for ${objectName(model, object)}`,
  operation: (model, { op, phase, object }) =>
    phase === "called"
      ? ""
      : `${phase === "left" ? "gave up" : "did"} ${op}() on ${objectName(model, object)}`,
  read: (model, { value, object }) =>
    `read ${clip(value ?? "", 40)} from ${objectName(model, object)}`,
  write: wrote,
  printed: (_, { text }) => `printed “${clip(text ?? "", 60)}”`,
  blocked: (_, { from_us, t_us }) =>
    `blocked the whole event loop for ${timeText(t_us - (from_us ?? t_us))}`,
  refused: (_, { what }) => `was refused ${clip(what ?? "", 60)}, which a run does not have`,
  "never-awaited": (_, { name }) => `threw away ${clip(name ?? "", 40)}(), which was never awaited`,
};

/** One event in words, without its subject; empty if it says nothing of its own.
 * @param {Model} model @param {TraceEvent} event
 */
export const eventClause = (model, event) => CLAUSE[event.kind]?.(model, event) ?? "";

const STOPS = new Set(["suspended", ...TASK_ENDS]);

/** What a task did in a step, and why it then stopped: the two halves of the step's sentence.
 * @param {Model} model @param {Step} step @returns {{who: string, did: string, stopped: string}}
 */
export function stepParts(model, step) {
  const all = clauses(model, step, true);
  const stops = STOPS.has(model.trace.events[step.last].kind) && all.length > 0;
  return {
    who: nameOf(model, step.task),
    did: listed(stops ? all.slice(0, -1) : all),
    stopped: stops ? (all.at(-1) ?? "") : "",
  };
}

/** @param {Model} model @param {Step} step @param {boolean} prints @returns {string[]} */
function clauses(model, { first, last }, prints) {
  const events = model.trace.events.slice(first, last + 1);
  const born = events.flatMap(({ child }) => child ?? []);
  const all = events
    .filter(({ kind }) => prints || kind !== "printed")
    .map((event) => {
      if (event.child === undefined) return eventClause(model, event);
      // All children are told where the first one is.
      return event.child === born[0] ? `started ${namesOf(model, born)}` : "";
    })
    .filter((clause) => clause !== "");
  if (all.length <= CLAUSES) return all;
  // The end of a step says why the next one could run, so it is never what is left out.
  const more = `did ${counted(all.length - CLAUSES, "more thing")}`;
  return [...all.slice(0, CLAUSES - 1), more, ...all.slice(-1)];
}

/** @param {Model} model @param {Step} step @param {{prints: boolean}} [say] */
export function stepSentence(model, step, { prints } = { prints: true }) {
  const did = clauses(model, step, prints);
  return `${nameOf(model, step.task)} ${did.length ? listed(did) : "ran"}.`;
}

/** `0.1 s`, or `0 s to 0.4 s` if it blocked the loop. @param {Step} step */
export function stepWhen({ times }) {
  const start = timeText(times[0]);
  return times.length > 1 ? `${start} to ${timeText(times[times.length - 1])}` : start;
}

/** `Step 3, 0.1 s`: a step by the number that scrubber, caption and list give it. @param {Step} step */
export const stepName = (step) => `Step ${step.column + 1}, ${stepWhen(step)}`;

/** How the run broke off, if it did, at its last moment. @param {Model} model @param {number} cursor */
function endSentence({ trace, columns }, cursor) {
  if (cursor < columns.length) return "";
  if (trace.status === "deadlock") return " Then no task could run any more: deadlock.";
  return trace.status === "limit" ? " Then a limit ended the run." : "";
}

/** A moment in one sentence, for the scrubber. @param {Model} model @param {number} cursor */
export function momentSentence(model, cursor) {
  const { columns } = model;
  if (columns.length === 0) return "No task was started.";
  const step = columns[cursor - 1];
  if (!step) return `Before the first of ${counted(columns.length, "step")}.`;
  // The log shows what was printed.
  const sentence = stepSentence(model, step, { prints: false });
  return `Step ${cursor} of ${columns.length}, ${stepWhen(step)}: ${sentence}${endSentence(model, cursor)}`;
}

/** @param {Model} model @param {number} from @param {number | null} to */
function period({ trace: { events } }, from, to) {
  const start = events[from].t_us;
  if (to === null) return `from ${timeText(start)} to the end`;
  const end = events[to].t_us;
  return start === end ? `at ${timeText(start)}` : `from ${timeText(start)} to ${timeText(end)}`;
}

/** @param {Model} model @param {Span} span */
export function spanSentence(model, span) {
  const name = nameOf(model, span.task);
  const when = period(model, span.from, span.to);
  const cause = span.cause === null ? null : model.trace.events[span.cause];
  const line = cause?.line ? `, line ${cause.line}` : "";
  if (span.state === "ready") return `${name} is ready to run, but not yet its turn, ${when}.`;
  if (span.state === "sleeping") {
    const late = span.late === null ? "" : `; its sleep was over at ${timeText(span.late)}`;
    return `${name} sleeps ${when}${line}${late}${late && ", but the loop was blocked"}.`;
  }
  const holder =
    cause?.why === "lock" && cause.on?.length ? `, held by ${namesOf(model, cause.on)}` : "";
  const target = cause?.object ?? null;
  const tasks = cause?.on?.length ? namesOf(model, cause.on) : "something outside";
  const what = target === null ? tasks : `${objectName(model, target)}${holder}`;
  return `${name} waits for ${what}, ${when}${line}.`;
}

/** What a task remembers, since when, and who has put it out of date. @param {Model} model @param {Hand} hand */
export function handSentence(model, { task, object, value, from, to, stale }) {
  const what = `${clip(value, 40)}, read from ${objectName(model, object)}`;
  const holds = `${nameOf(model, task)} holds ${what}, ${period(model, from, to)}`;
  if (stale === null) return `${holds}.`;
  const write = model.trace.events[stale];
  const whose = `${nameOf(model, write.task)} ${eventClause(model, write)}`;
  return `${holds}; stale since ${timeText(write.t_us)}, when ${whose}.`;
}

/** @param {Model} model @param {string} resource @param {Hold} hold */
export function holdSentence(model, resource, hold) {
  const when = period(model, hold.from, hold.to);
  if (hold.state === "value") return `${resource} is ${clip(hold.value, 60)} ${when}.`;
  const name = nameOf(model, hold.task);
  if (hold.state === "held") return `${resource} is held by ${name} ${when}.`;
  return `${resource} is released but promised to ${name}, which has not run yet, ${when}.`;
}
