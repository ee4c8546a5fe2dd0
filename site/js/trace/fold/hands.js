/**
 * What each task remembers of the shared state: a value that it has read and not yet written back.
 *
 * Known from the trace alone: from a read of a value that has a lane, until the task writes that
 * value or ends. From the first write by somebody else on, what it holds is out of date.
 */

import { TASK_ENDS } from "../states.gen.js";

/** @typedef {import("../types.js").Hand} Hand */
/** @typedef {import("../types.js").TraceEvent} TraceEvent */
/** @typedef {import("../types.js").Variable} Variable */

const ENDS = new Set(TASK_ENDS);

/**
 * @param {readonly TraceEvent[]} events
 * @param {readonly Variable[]} variables those with a lane
 * @returns {Hand[]} in the order in which they were taken up
 */
export function foldHands(events, variables) {
  const lanes = new Set(variables.map(({ object }) => object));
  const held = new Map(/** @type {[string, Hand][]} */ ([]));
  const hands = /** @type {Hand[]} */ ([]);

  /** @param {string} key @param {number} event */
  function letGo(key, event) {
    const hand = held.get(key);
    if (hand) hand.to = event;
    held.delete(key);
  }

  /** @param {TraceEvent} event */
  function readBy({ i, task, object, value }) {
    if (task === null) return;
    letGo(`${task} ${object}`, i);
    const hand = { task, object: object ?? -1, value: value ?? "", from: i, to: null, stale: null };
    held.set(`${task} ${object}`, hand);
    hands.push(hand);
  }

  /** @param {TraceEvent} event */
  function writtenBy({ i, task, object }) {
    letGo(`${task} ${object}`, i);
    for (const hand of held.values()) if (hand.object === object) hand.stale ??= i;
  }

  for (const event of events) {
    if (ENDS.has(event.kind)) {
      for (const [key, { task }] of held) if (task === event.task) letGo(key, event.i);
    } else if (lanes.has(event.object ?? -1)) {
      if (event.kind === "read") readBy(event);
      if (event.kind === "write") writtenBy(event);
    }
  }
  return hands;
}
