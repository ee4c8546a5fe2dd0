/** Break it: an order is chosen step by step, wherever more than one step may come next. */

import { h } from "../ui/dom.js";

/** @typedef {{word: number[], schedule: string}} Order */
/** @typedef {{orders: Order[], labels: string[]}} Table every order, and what each letter is */

/** The orders that begin so. @param {Table} table @param {number[]} chosen */
const beginning = ({ orders }, chosen) =>
  orders.filter(({ word }) => chosen.every((letter, at) => word[at] === letter));

/**
 * As far as there is nothing to choose.
 * @param {Table} table @param {number[]} chosen
 * @returns {{chosen: number[], options: number[], orders: Order[]}}
 */
export function settled(table, chosen) {
  const orders = beginning(table, chosen);
  const options = [...new Set(orders.map(({ word }) => word[chosen.length]))];
  const [only] = options;
  if (options.length > 1 || only === undefined) return { chosen, options, orders };
  return settled(table, [...chosen, only]);
}

/**
 * @param {HTMLElement} root @param {Table} table @param {Document} document
 * @returns {{schedule: () => string}} the order chosen so far, to its end in the usual way
 */
export function mountChooser(root, table, document) {
  /** @type {number[][]} what had been chosen before each choice */
  const before = [];
  let now = settled(table, []);

  /** @param {number} letter */
  function choose(letter) {
    before.push(now.chosen);
    now = settled(table, [...now.chosen, letter]);
    draw();
  }

  function undo() {
    now = settled(table, before.pop() ?? []);
    draw();
  }

  /** @param {number} letter */
  function button(letter) {
    const left = beginning(table, [...now.chosen, letter]).length;
    const words = `${table.labels[letter]} (leaves ${left} of ${table.orders.length})`;
    const made = h(document, "button", { type: "button", "data-testid": "choice" }, words);
    made.addEventListener("click", () => choose(letter));
    return made;
  }

  function draw() {
    const made = before.map((chosen) => now.chosen[chosen.length]);
    const path = made.map((letter) => h(document, "li", {}, table.labels[letter ?? 0] ?? ""));
    const undoing = h(
      document,
      "button",
      { type: "button", class: "quiet", "data-testid": "undo", disabled: before.length === 0 },
      "Undo",
    );
    undoing.addEventListener("click", undo);
    const isDone = now.options.length < 2;
    root.replaceChildren(
      h(document, "ol", { class: "exercise-path" }, ...path),
      h(document, "p", {}, isDone ? "This is one order, to its end." : "What comes next?"),
      h(document, "div", { class: "exercise-choices" }, ...(isDone ? [] : now.options.map(button))),
      undoing,
    );
  }

  draw();
  return { schedule: () => now.orders[0]?.schedule ?? "written" };
}
