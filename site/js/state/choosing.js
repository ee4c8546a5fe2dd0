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
 * @typedef {{type: "orders-told", source: string, orders: Orders}
 *   | {type: "clock-opened"}
 *   | {type: "clock-left"}
 *   | {type: "clock", action: PlayAction}} ChooseAction
 */

const ABOUT = new Set(["orders-told", "clock-opened", "clock-left", "clock"]);

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
  const { orders, play } = knownOf(memory, source);
  if (!orders || !chooses || message || !hasChoice(orders)) return { orders, clock: null };
  const clock = clockOf(orders, play ?? playWith(orders, names));
  return { orders, clock, model: clock.model, other: null, order: null };
}

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
      const { source, orders } = action;
      return changed(state, { memory: remember(state.memory, source, { orders }) });
    }
    case "clock-opened":
      return changed(state, { chooses: true });
    case "clock-left":
      return changed(state, { chooses: false });
    default:
      return changed(state, chosen(state, action.action));
  }
}
