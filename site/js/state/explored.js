/** What the page knows of all orders of a program, and every way in which that can change. */

/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Outcome} Outcome */

/**
 * @typedef {object} Explored
 * @property {"idle" | "exploring" | "done" | "stopped" | "failed"} phase
 * @property {Exploration | null} answer what is known; in part while exploring, and when stopped
 * @property {string | null} source the program it is about
 * @property {"recorded" | "live" | null} origin
 * @property {number} seconds how long it took, so far
 * @property {Explored | null} before what was known before this attempt
 */

/**
 * @typedef {{type: "explore-asked", locks?: boolean}
 *   | {type: "explore-began", source?: string}
 *   | {type: "explore-progressed", exploration: Exploration, seconds: number}
 *   | {type: "explore-ended", exploration: Exploration, seconds: number}
 *   | {type: "explore-stopped"}
 *   | {type: "explore-failed", message: import("./reducer.js").Message}} ExploreAction
 */

/** @type {Explored} */
export const UNEXPLORED = Object.freeze({
  phase: "idle",
  answer: null,
  source: null,
  origin: null,
  seconds: 0,
  before: null,
});

/** What the page was built with. @param {Exploration | null} answer @param {string} source @returns {Explored} */
export const recorded = (answer, source) =>
  answer
    ? Object.freeze({ ...UNEXPLORED, phase: "done", answer, source, origin: "recorded" })
    : UNEXPLORED;

/** Of which program every action of one exploration tells: the one that it was begun with.
 * @param {Explored} explored @param {string} source @returns {Explored}
 */
const begun = (explored, source) => ({
  ...UNEXPLORED,
  phase: "exploring",
  source,
  origin: "live",
  before: { ...explored, before: null },
});

/** Nothing found out, nothing lost: what was known before still is. @param {Explored} explored @returns {Explored} */
const stopped = (explored) =>
  explored.answer
    ? { ...explored, phase: "stopped", before: null }
    : (explored.before ?? UNEXPLORED);

/**
 * @param {Explored} explored
 * @param {ExploreAction} action
 * @param {string} source the program that is explored
 * @returns {Explored}
 */
export function exploredAfter(explored, action, source) {
  switch (action.type) {
    case "explore-asked":
      return begun(explored, source);
    case "explore-progressed":
      return { ...explored, answer: action.exploration, seconds: action.seconds };
    case "explore-ended": {
      const { exploration: answer, seconds } = action;
      return { ...explored, phase: "done", answer, seconds, before: null };
    }
    case "explore-stopped":
      return stopped(explored);
    case "explore-failed":
      return { ...explored, phase: "failed", answer: null, before: null };
    default:
      return explored;
  }
}

/** @param {{type: string}} action @returns {action is ExploreAction} */
export const isAboutOrders = (action) => action.type.startsWith("explore-");

/** What the page is doing then, as of a run.
 * @param {ExploreAction} action @returns {Partial<import("./reducer.js").State>}
 */
export function workAfter(action) {
  switch (action.type) {
    case "explore-asked":
      return { phase: "loading", progress: null, message: null, playing: false };
    case "explore-began":
      return { phase: "running", progress: null };
    case "explore-ended":
      return { phase: "done", progress: null };
    case "explore-stopped":
      return { phase: "idle", progress: null };
    case "explore-failed":
      // What is known of a run of the program still holds.
      return { phase: "failed", progress: null, message: { ...action.message, kind: "explore" } };
    default:
      return {};
  }
}

/** How things stand for the program that is in the editor now.
 * @param {{explored: Explored, stale: boolean}} state
 * @returns {Explored["phase"] | "stale"}
 */
export function standOf({ explored: { phase }, stale }) {
  if (!stale || phase === "exploring" || phase === "idle") return phase;
  return phase === "failed" ? "idle" : "stale";
}

/** What there is to show: until a new attempt says something, what the last one said of the same program.
 * @param {Explored} explored
 */
export function answerShown({ answer, before, source }) {
  if (answer || before?.source !== source) return answer;
  return before?.answer ?? null;
}

const MAKES_LOCKS = /(?<!threading\.)\bLock\(|\basyncio\.Lock\b/;

/** Whether it can be asked what each lock is for: of what all orders are known, with its locks.
 * @param {{explored: Explored, stale: boolean}} state
 */
export function canAskOfLocks({ explored, stale }) {
  const answer = answerShown(explored);
  if (!answer?.complete || answer.without || stale) return false;
  return MAKES_LOCKS.test(explored.source ?? "");
}

/** The choices of a schedule, whichever Python named it. @param {string} schedule */
const choices = (schedule) => schedule.replace(/^any-\d+\.\d+:/, "");

/** @param {string} one @param {string} other */
export const sameOrder = (one, other) => choices(one) === choices(other);
