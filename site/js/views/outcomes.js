/** All orders of the program: a sentence, and for each way to end a bar with the way to see it. */

import { answerShown, canAskOfLocks, sameOrder, standOf } from "../state/explored.js";
import { onNoticed } from "../state/noticed.js";
import { groupsOf } from "../state/outcome-groups.js";
import { isBusy } from "../state/reducer.js";
import {
  distanceText,
  lockTexts,
  memberText,
  noteText,
  ordersSentence,
  ordersSource,
  ordersVerdict,
  restText,
  rowText,
  shareOf,
  termsIn,
} from "../text/orders.js";
import { closest, h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Outcome} Outcome */
/** @typedef {import("../state/outcome-groups.js").Group} Group */
/** @typedef {{group: Group, open: boolean, shown: readonly string[]}} Row shown: schedules */

/** More ways to end than this are no reading matter; the rest is counted beneath. */
const MOST = 40;

const MARKS = /** @type {const} */ ({ wrong: "cross", right: "check", neutral: "dash" });
/** What ends at nothing has a sign of its own. */
const BROKEN = /** @type {const} */ ({ deadlock: "deadlock", error: "alert", failed: "alert" });

/** @param {Outcome} outcome */
const markOf = ({ status, tone }) =>
  (tone === "wrong" && BROKEN[/** @type {keyof typeof BROKEN} */ (status)]) || MARKS[tone];

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
const canOpen = (state) => ["done", "stopped"].includes(standOf(state)) && !isBusy(state);

/** @param {Document} document @param {Outcome} outcome @param {Row} row */
function drawButton(document, outcome, { open, shown }) {
  const here = shown.includes(outcome.schedule);
  const which = outcome.is_shortest ? "the shortest order" : "one order";
  const attributes = {
    type: "button",
    class: "outcome-open small needs-js",
    "data-schedule": outcome.schedule,
    "aria-label": `${here ? "Shown" : "Show"}: ${which} of those that ${outcome.text}`,
    "aria-current": here ? "true" : null,
    // Not `disabled`: a button that is being used must not lose the focus.
    "aria-disabled": open ? null : "true",
  };
  return h(document, "button", attributes, here ? "Shown" : "Show");
}

/** The outcomes of a group that has several: they read alike but for the noise.
 * @param {Document} document @param {Row} row
 */
function drawMembers(document, row) {
  const { group } = row;
  const { lead, outcomes, key } = group;
  if (outcomes.length === 1) return null;
  const listed = outcomes.slice(0, MOST);
  const items = listed.map((outcome) =>
    h(
      document,
      "li",
      {},
      h(document, "span", {}, memberText(group, outcome)),
      outcome === lead ? null : drawButton(document, outcome, row),
    ),
  );
  const more = outcomes.length - listed.length;
  if (more > 0) items.push(h(document, "li", {}, `There are ${more} more.`));
  const first = h(document, "code", {}, memberText(group, lead));
  const summary = h(document, "summary", {}, first, `, ${restText(group)}`);
  const list = h(document, "ul", {}, ...items);
  return h(document, "details", { class: "outcome-more", "data-key": key }, summary, list);
}

/** @param {Document} document @param {number | null} share */
const drawBar = (document, share) =>
  share === null
    ? null
    : h(document, "span", {
        class: "outcome-bar",
        style: `--share: ${share}`,
        "aria-hidden": "true",
      });

/** @param {Document} document @param {Exploration} exploration @param {Row} row */
function drawRow(document, exploration, row) {
  const { group, shown } = row;
  const { lead } = group;
  const mark = h(document, "span", { class: "outcome-mark" }, icon(document, markOf(lead)));
  const tone = lead.tone === "neutral" ? "" : `${lead.tone}: `;
  return h(
    document,
    "li",
    { class: "outcome", "data-tone": lead.tone, "data-shown": shown.length > 0 },
    mark,
    h(document, "span", { class: "unseen" }, tone),
    h(document, "span", { class: "outcome-text" }, rowText(exploration, group)),
    drawBar(document, shareOf(exploration, group)),
    h(document, "span", { class: "outcome-how" }, distanceText(lead)),
    drawButton(document, lead, row),
    drawMembers(document, row),
  );
}

/** The words of this panel, explained where they are used: by touch, by key, without script.
 * @param {Document} document
 */
function createTerms(document) {
  const summary = h(document, "summary", {}, "What do these words mean?");
  const list = h(document, "dl", {});
  return { list, details: h(document, "details", { class: "terms" }, summary, list) };
}

/** @param {Document} document @param {readonly [string, string]} term */
const drawTerm = (document, [term, meaning]) =>
  h(
    document,
    "div",
    {},
    h(document, "dt", {}, h(document, "dfn", {}, term)),
    h(document, "dd", {}, meaning),
  );

/** What each lock is for: asked by a button, as it takes as long again. @param {Document} document */
function createLocks(document) {
  const ask = "What is each lock for?";
  const pressed = { type: "button", class: "small needs-js", "data-testid": "ask-locks" };
  const read = { class: "orders-locks", "data-testid": "locks", tabindex: -1, "aria-label": ask };
  return {
    ask: /** @type {HTMLButtonElement} */ (h(document, "button", pressed, ask)),
    found: /** @type {HTMLElement} */ (h(document, "ul", read)),
  };
}

/** @param {Document} document */
function createParts(document) {
  const source = h(document, "p", { class: "card-note" });
  const heading = h(document, "h2", { id: "orders-heading" }, "Every order");
  const headline = h(document, "strong");
  const text = h(document, "span");
  const verdict = h(document, "p", { class: "orders-verdict" }, headline, " ", text);
  const sentence = h(document, "p", { class: "orders-sentence" });
  const list = h(document, "ul", { class: "outcomes-list" });
  const notes = h(document, "ul", { class: "orders-notes" });
  const terms = createTerms(document);
  const locks = createLocks(document);
  const summary = h(document, "div", {}, verdict, sentence, list, notes, locks.found, locks.ask);
  return {
    ...{ source, headline, text, verdict, sentence, list, notes, summary, terms, locks },
    head: h(document, "div", { class: "card-head" }, heading, source),
    body: h(document, "div", { class: "orders-body" }, summary, terms.details),
  };
}

/** @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The focus stays on the row that it was on, and an open list stays open, though all is drawn anew.
 * @param {Element} list @param {Element[]} rows
 */
function replaceRows(list, rows) {
  const focused = closest(list.ownerDocument.activeElement, ".outcome-open");
  const at = focused ? [...list.querySelectorAll(".outcome-open")].indexOf(focused) : -1;
  const open = [...list.querySelectorAll(".outcome-more[open]")];
  const keys = new Set(open.map((details) => details.getAttribute("data-key")));
  list.replaceChildren(...rows);
  for (const details of list.querySelectorAll(".outcome-more")) {
    details.toggleAttribute("open", keys.has(details.getAttribute("data-key")));
  }
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
    const judged = ordersVerdict(state);
    const answer = answerShown(explored);
    this.root.dataset.state = standOf(state);
    this.root.dataset.source = explored.origin ?? "";
    this.root.dataset.complete = String(explored.answer?.complete === true);
    verdict.dataset.tone = judged.tone;
    write(headline, judged.headline);
    write(text, judged.text);
    write(source, ordersSource(state));
    const counts = answer ? ordersSentence(answer) : "";
    write(sentence, counts === judged.headline ? "" : counts);
    this.showRows(state, answer);
    this.showLocks(state, answer);
    this.showTerms();
  }

  /** The button stays where it is while it is being answered.
   * @param {State} state @param {Exploration | null} answer
   */
  showLocks(state, answer) {
    const { ask, found } = this.parts.locks;
    const texts = lockTexts(answer);
    found.replaceChildren(...texts.map((text) => h(this.document, "li", {}, text)));
    found.hidden = texts.length === 0;
    ask.setAttribute("aria-disabled", String(isBusy(state)));
    const isFocused = this.document.activeElement === ask;
    if (standOf(state) !== "exploring") ask.hidden = !canAskOfLocks(state);
    // Who has just pressed it reads on where the answer is.
    if (isFocused && ask.hidden && !found.hidden) found.focus({ preventScroll: true });
  }

  /** Only the words that stand in the panel now. */
  showTerms() {
    const { terms, summary } = this.parts;
    const used = termsIn(summary.textContent ?? "");
    if (used.length === terms.list.children.length) return;
    terms.list.replaceChildren(...used.map((term) => drawTerm(this.document, term)));
  }

  /** @param {State} state @param {Exploration | null} answer */
  showRows(state, answer) {
    const open = canOpen(state);
    const groups = answer ? groupsOf(answer) : [];
    const rows = groups.slice(0, MOST).map((group) => ({
      group,
      open,
      shown: group.outcomes.filter((each) => isShown(state, each)).map(({ schedule }) => schedule),
    }));
    const drawn = JSON.stringify([rows, answer?.interleavings, answer?.classes, answer?.notes]);
    if (!answer || drawn !== this.drawn) {
      const items = answer ? rows.map((row) => drawRow(this.document, answer, row)) : [];
      replaceRows(this.parts.list, items);
      const more = groups.length - rows.length;
      const rest = more > 0 ? [`There are ${more} more ways to end.`] : [];
      const above = ordersVerdict(state).text;
      const notes = [...rest, ...(answer?.notes ?? []).filter((note) => note !== above)];
      this.parts.notes.replaceChildren(
        ...notes.map((note) => h(this.document, "li", {}, noteText(note))),
      );
    }
    this.drawn = drawn;
  }

  askOfLocks() {
    if (!isBusy(this.store.get())) this.store.dispatch({ type: "explore-asked", locks: true });
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

const CONCERNS = /** @type {const} */ ([
  "explored",
  "model",
  "code",
  "message",
  "orders",
  "counted",
  "clock",
  "phase",
]);

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountOutcomes(root, store, { document }) {
  const outcomes = new Outcomes(root, store, document);
  const isOther = (/** @type {State} */ state, /** @type {State} */ before) =>
    CONCERNS.some((name) => state[name] !== before[name]);
  onNoticed(store, () => outcomes.update(), isOther);
  root.addEventListener("click", ({ target }) => {
    if (closest(target, "[data-testid=ask-locks]")) outcomes.askOfLocks();
    else outcomes.choose(closest(target, ".outcome-open"));
  });
}
