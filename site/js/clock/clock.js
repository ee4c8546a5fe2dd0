/**
 * The clock of a page: a play of the program that is shown, with all that is worth knowing of it.
 *
 * What is worked out here once is what every view shows: the place that was come to, what can come
 * next, how the orders left end, and at which choice the wanted ending was lost.
 */

import { anyRight, sharesOf } from "./endings.js";
import { optionsAt, usualAt } from "./options.js";
import { all, countOf } from "./orders.js";
import { modelAt } from "./picture.js";
import { isOver, lostAt, placesOf, played } from "./play.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("./endings.js").Share} Share */
/** @typedef {import("./options.js").Option} Option */
/** @typedef {import("./orders.js").Orders} Orders */
/** @typedef {import("./play.js").Place} Place */
/** @typedef {import("./play.js").Play} Play */
/** @typedef {import("./play.js").PlayAction} PlayAction */

/** A choice that was made: what was chosen, where, and what it left.
 * @typedef {{option: Option, place: Place, left: number, isLost: boolean}} Chosen
 */

/**
 * @typedef {object} Clock
 * @property {Orders} orders
 * @property {Play} play
 * @property {readonly Chosen[]} choices made so far
 * @property {Place} place that was come to
 * @property {readonly Option[]} options what can come next; none once it is over
 * @property {boolean} isOver
 * @property {number} left how many orders
 * @property {number} total
 * @property {readonly Share[]} shares what the orders left end as
 * @property {readonly Share[]} allShares what all end as
 * @property {boolean} canBeRight whether one of the orders left ends right
 * @property {boolean} asksBet whether a bet is open: nothing chosen yet, and more than one ending
 * @property {Model} model the steps so far
 */

/** @param {Orders} orders @param {Play} play @returns {Clock} */
function clockFor(orders, play) {
  const places = placesOf(orders, play.chosen);
  const lost = lostAt(orders, places);
  const choices = play.chosen.slice(0, places.length - 1).map((letter, at) => ({
    option: /** @type {Option} */ (optionWith(orders, places[at], letter)),
    place: places[at],
    left: countOf(places[at + 1]),
    isLost: at === lost,
  }));
  const place = places[places.length - 1];
  const over = isOver(orders, place);
  const endings = orders.endings.slice(place.from, place.to);
  return Object.freeze({
    orders,
    play,
    choices,
    place,
    options: over ? [] : optionsAt(orders, place),
    isOver: over,
    left: countOf(place),
    total: countOf(all(orders)),
    shares: sharesOf(endings),
    allShares: sharesOf(orders.endings),
    canBeRight: anyRight(endings),
    asksBet: play.bet === null && sharesOf(orders.endings).length > 1,
    model: modelAt(orders, place, over, choices),
  });
}

/** @param {Orders} orders @param {Place} place @param {number} letter */
const optionWith = (orders, place, letter) =>
  optionsAt(orders, place).find((option) => option.letter === letter);

/** The same orders and play have one clock, and one model: what has not changed is not drawn anew.
 * @type {WeakMap<Play, {orders: Orders, clock: Clock}>}
 */
const known = new WeakMap();

/** @param {Orders} orders @param {Play} play @returns {Clock} */
export function clockOf(orders, play) {
  const found = known.get(play);
  if (found?.orders === orders) return found.clock;
  const clock = clockFor(orders, play);
  known.set(play, { orders, clock });
  return clock;
}

/** @param {Play} play @param {PlayAction} action @param {Orders} orders */
export const playAfter = (play, action, orders) =>
  played(play, action, orders, (place) => usualAt(orders, place));

/** Choices in words that mean the same in another program: whose turn it was, and of what kind.
 * @param {Clock} clock
 */
export const namesOf = ({ choices }) =>
  choices.map(({ option }) => `${option.kind} ${option.name}`);

/** The same choices in another program, as far as they can be made there; where a task is ready
 * there, it runs, as somebody who chooses an answer would have it.
 * @param {Orders} orders @param {readonly string[]} names
 */
export function carriedTo(orders, names) {
  let chosen = /** @type {readonly number[]} */ ([]);
  for (const name of names) {
    const options = optionsAt(orders, placesOf(orders, chosen).at(-1) ?? placesOf(orders, [])[0]);
    const option = options.find(({ kind, name: own }) => `${kind} ${own}` === name);
    if (!option) break;
    chosen = [...chosen, option.letter];
  }
  return chosen;
}
