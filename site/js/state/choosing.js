/**
 * Who is at the clock: what was chosen of the orders of a program, and every way in which that changes.
 *
 * While somebody chooses, what the page shows of the program is the run that was chosen so far. A
 * run that is asked for ends that; another program of the same page goes on with the same choices.
 */

import { carriedTo, clockOf, namesOf, playAfter } from "../clock/clock.js";
import { grownWith } from "../clock/orders.js";
import { hasChoice, UNPLAYED } from "../clock/play.js";
import { counterpart } from "./counterpart.js";
import { knownOf, remember } from "./results.js";

/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../clock/play.js").Play} Play */
/** @typedef {import("../clock/play.js").PlayAction} PlayAction */
/** @typedef {import("./reducer.js").State} State */

/**
 * orders-told: null where they were not counted, and then why; `opens` where somebody asked for them.
 * orders-grown: more of them were recorded.
 * orders-loading, orders-loaded: for that, Python is loaded first; orders-stuck: it cannot be done.
 * choice-pointed: what somebody may be about to choose.
 * @typedef {{type: "orders-found", source: string, orders: Orders | null, why?: string, opens?: boolean}
 *   | {type: "orders-grown", source: string, recorded: unknown}
 *   | {type: "orders-loading", source: string}
 *   | {type: "orders-loaded"}
 *   | {type: "orders-stuck", source: string}
 *   | {type: "choice-pointed", letter: number | null}
 *   | {type: "orders-asked"}
 *   | {type: "orders-counted", counted: import("./reducer.js").Counted}
 *   | {type: "clock-opened"}
 *   | {type: "clock-left"}
 *   | {type: "clock", action: PlayAction}} ChooseAction
 */

const ABOUT = new Set([
  "orders-found",
  "orders-grown",
  "orders-loading",
  "orders-loaded",
  "orders-stuck",
  "choice-pointed",
  "orders-asked",
  "orders-counted",
  "clock-opened",
  "clock-left",
  "clock",
]);

/** @param {{type: string}} action @returns {action is ChooseAction} */
export const isAboutChoices = (action) => ABOUT.has(action.type);

/** The plays that begin with what was chosen elsewhere, one for each: the same one again and again.
 * @type {WeakMap<Orders, Map<string, Play>>}
 */
const carried = new WeakMap();

/** @param {Orders} orders @param {readonly string[]} names @returns {Play} */
function playWith(orders, names) {
  const plays = carried.get(orders) ?? new Map();
  carried.set(orders, plays);
  const key = names.join("\n");
  if (!plays.has(key)) {
    const bet = names.length > 0 ? "" : null;
    plays.set(key, Object.freeze({ ...UNPLAYED, bet, chosen: carriedTo(orders, names) }));
  }
  return plays.get(key);
}

/** What the clock shows of the program that is shown: nothing, unless somebody is at it.
 * @param {State} state as it will be
 */
export function choosing({ memory, source, chooses, carried: names, message }) {
  const { orders, play, untried } = knownOf(memory, source);
  if (!orders || !chooses || message || !hasChoice(orders)) return { orders, untried, clock: null };
  const clock = clockOf(orders, play ?? playWith(orders, names));
  return { orders, untried, clock, model: clock.model, other: null, order: null };
}

/** Nobody bets on what the page tells: beside the clock every ending is told. @type {Play} */
const AFTER_BET = Object.freeze({ ...UNPLAYED, bet: "" });

/** The clock; where nobody is at it, what it would begin with; null where nothing can be chosen.
 * @param {State} state
 */
export const clockShown = ({ clock, orders }) =>
  clock ?? (orders && hasChoice(orders) ? clockOf(orders, AFTER_BET) : null);

/** The orders of the same program without its lock, where they are known and it has one.
 * @param {State} state @returns {Orders | null}
 */
export function unlockedOrders(state) {
  const found = state.stale ? null : counterpart(state);
  if (found?.scenario.axes["lock-mode"] !== "none") return null;
  return knownOf(state.memory, found.code).orders;
}

/** Whether all orders are known to be one. @param {State} state */
export const hasOneOrder = ({ orders }) => orders !== null && !hasChoice(orders);

/** Of a program of one order that order, if its map shows what has become of those that there are
 * without its lock.
 * @param {State} state
 */
export const onlyOrder = (state) =>
  state.orders && hasOneOrder(state) && unlockedOrders(state)
    ? clockOf(state.orders, AFTER_BET)
    : null;

/** Whether nobody has recorded the orders of the program: it is its reader's own. @param {State} state */
export const lacksOrders = ({ orders, scenario, edited, origin }) =>
  orders === null && (scenario === null || edited || origin === "live");

/** @param {State} state @param {PlayAction} action @returns {Partial<State>} */
function chosen({ memory, source, orders, carried: names }, action) {
  if (!orders) return {};
  const before = knownOf(memory, source).play ?? playWith(orders, names);
  const play = playAfter(before, action, orders);
  return {
    memory: remember(memory, source, { play }),
    carried: namesOf(clockOf(orders, play)),
    chooses: true,
    pointed: null,
    message: null,
  };
}

/**
 * @param {State} state
 * @param {ChooseAction} action
 * @param {(state: State, change: Partial<State>) => State} changed
 * @returns {State}
 */
export function chooseAfter(state, action, changed) {
  switch (action.type) {
    case "orders-found": {
      const { source, orders, why = "", opens = false } = action;
      const untried = orders ? null : Object.freeze({ found: state.counted?.found ?? 0, why });
      const memory = remember(state.memory, source, { orders, untried });
      if (!opens) return changed(state, { memory });
      const phase = /** @type {const} */ ("done");
      const over = { phase, progress: null, work: null, counted: null };
      return changed(state, { ...over, memory, chooses: orders !== null, carried: [] });
    }
    case "orders-grown": {
      const { orders } = knownOf(state.memory, action.source);
      if (!orders) return state;
      const grown = grownWith(orders, action.recorded);
      return changed(state, { memory: remember(state.memory, action.source, { orders: grown }) });
    }
    case "orders-loading": {
      const phase = /** @type {const} */ ("loading");
      return changed(state, { phase, doing: "run", work: action.source, progress: null });
    }
    case "orders-loaded":
      return changed(state, { phase: "done", work: null, progress: null });
    case "orders-stuck": {
      const memory = remember(state.memory, action.source, { isStuck: true });
      return changed(state, { memory });
    }
    case "choice-pointed":
      return action.letter === state.pointed ? state : changed(state, { pointed: action.letter });
    case "orders-counted": {
      // Sought in more than one way, they are counted anew; those found before are orders still.
      const found = Math.max(action.counted.found, state.counted?.found ?? 0);
      return changed(state, { counted: { ...action.counted, found } });
    }
    case "orders-asked":
      return state; // the session carries it out
    case "clock-opened":
      return changed(state, { chooses: true });
    case "clock-left":
      return changed(state, { chooses: false });
    default:
      return changed(state, chosen(state, action.action));
  }
}
