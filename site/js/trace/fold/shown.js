/**
 * What is worth a lane. A main() that only starts tasks and waits for them says nothing about
 * concurrency, and a program with a thousand tasks must not make a picture a kilometre high.
 */

import { TASK_ENDS } from "../states.gen.js";

/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TraceEvent} TraceEvent */

export const TASK_LANES = 40;
/** More lanes than this that say the same are one. */
const MOST_EQUAL = 8;

const DONE = new Set(TASK_ENDS);
const WORK = new Set([
  "lock-wanted",
  "lock-acquired",
  "lock-released",
  "lock-abandoned",
  "operation",
  "blocked",
  "read",
  "write",
]);
/** A callback is drawn only if it does one of these; most just wake a task. */
const CALLBACK_WORK = new Set(["cancel-asked", "read", "write", "printed", "operation", "blocked"]);

/** @param {TraceEvent} event @param {number} others alive beside its task */
function isWork(event, others) {
  if (event.kind === "suspended") return event.why !== "task" && event.why !== "future";
  return others > 0 && WORK.has(event.kind);
}

/** The tasks that do more than start others and wait for them.
 * @param {Trace} trace
 */
function working({ events, tasks }) {
  const alive = new Set();
  const found = new Set();
  for (const event of events) {
    const { kind, task, child } = event;
    if (kind === "task-created") alive.add(child);
    if (DONE.has(kind)) alive.delete(task);
    const others = alive.size - (alive.has(task) ? 1 : 0);
    if (task !== null && isWork(event, others)) found.add(task);
  }
  const failed = tasks.filter(({ ended }) => ended === "failed");
  if (failed.length === 1) found.add(failed[0].id);
  return found;
}

/** What a task did, without values and times: two that did the same are told apart by nothing else.
 * @param {TraceEvent} event
 */
const deed = ({ kind, why, object, op, line }) =>
  `${kind} ${why ?? ""} ${object ?? ""} ${op ?? ""} ${line ?? ""}`;

/** @param {Trace} trace @param {number[]} ids @returns {number[][]} the tasks of each kind of life */
function alike({ events }, ids) {
  const lives = new Map(ids.map((id) => [id, /** @type {string[]} */ ([])]));
  for (const event of events) lives.get(event.task ?? -1)?.push(deed(event));
  const groups = new Map(/** @type {[string, number[]][]} */ ([]));
  for (const [id, deeds] of lives) {
    const life = deeds.join("|");
    groups.set(life, [...(groups.get(life) ?? []), id]);
  }
  return [...groups.values()];
}

/** The tasks that a finding names, by themselves or by an event of theirs. @param {Trace} trace */
function named({ findings, events }) {
  const ids = findings.flatMap((finding) => [
    ...(finding.tasks ?? []),
    ...finding.events.map((event) => events[event]?.task ?? -1),
  ]);
  return new Set(ids);
}

/**
 * Which tasks have a lane, in the order of their creation; which of them share one, because they
 * did the same and no finding names them; and how many have none.
 * @param {Trace} trace
 * @returns {{tasks: number[], folds: number[][], hidden: number}}
 */
export function shownTasks(trace) {
  const works = working(trace);
  // A task that nobody created may only start others and wait for them.
  const worth = trace.tasks.filter(
    ({ id, parent }) => parent !== null || trace.tasks.length === 1 || works.has(id),
  );
  const ids = worth.map(({ id }) => id);
  const inFindings = named(trace);
  const plain = ids.filter((id) => !inFindings.has(id));
  const folds = alike(trace, plain).filter((group) => group.length > MOST_EQUAL);
  const folded = new Set(folds.flat());
  const single = ids.filter((id) => !folded.has(id));
  // Those of a finding come first, where there are more than there is room for.
  const chosen = [...single].sort(
    (a, b) => Number(inFindings.has(b)) - Number(inFindings.has(a)) || a - b,
  );
  const kept = new Set(chosen.slice(0, TASK_LANES));
  const tasks = ids.filter((id) => kept.has(id) || folded.has(id));
  const missing = trace.cut?.tasks ?? 0;
  return { tasks, folds, hidden: ids.length - tasks.length + missing };
}

/**
 * Number the steps that are drawn and return them.
 * @param {Step[]} steps
 * @param {readonly number[]} tasks
 * @param {readonly TraceEvent[]} events
 */
export function numberColumns(steps, tasks, events) {
  const lanes = new Set(tasks);
  const columns = steps.filter((step) =>
    step.task === null
      ? events.slice(step.first, step.last + 1).some(({ kind }) => CALLBACK_WORK.has(kind))
      : lanes.has(step.task),
  );
  for (const [column, step] of columns.entries()) step.column = column;
  return columns;
}
