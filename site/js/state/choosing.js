/**
 * Who is at the clock: what was chosen of the orders of a program, and every way in which that changes.
 *
 * While somebody chooses, what the page shows of the program is the run that was chosen so far. A
 * run that is asked for ends that; another program of the same page goes on with the same choices.
 */

import { carriedTo, clockOf, namesOf, playAfter } from "../clock/clock.js";
import { hasChoice, UNPLAYED } from "../clock/play.js";
import { knownOf, remember } from "./results.js";

/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../clock/play.js").Play} Play */
/** @typedef {import("../clock/play.js").PlayAction} PlayAction */
/** @typedef {import("./reducer.js").State} State */

/**
 * orders-told: null where there are too many to be recorded; `opens` where somebody asked for them.
 * @typedef {{type: "orders-told", source: string, orders: Orders | null, opens?: boolean}
 *   | {type: "orders-asked"}
 *   | {type: "orders-counted", count: number}
 *   | {type: "clock-opened"}
 *   | {type: "clock-left"}
 *   | {type: "clock", action: PlayAction}} ChooseAction
 */

const ABOUT = new Set([
  "orders-told",
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
  const { orders, play, isTooLarge } = knownOf(memory, source);
  if (!orders || !chooses || message || !hasChoice(orders))
    return { orders, isTooLarge, clock: null };
  const clock = clockOf(orders, play ?? playWith(orders, names));
  return { orders, isTooLarge, clock, model: clock.model, other: null, order: null };
}

/** The clock; where nobody is at it, what it would begin with; null where nothing can be chosen.
 * @param {State} state
 */
export const clockShown = ({ clock, orders }) =>
  clock ?? (orders && hasChoice(orders) ? clockOf(orders, UNPLAYED) : null);

/** Whether all orders are known to be one. @param {State} state */
export const hasOneOrder = ({ orders }) => orders !== null && !hasChoice(orders);

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
    case "orders-told": {
      const { source, orders, opens = false } = action;
      const memory = remember(state.memory, source, { orders, isTooLarge: orders === null });
      if (!opens) return changed(state, { memory });
      const over = { phase: /** @type {const} */ ("done"), progress: null, work: null, counted: 0 };
      return changed(state, { ...over, memory, chooses: orders !== null, carried: [] });
    }
    case "orders-counted":
      return changed(state, { counted: action.count });
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
