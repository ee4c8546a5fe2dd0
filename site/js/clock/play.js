/**
 * Choosing step by step: what was chosen, what can be, how many orders are left.
 *
 * A *play* is the choices made so far, as the numbers of the steps chosen. Where only one step can
 * follow, nobody is asked: the loop runs by itself, up to the next choice or to the end.
 */

import { all, anyRight, countOf, partsOf, upToChoice } from "./orders.js";

/** @typedef {import("./orders.js").Orders} Orders */
/** @typedef {import("./orders.js").Order} Order */
/** @typedef {import("./orders.js").Range} Range */

/**
 * @typedef {object} Play
 * @property {readonly number[]} chosen the step chosen at each choice
 * @property {string | null} bet what somebody expects; "" where they would rather see
 * @property {readonly (readonly number[])[]} forks plays that were put aside, the last one last
 */

/** Where a play has come to after a choice: which orders are left, how many steps they share.
 * @typedef {Range & {depth: number}} Place
 */

/** @type {Play} */
export const UNPLAYED = Object.freeze({ chosen: [], bet: null, forks: [] });

/**
 * @typedef {{type: "chosen", letter: number}
 *   | {type: "order-played", order: number}
 *   | {type: "beginning-chosen", letters: readonly number[]}
 *   | {type: "run-on"}
 *   | {type: "undone"}
 *   | {type: "gone-back", to: number}
 *   | {type: "forked"}
 *   | {type: "fork-taken", fork: number}
 *   | {type: "bet-made", bet: string}} PlayAction
 */

/** @param {Orders} orders @returns {Place} */
export const start = (orders) => upToChoice(all(orders), 0);

/** @param {Place} place @param {number} letter @returns {Place | null} */
export function placeAfter(place, letter) {
  const part = partsOf(place).find((each) => each.letter === letter);
  if (!part) return null;
  const { from, to, node, depth } = upToChoice(part, place.depth + 1);
  return { from, to, node, depth };
}

/** The places of a play: before its first choice, then after each; shorter if it does not fit.
 * @param {Orders} orders @param {readonly number[]} chosen @returns {Place[]}
 */
export function placesOf(orders, chosen) {
  const places = [start(orders)];
  for (const letter of chosen) {
    const next = placeAfter(places[places.length - 1], letter);
    if (!next) break;
    places.push(next);
  }
  return places;
}

/** Where a play has come to. @param {Orders} orders @param {readonly number[]} chosen */
export const placeOf = (orders, chosen) => placesOf(orders, chosen).at(-1) ?? start(orders);

/** Whether nothing is left to choose. @param {Place} place */
export const isOver = ({ node }) => node.after.length === 0;

/** The choices that lead to one order, step by step. @param {Orders} orders @param {number} at which of all */
export function choicesTo(orders, at) {
  const chosen = /** @type {number[]} */ ([]);
  let place = start(orders);
  while (!isOver(place)) {
    const part = partsOf(place).find(({ from, to }) => from <= at && at < to);
    const next = part && placeAfter(place, part.letter);
    if (!next) break;
    chosen.push(part.letter);
    place = next;
  }
  return chosen;
}

/** The choice after which no order that ends right was left; null while there is one, or was none.
 * @param {readonly Place[]} places
 */
export function lostAt(places) {
  const rights = places.map(anyRight);
  const at = rights.findIndex((right, i) => !right && rights[i - 1]);
  return at < 0 ? null : at - 1;
}

/** @param {Orders} orders */
export const hasChoice = (orders) => countOf(all(orders)) > 1;

/**
 * @param {Play} play
 * @param {PlayAction} action
 * @param {Orders} orders
 * @param {(place: Place) => number | null} defaultAt the step that comes next if every sleep takes as long as it says
 * @returns {Play}
 */
export function played(play, action, orders, defaultAt) {
  const { chosen } = play;
  const to = (/** @type {readonly number[]} */ next) => Object.freeze({ ...play, chosen: next });
  switch (action.type) {
    case "chosen":
      return placeAfter(placeOf(orders, chosen), action.letter)
        ? unasked(to([...chosen, action.letter]))
        : play;
    case "order-played":
      return action.order < countOf(all(orders))
        ? unasked(to(choicesTo(orders, action.order)))
        : play;
    case "beginning-chosen":
      return unasked(to(action.letters));
    case "run-on":
      return unasked(to(toTheEnd(orders, chosen, defaultAt)));
    case "undone":
      return chosen.length > 0 ? to(chosen.slice(0, -1)) : play;
    case "gone-back":
      return action.to < chosen.length ? to(chosen.slice(0, Math.max(action.to, 0))) : play;
    case "forked":
      return chosen.length > 0 ? { ...play, forks: [...play.forks, chosen] } : play;
    case "fork-taken":
      return play.forks[action.fork] ? to(play.forks[action.fork]) : play;
    case "bet-made":
      return play.bet === null || play.bet === "" ? { ...play, bet: action.bet } : play;
    default:
      return play;
  }
}

/** Who begins without a bet is not asked any more. @param {Play} play @returns {Play} */
const unasked = (play) => (play.bet === null ? Object.freeze({ ...play, bet: "" }) : play);

/** @param {Orders} orders @param {readonly number[]} chosen @param {(place: Place) => number | null} defaultAt */
function toTheEnd(orders, chosen, defaultAt) {
  const recorded = defaultFrom(orders, placeOf(orders, chosen));
  if (recorded) return choicesTo(orders, recorded.at);
  const next = [...chosen];
  for (let place = placeOf(orders, chosen); !isOver(place); ) {
    const letter = defaultAt(place);
    const after = letter === null ? null : placeAfter(place, letter);
    if (letter === null || !after) break;
    next.push(letter);
    place = after;
  }
  return next;
}

/** A recorded order that from this place on goes as every sleep takes as long as it says.
 * @param {Orders} orders @param {Place} place @returns {Order | null}
 */
function defaultFrom(orders, { from, to, depth }) {
  const found = orders.orders.find(
    ({ at, chosen }) =>
      from <= at && at < to && chosen !== null && chosen !== undefined && chosen <= depth,
  );
  return found ?? null;
}
