/** Why a task cannot be chosen just now, in a few words. */

import { clip } from "./short.js";
import { objectName } from "./steps.js";

/** @typedef {import("../trace/types.js").Model} Model */

const OVER = /** @type {Record<string, string>} */ ({
  "task-finished": "is done.",
  "task-failed": "has failed.",
  "task-cancelled": "was cancelled.",
});

/** @param {Model} model @param {number} task */
function standing(model, task) {
  const { events } = model.trace;
  const ended = events.find(({ kind, task: of }) => of === task && kind in OVER);
  if (ended) return OVER[ended.kind];
  const span = model.spans.findLast((each) => each.task === task);
  if (!span || span.to !== null) return "has not begun.";
  if (span.state === "ready") return "is ready: the loop runs it.";
  if (span.state === "waiting") {
    const object = span.cause === null ? null : events[span.cause].object;
    return `waits for ${objectName(model, object)}.`;
  }
  if (span.state === "awaiting") return "waits for another task.";
  return "its answer is not yet due: the loop goes first.";
}

/** `ATM-A is done.` @param {Model} model @param {number} task */
export function laneNoteText(model, task) {
  const name = clip(model.trace.tasks[task].label, 24);
  const text = standing(model, task);
  return text.startsWith("its") ? `${name}: ${text}` : `${name} ${text}`;
}
