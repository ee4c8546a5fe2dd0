/**
 * Plays every path of programs through the page's own state: reads `{name: orders}` from standard
 * input and prints, for each, what a learner would see who tried everything.
 */

import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { optionsAt } from "../../../site/js/clock/options.js";
import { all, countOf, readOrders, traceOf } from "../../../site/js/clock/orders.js";
import { modelAt } from "../../../site/js/clock/picture.js";
import { isOver, placeOf, played, start, UNPLAYED } from "../../../site/js/clock/play.js";

/** @typedef {import("../../../site/js/clock/orders.js").Orders} Orders */
/** @typedef {import("../../../site/js/clock/play.js").Play} Play */

/** Every end that choosing leads to, by pressing what is offered; checks each picture on the way.
 * @param {Orders} orders @param {Play} play @param {string[]} ends
 */
function press(orders, play, ends) {
  const place = placeOf(orders, play.chosen);
  const over = isOver(place);
  const model = modelAt(orders, place, over);
  if (!model) throw new Error("no order of this beginning is recorded");
  const { trace } = model;
  if (over) {
    ends.push(JSON.stringify([trace.status, trace.result]));
    return;
  }
  const options = optionsAt(orders, place);
  const left = options.reduce((sum, { range }) => sum + countOf(range), 0);
  if (left !== countOf(place)) throw new Error(`${left} of ${countOf(place)} orders are offered`);
  for (const { letter, range } of options) {
    const next = played(play, { type: "chosen", letter }, orders, () => null);
    const there = placeOf(orders, next.chosen);
    if (countOf(there) !== countOf(range))
      throw new Error("a choice leaves other orders than said");
    const back = played(next, { type: "undone" }, orders, () => null);
    if (String(back.chosen) !== String(play.chosen)) throw new Error("undo is not the way back");
    press(orders, next, ends);
  }
}

/** How many orders are left as these tasks' answers come. @param {Orders} orders @param {string[]} tasks */
function left(orders, tasks) {
  let play = UNPLAYED;
  const counts = [countOf(start(orders))];
  for (const task of tasks) {
    const options = optionsAt(orders, placeOf(orders, play.chosen));
    const option = options.find(({ name, kind }) => name === task && kind === "arrival");
    if (!option) throw new Error(`${task} is not offered`);
    play = played(play, { type: "chosen", letter: option.letter }, orders, () => null);
    counts.push(countOf(placeOf(orders, play.chosen)));
  }
  return counts;
}

/** @param {string} name @param {unknown} json */
function seen(name, json) {
  const orders = readOrders(json);
  const ends = /** @type {string[]} */ ([]);
  press(orders, UNPLAYED, ends);
  const counts = /** @type {Record<string, number>} */ ({});
  for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
  return {
    paths: ends.length,
    orders: countOf(all(orders)),
    ends: counts,
    first: traceOf(orders, orders.orders[0]),
    ...(name === "sometimes" ? { left: left(orders, ["ATM-A", "ATM-B", "ATM-A"]) } : {}),
  };
}

const programs = JSON.parse(await text(stdin));
const found = Object.entries(programs).map(([name, json]) => [name, seen(name, json)]);
stdout.write(JSON.stringify(Object.fromEntries(found)));
