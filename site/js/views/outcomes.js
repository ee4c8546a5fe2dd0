/** All orders of the program: a sentence, and for each way to end a bar with the way to see it. */

import { closest, h } from "../dom.js";
import { icon } from "../draw/icons.js";
import { answerShown, sameOrder, standOf } from "../explored.js";
import {
  distanceText,
  ordersSentence,
  ordersSource,
  ordersVerdict,
  outcomeText,
  percent,
  shareOf,
} from "../orders.js";

/** @typedef {import("../state.js").PageStore} PageStore */
/** @typedef {import("../state.js").State} State */
/** @typedef {import("../types.js").Exploration} Exploration */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {{outcome: Outcome, open: boolean, shown: boolean}} Row */

/** More ways to end than this are no reading matter; the rest is counted beneath. */
const MOST = 40;

const MARKS = /** @type {const} */ ({ wrong: "cross", right: "check", neutral: "dash" });

/** Which of them the timeline shows: a run of this very program, in the order of that row.
 * @param {State} state @param {Outcome} outcome
 */
function isShown({ model, explored, order }, { schedule }) {
  if (!model || model.trace.source !== explored.source) return false;
  return sameOrder(order?.schedule ?? model.trace.schedule, schedule);
}

/** An order of another program cannot be taken, and one worker does one thing at a time.
 * @param {State} state
 */
const canOpen = (state) =>
  ["done", "stopped"].includes(standOf(state)) && !["loading", "running"].includes(state.phase);

/** @param {Document} document @param {Row} row */
function drawButton(document, { outcome, open, shown }) {
  const which = outcome.shortest ? "the shortest order" : "one order";
  const name = `${shown ? "Shown" : "Show"}: ${which} of those that ${outcome.text}`;
  const attributes = {
    type: "button",
    class: "outcome-open small needs-js",
    "data-schedule": outcome.schedule,
    "aria-label": name,
    "aria-current": shown ? "true" : null,
    // Not `disabled`: a button that is being used must not lose the focus.
    "aria-disabled": open ? null : "true",
  };
  return h(document, "button", attributes, shown ? "Shown" : "Show");
}

/** @param {Document} document @param {Exploration} exploration @param {Row} row */
function drawRow(document, exploration, row) {
  const { outcome, shown } = row;
  const share = shareOf(exploration, outcome);
  const mark = h(document, "span", { class: "outcome-mark" }, icon(document, MARKS[outcome.tone]));
  const tone = outcome.tone === "neutral" ? "" : `${outcome.tone}: `;
  const text = h(document, "span", { class: "outcome-text" }, outcomeText(exploration, outcome));
  const part = share === null ? "" : percent(share);
  const bar = h(document, "span", {
    class: "outcome-bar",
    style: `--share: ${share ?? 0}`,
    "aria-hidden": "true",
  });
  return h(
    document,
    "li",
    { class: "outcome", "data-tone": outcome.tone, "data-shown": shown },
    mark,
    h(document, "span", { class: "unseen" }, tone),
    text,
    h(document, "span", { class: "outcome-share" }, part),
    share === null ? null : bar,
    h(document, "span", { class: "outcome-how" }, distanceText(outcome)),
    drawButton(document, row),
  );
}

/** @param {Document} document */
function createParts(document) {
  const source = h(document, "p", { class: "card-note" });
  const heading = h(document, "h2", { id: "orders-heading" }, "Every order");
  const headline = h(document, "strong");
  const text = h(document, "span");
  const verdict = h(
    document,
    "p",
    { class: "orders-verdict", role: "status" },
    headline,
    " ",
    text,
  );
  const sentence = h(document, "p", { class: "orders-sentence" });
  const list = h(document, "ul", { class: "outcomes-list" });
  const notes = h(document, "ul", { class: "orders-notes" });
  return {
    ...{ source, headline, text, verdict, sentence, list, notes },
    head: h(document, "div", { class: "card-head" }, heading, source),
    body: h(document, "div", { class: "orders-body" }, verdict, sentence, list, notes),
  };
}

/** @param {Element} element @param {string} text */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The focus stays on the row that it was on, though the row is drawn anew.
 * @param {Element} list @param {Element[]} rows
 */
function replaceRows(list, rows) {
  const focused = closest(list.ownerDocument.activeElement, ".outcome-open");
  const at = focused ? [...list.querySelectorAll(".outcome-open")].indexOf(focused) : -1;
  list.replaceChildren(...rows);
  const next = /** @type {HTMLElement | undefined} */ (list.querySelectorAll(".outcome-open")[at]);
  next?.focus({ preventScroll: true });
}

class Outcomes {
  /** @type {string} what the rows were drawn from */ drawn = "";

  /** @param {HTMLElement} root @param {PageStore} store @param {Document} document */
  constructor(root, store, document) {
    this.root = root;
    this.store = store;
    this.document = document;
    this.parts = createParts(document);
    root.replaceChildren(this.parts.head, this.parts.body);
    this.update();
  }

  update() {
    const state = this.store.get();
    const { explored } = state;
    const { headline, text, verdict, sentence, source } = this.parts;
    const stand = standOf(state);
    const said = ordersVerdict(state);
    const answer = answerShown(explored);
    this.root.dataset.state = stand;
    this.root.dataset.source = explored.origin ?? "";
    verdict.dataset.tone = said.tone;
    // Counts change many times a second: a screen reader hears of the start and of the end.
    verdict.setAttribute("aria-live", stand === "exploring" && answer ? "off" : "polite");
    say(headline, said.headline);
    say(text, said.text);
    say(source, ordersSource(state));
    say(sentence, answer ? ordersSentence(answer) : "");
    this.showRows(state, answer);
  }

  /** @param {State} state @param {Exploration | null} answer */
  showRows(state, answer) {
    const open = canOpen(state);
    const outcomes = answer?.outcomes ?? [];
    const rows = outcomes.slice(0, MOST).map((outcome) => ({
      outcome,
      open,
      shown: isShown(state, outcome),
    }));
    const drawn = JSON.stringify([rows, answer?.interleavings, answer?.classes, answer?.notes]);
    if (!answer || drawn !== this.drawn) {
      const items = answer ? rows.map((row) => drawRow(this.document, answer, row)) : [];
      replaceRows(this.parts.list, items);
      const more = outcomes.length - rows.length;
      const rest = more > 0 ? [`There are ${more} more ways to end.`] : [];
      const said = ordersVerdict(state).text;
      const notes = [...rest, ...(answer?.notes ?? []).filter((note) => note !== said)];
      this.parts.notes.replaceChildren(...notes.map((note) => h(this.document, "li", {}, note)));
    }
    this.drawn = drawn;
  }

  /** @param {Element | null} button */
  choose(button) {
    const state = this.store.get();
    const schedule = button?.getAttribute("data-schedule");
    const order = state.explored.answer?.outcomes.find((each) => each.schedule === schedule);
    if (!order || !canOpen(state)) return;
    const beside = Boolean(state.order?.deviations && state.other);
    this.store.dispatch({ type: "order-asked", order, beside });
  }
}

const CONCERNS = /** @type {const} */ (["explored", "model", "code", "phase", "message"]);

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountOutcomes(root, store, { document }) {
  const outcomes = new Outcomes(root, store, document);
  store.subscribe((state, before) => {
    if (CONCERNS.some((name) => state[name] !== before[name])) outcomes.update();
  });
  root.addEventListener("click", ({ target }) => outcomes.choose(closest(target, ".outcome-open")));
}
