/**
 * The clock of a page: a play of the program that is shown, with all that is worth knowing of it.
 *
 * What is worked out here once is what every view shows: the place that was come to, what can come
 * next, how the orders left end, and at which choice the wanted ending was lost.
 */

import { defaultAt, optionsAt, optionWith } from "./options.js";
import { all, anyRight, countOf, partsOf, recordedIn, sharesOf } from "./orders.js";
import { modelAt } from "./picture.js";
import { isOver, lostAt, placeAfter, placeOf, placesOf, played } from "./play.js";

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
 * @property {boolean} isComing whether a run has still to be made for it: the model, or an option, is not there yet
 */

/** @param {Orders} orders @param {Play} play @returns {Clock} */
function clockFor(orders, play) {
  const places = placesOf(orders, play.chosen);
  const lost = lostAt(places);
  const choices = play.chosen.slice(0, places.length - 1).map((letter, at) => ({
    option: /** @type {Option} */ (optionWith(orders, places[at], letter)),
    place: places[at],
    left: countOf(places[at + 1]),
    isLost: at === lost,
  }));
  const place = places[places.length - 1];
  const over = isOver(place);
  const options = over ? [] : optionsAt(orders, place);
  const drawn = modelAt(orders, place, over, choices);
  const asksBet = play.bet === null && sharesOf(all(orders)).length > 1;
  return Object.freeze({
    ...{ orders, play, choices, place, options, isOver: over, asksBet },
    left: countOf(place),
    total: countOf(all(orders)),
    shares: sharesOf(place),
    allShares: sharesOf(all(orders)),
    canBeRight: anyRight(place),
    model: drawn ?? lastModel(orders, places, choices),
    isComing: drawn === null || options.some(({ kind }) => kind === "unknown"),
  });
}

/** The picture of the last of these places that has one; the first always has.
 * @param {Orders} orders @param {readonly Place[]} places @param {readonly Chosen[]} choices @returns {Model}
 */
function lastModel(orders, places, choices) {
  const at = places.findLastIndex((place) => recordedIn(orders, place));
  const model = modelAt(orders, places[at], false, choices.slice(0, at));
  return /** @type {Model} */ (model);
}

/** The beginnings of which a recorded order is wanted, as the names of their letters: those that the
 * clock cannot do without, then those that a next choice would need.
 * @param {Orders} orders @param {Clock} clock @returns {{needed: string[][], ahead: string[][]}}
 */
export function lackingOf(orders, { place, isOver: over }) {
  const before = wordTo(orders, place);
  const here = lackingAt(orders, place, before);
  if (!recordedIn(orders, place)) here.unshift(before);
  const next = over ? [] : partsOf(place);
  const ahead = next.flatMap(({ letter }) => {
    const after = placeAfter(place, letter);
    return after ? lackingAt(orders, after, wordTo(orders, after)) : [];
  });
  const named = (/** @type {number[][]} */ words) =>
    words.map((word) => word.map((letter) => orders.names[letter]));
  return { needed: named(here), ahead: named(ahead) };
}

/** @param {Orders} orders @param {Place} place @param {number[]} before the letters up to there @returns {number[][]} */
const lackingAt = (orders, place, before) =>
  partsOf(place)
    .filter((part) => !recordedIn(orders, part))
    .map(({ letter }) => [...before, letter]);

/** The letters that all orders of a place have in common. @param {Orders} orders @param {Place} place */
function wordTo({ root }, { from, depth }) {
  const word = /** @type {number[]} */ ([]);
  let [node, rest] = [root, from];
  while (word.length < depth) {
    if (node.ending) rest--;
    let at = 0;
    while (rest >= node.after[at].count) rest -= node.after[at++].count;
    word.push(node.letters[at]);
    node = node.after[at];
  }
  return word;
}

/** The same orders and play have one clock, and one model: what has not changed is not drawn anew.
 * Nor does it change as more of the orders are recorded, once all that it shows is there.
 * @type {WeakMap<Play, {orders: Orders, clock: Clock}>}
 */
const known = new WeakMap();

/** @param {Orders} orders @param {Play} play @returns {Clock} */
export function clockOf(orders, play) {
  const found = known.get(play);
  const isSame = found?.orders === orders;
  const isWhole = found?.orders.root === orders.root && !found?.clock.isComing;
  if (found && (isSame || isWhole)) return found.clock;
  const clock = clockFor(orders, play);
  known.set(play, { orders, clock });
  return clock;
}

/** @param {Play} play @param {PlayAction} action @param {Orders} orders */
export const playAfter = (play, action, orders) =>
  played(play, action, orders, (place) => defaultAt(orders, place));

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
    const options = optionsAt(orders, placeOf(orders, chosen));
    const option = options.find(({ kind, name: own }) => `${kind} ${own}` === name);
    if (!option) break;
    chosen = [...chosen, option.letter];
  }
  return chosen;
}
