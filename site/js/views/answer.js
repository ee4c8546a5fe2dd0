/** The balances, the verdict, and in one line what all orders give. */

import { ordersLine } from "../orders.js";
import { answerOf, NONE } from "../said.js";

/** @typedef {import("../state.js").PageStore} PageStore */

const LONG = 7;

/** @param {HTMLElement} root @param {PageStore} store */
export function mountAnswer(root, store) {
  /** @param {string} selector */
  const part = (selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
  const balances = part(".balances");
  const texts = /** @type {const} */ ({
    label: part("#final-label"),
    final: part("[data-testid=final-balance]"),
    expected: part("[data-testid=expected-balance]"),
    headline: part("#headline"),
    text: part("#explanation"),
  });

  const orders = part("#all-orders");

  function show() {
    const state = store.get();
    const line = ordersLine(state);
    if (orders.textContent !== line) orders.textContent = line;
    const answer = answerOf(state);
    for (const name of /** @type {(keyof typeof texts)[]} */ (Object.keys(texts))) {
      if (texts[name].textContent !== answer[name]) texts[name].textContent = answer[name];
    }
    root.dataset.tone = answer.tone;
    root.toggleAttribute("data-stale", state.stale);
    balances.dataset.agree = answer.agree;
    balances.toggleAttribute("data-empty", answer.final === NONE);
    balances.toggleAttribute("data-long", answer.final.length > LONG);
  }

  store.subscribe(show);
  show();
}
