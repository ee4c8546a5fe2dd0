/** How the run ended, large: in numbers, or in what broke it off; then a sentence, then all orders. */

import { answerOf, NONE } from "../text/answer.js";
import { ordersLine } from "../text/orders.js";
import { h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { code } from "../ui/prose.js";

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
  const ending = h(document, "div", { class: "ending", "data-testid": "ending", hidden: true });
  return {
    ending,
    balances,
    verdict,
    line,
    orders,
    texts: { label, final, expected, headline, text },
  };
}

/** @param {Document} document @param {Ending} ending */
function drawEnding(document, { kind, word, detail }) {
  const big = h(document, "p", { class: "ending-word" }, icon(document, ICONS[kind]), " ", word);
  return [big, detail ? h(document, "p", { class: "ending-detail" }, detail) : null].filter(
    (part) => part !== null,
  );
}

/** @param {Element} element @param {string} text */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountAnswer(root, store, { document }) {
  const { ending, balances, verdict, line, orders, texts } = createParts(document);
  root.replaceChildren(ending, balances, verdict, line);

  function show() {
    const state = store.get();
    const answer = answerOf(state);
    say(orders, ordersLine(state));
    for (const name of /** @type {(keyof typeof texts)[]} */ (Object.keys(texts))) {
      say(texts[name], answer[name]);
    }
    texts.text.replaceChildren(...code(document, answer.text));
    root.dataset.tone = answer.tone;
    root.toggleAttribute("data-stale", state.stale);
    balances.dataset.agree = answer.agree;
    balances.toggleAttribute("data-empty", answer.final === NONE);
    balances.toggleAttribute("data-lone", answer.expected === NONE);
    balances.toggleAttribute("data-long", answer.final.length > LONG);
    ending.hidden = answer.ending === null;
    ending.dataset.kind = answer.ending?.kind ?? "";
    ending.toggleAttribute("data-long", (answer.ending?.word.length ?? 0) > LONG_WORD);
    ending.replaceChildren(...(answer.ending ? drawEnding(document, answer.ending) : []));
  }

  store.subscribe(show);
  show();
}
