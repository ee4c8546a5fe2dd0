/** How the run ended, large: in numbers, or in what broke it off; then a sentence, then all orders. */

import { answerOf, NONE } from "../text/answer.js";
import { betText, lostChoice } from "../text/clock.js";
import { ordersLine } from "../text/orders.js";
import { closest, h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { code } from "../ui/prose.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../text/answer.js").Ending} Ending */

const LONG = 7;
const LONG_WORD = 13;

const ICONS = /** @type {const} */ ({ deadlock: "deadlock", error: "alert", stopped: "stop" });

/** @param {Document} document */
function createParts(document) {
  const label = h(document, "dt", { id: "final-label" });
  const final = h(document, "dd", { "data-testid": "final-balance" });
  const expected = h(document, "dd", { "data-testid": "expected-balance" });
  const balances = h(
    document,
    "dl",
    { class: "balances" },
    h(document, "div", { class: "final" }, label, final),
    h(document, "div", { class: "expected" }, h(document, "dt", {}, "expected"), expected),
  );
  const headline = h(document, "strong", { id: "headline" });
  const text = h(document, "span", { id: "explanation" });
  const verdict = h(
    document,
    "p",
    { class: "verdict", "data-testid": "verdict" },
    headline,
    " ",
    text,
  );
  const orders = h(document, "a", { id: "all-orders", href: "#outcomes" });
  const line = h(document, "p", { class: "all-orders" }, orders);
  const bet = h(document, "div", { class: "bet", "data-testid": "bet", hidden: true });
  const back = h(document, "button", { type: "button", class: "quiet link" });
  const lost = h(document, "p", { class: "way-back", "data-testid": "way-back" }, back);
  const ending = h(document, "div", { class: "ending", "data-testid": "ending", hidden: true });
  return {
    ending,
    balances,
    verdict,
    line,
    bet,
    staked: h(document, "div", { class: "bet-line" }, bet, lost),
    lost,
    back,
    orders,
    texts: { label, final, expected, headline },
    text,
  };
}

/** @param {Document} document @param {Ending} ending */
function drawEnding(document, { kind, word, detail }) {
  const big = h(document, "p", { class: "ending-word" }, icon(document, ICONS[kind]), " ", word);
  return [big, detail ? h(document, "p", { class: "ending-detail" }, detail) : null].filter(
    (part) => part !== null,
  );
}

/** One button for each end that there could be. @param {Document} document @param {Clock} clock */
const drawBets = (document, { allShares }) =>
  [...allShares]
    .reverse()
    .slice(0, 5)
    .map(({ ending }) =>
      h(
        document,
        "button",
        { type: "button", class: "primary", "data-bet": ending.label },
        ending.label,
      ),
    );

/** @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountAnswer(root, store, { document }) {
  const { ending, balances, verdict, line, bet, staked, lost, back, orders, texts, text } =
    createParts(document);
  root.replaceChildren(ending, balances, verdict, staked, line);
  let shownBet = "";
  let shownText = "";
  bet.addEventListener("click", ({ target }) => {
    const label = closest(target, "[data-bet]")?.getAttribute("data-bet");
    if (label === null || label === undefined) return;
    const isByKeyboard = bet.querySelector(":focus-visible") !== null;
    store.dispatch({ type: "clock", action: { type: "bet-made", bet: label } });
    // What had the focus is gone. Whoever points sees where to go on.
    const next = isByKeyboard && document.querySelector("#choices [data-testid=choice]");
    if (next instanceof HTMLElement) next.focus();
  });

  /** Drawn anew only if it reads otherwise: who is about to press a bet must not lose it.
   * @param {Clock | null} asking the clock that asks for a bet @param {string} line
   */
  function showBet(asking, line) {
    const drawn = asking ? drawBets(document, asking) : [line];
    const parts = asking ? drawn.map((button) => /** @type {Element} */ (button).outerHTML) : drawn;
    if (parts.join("\n") === shownBet) return;
    shownBet = parts.join("\n");
    bet.replaceChildren(...drawn);
  }

  /** @param {string} words */
  function showText(words) {
    if (words === shownText) return;
    shownText = words;
    text.replaceChildren(...code(document, words));
  }

  /** The choice that lost what was wanted, to go back to. @param {Clock | null} clock */
  function showBack(clock) {
    const choice = clock ? lostChoice(clock) : null;
    lost.hidden = choice === null;
    back.dataset.to = String(choice ?? "");
    write(back, choice === null ? "" : `Go back to choice ${choice + 1}`);
  }

  back.addEventListener("click", () =>
    store.dispatch({
      type: "clock",
      action: { type: "gone-back", to: Number(back.dataset.to) },
    }),
  );

  function show() {
    const state = store.get();
    const answer = answerOf(state);
    write(orders, ordersLine(state));
    for (const name of /** @type {(keyof typeof texts)[]} */ (Object.keys(texts))) {
      write(texts[name], answer[name]);
    }
    showText(answer.text);
    root.dataset.tone = answer.tone;
    root.toggleAttribute("data-stale", state.stale);
    balances.dataset.agree = answer.agree;
    balances.toggleAttribute("data-empty", answer.final === NONE);
    balances.toggleAttribute("data-lone", answer.expected === NONE);
    balances.toggleAttribute("data-long", answer.final.length > LONG);
    const asks = state.clock?.asksBet ?? false;
    const line = state.clock ? betText(state.clock) : "";
    bet.hidden = !asks && line === "";
    bet.toggleAttribute("data-open", asks);
    showBet(asks ? state.clock : null, line);
    root.toggleAttribute("data-bets", asks);
    showBack(state.clock);
    ending.hidden = answer.ending === null;
    ending.dataset.kind = answer.ending?.kind ?? "";
    ending.toggleAttribute("data-long", (answer.ending?.word.length ?? 0) > LONG_WORD);
    ending.replaceChildren(...(answer.ending ? drawEnding(document, answer.ending) : []));
  }

  store.subscribe(show);
  show();
}
