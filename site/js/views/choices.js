/**
 * The clock's choices: one button for what can come next, in the lane of the task that it wakes,
 * with what it will do and how many orders it leaves; the loop's own turn, undo and fork.
 */

import { everyEnding, sharesOf } from "../clock/orders.js";
import { shapesOf } from "../map/layout.js";
import { clockShown, lacksOrders, onlyOrder } from "../state/choosing.js";
import { isBusy } from "../state/reducer.js";
import { choiceKeys, OWN } from "../text/choice-keys.js";
import {
  deedText,
  leavesText,
  ONE_ORDER,
  optionName,
  optionSentence,
  questionText,
} from "../text/clock.js";
import { laneNoteText } from "../text/lane-notes.js";
import { counted } from "../text/numbers.js";
import { areMany, layoutLanes } from "../timeline/layout/lanes.js";
import { closest, h, keepRoom } from "../ui/dom.js";
import { isLost } from "../ui/focus.js";
import { named } from "../ui/prose.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/options.js").Option} Option */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

const TOO_MANY =
  "Not all of its orders could be found, so there is nothing to choose from. “Try every order” says what is known of how they end.";

/** So many bars can be told apart on a button. */
const FEW = 6;
/** More choices than these stand in two columns on a phone. */
const MANY = 5;

/** @param {Document} document @param {string} key */
const cap = (document, key) => h(document, "kbd", { "aria-hidden": "true" }, key);

/** @param {Document} document @param {string} testid @param {string} text @param {string} key */
const tool = (document, testid, text, key) =>
  h(
    document,
    "button",
    { type: "button", "data-testid": testid, "aria-keyshortcuts": key },
    h(document, "span", {}, text),
    cap(document, key),
  );

/** To the lesson after this one, which the foot of the page leads to; an embed has none.
 * @param {Document} document
 */
function linkOn(document) {
  const next = document.querySelector('.neighbours a[rel="next"]');
  const href = next?.getAttribute("href");
  const link = { class: "button", "data-testid": "next-lesson", href };
  return href ? h(document, "a", link, "Next lesson") : null;
}

/** @param {Document} document */
function createParts(document) {
  const question = h(document, "h3", { id: "choices-question", class: "choices-question" });
  const list = h(document, "div", { class: "choices-list" });
  const notes = h(document, "div", { class: "choices-notes" });
  const run = tool(document, "run-loop", "Let the loop run", OWN.run);
  const undo = tool(document, "undo", "↶ Undo", OWN.undo);
  const fork = tool(document, "fork", "Fork", OWN.fork);
  // The flags of the picture are for the pointer; for the keyboard they stand after Undo.
  const flags = h(document, "div", {
    class: "choices-flags",
    role: "group",
    "aria-label": "Choices made",
  });
  const again = h(
    document,
    "button",
    { type: "button", "data-testid": "play-again" },
    "Play again",
  );
  const onward = linkOn(document);
  const over = h(document, "div", { class: "choices-over" }, again, onward);
  const tools = h(document, "div", { class: "choices-tools" }, undo, flags, fork, run, over);
  const hold = h(
    document,
    "button",
    { type: "button", class: "choices-hold", "data-testid": "hold-clock" },
    "Choose yourself what comes next",
  );
  const note = h(document, "p", { class: "choices-note" });
  const group = h(
    document,
    "div",
    {
      class: "choices",
      role: "group",
      "data-testid": "choices",
      "aria-labelledby": "choices-question",
    },
    question,
    notes,
    list,
    tools,
  );
  return { group, question, list, notes, run, over, again, onward, undo, flags, fork, hold, note };
}

/** Why there is nothing to choose from, where that is known.
 * @param {State} state @param {boolean} asks whether it can be asked for
 */
function noteText(state, asks) {
  if (asks) return state.untried ? TOO_MANY : "";
  // the map of one order says nothing of choosing; where there is none, it says this
  return onlyOrder(state) ? `${ONE_ORDER.strong} ${ONE_ORDER.rest}` : "";
}

/** Whether the orders of what is shown can be asked for. @param {State} state */
const canHold = (state) => !isBusy(state) && state.code.trim() !== "";

/** The bars that a choice leaves, small: as tall as what they end at.
 * @param {Document} document @param {Clock} clock @param {Option} option
 */
function drawTail(document, clock, { range }) {
  const left = range.to - range.from;
  const count = h(document, "span", { class: "choice-count" }, leavesText(left, clock));
  const text = h(document, "span", {}, "leaves ", count);
  const bars = left <= FEW && !clock.asksBet ? drawBars(document, clock, range) : null;
  return h(document, "span", { class: "choice-tail", "aria-hidden": "true" }, bars, text);
}

/** @param {Document} document @param {Clock} clock @param {Option["range"]} range */
const drawBars = (document, { orders }, range) =>
  h(
    document,
    "span",
    { class: "choice-bars" },
    ...everyEnding(range)
      .map(shapesOf(orders))
      .map(({ height, look }) =>
        h(document, "span", { "data-look": look, style: `--height: ${Math.round(height * 100)}%` }),
      ),
  );

/** @param {Document} document @param {Clock} clock @param {Option} option @param {string} key */
function drawChoice(document, clock, option, key) {
  return h(
    document,
    "button",
    {
      type: "button",
      class: "choice-button",
      "data-testid": "choice",
      "data-kind": option.kind,
      "data-task": option.name,
      "data-leaves": option.range.to - option.range.from,
      "data-letter": option.letter,
      "data-key": key,
      "aria-keyshortcuts": key,
    },
    cap(document, key),
    // What is read is one sentence; what is seen, the same in three places.
    h(
      document,
      "span",
      { class: "unseen" },
      optionSentence(clock.model, option, sharesOf(option.range)),
    ),
    h(
      document,
      "span",
      { class: "choice-words", "aria-hidden": "true" },
      h(document, "b", {}, optionName(option)),
      h(document, "span", {}, deedText(clock.model, option)),
    ),
    drawTail(document, clock, option),
  );
}

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountChoices(root, store, { document }) {
  const parts = createParts(document);
  let shown = /** @type {Clock | null} */ (null);
  let hasRoom = false;

  /** On a phone the choices lie over the page's foot from the first one on, wherever they stood: what
   * was chosen is seen where the picture is.
   * @param {import("../clock/play.js").PlayAction} action
   */
  function press(action) {
    const wasOpen = store.get().clock !== null;
    store.dispatch({ type: "clock", action });
    const isOver = () => document.defaultView?.getComputedStyle(root).position === "fixed";
    if (!wasOpen && isOver()) root.closest(".result")?.scrollIntoView();
  }

  /** Once a run is played to its end there is another to play, and the lesson after this one.
   * @param {Clock} clock @param {boolean} isLesson
   */
  function showOver({ isOver, shares }, isLesson) {
    parts.over.hidden = !isOver;
    if (!parts.onward) return;
    parts.onward.hidden = !isLesson;
    parts.onward.classList.toggle("primary", isOver && shares[0].ending.tone === "right");
  }

  /** @param {Clock} clock */
  function showRun({ options, isOver }) {
    const ready = options.find(({ kind }) => kind === "ready");
    const text = ready ? optionName(ready) : "Let the loop run to the end";
    /** @type {HTMLElement} */ (parts.run.firstElementChild).textContent = text;
    parts.run.toggleAttribute("data-ready", ready !== undefined);
    parts.run.dataset.letter = ready ? String(ready.letter) : "";
    parts.run.dataset.task = ready?.name ?? "";
    parts.run.dataset.leaves = ready ? String(ready.range.to - ready.range.from) : "";
    parts.run.disabled = parts.run.hidden = isOver;
  }

  /** Of a program whose orders nobody has recorded they are recorded first.
   * @param {State} state @param {Clock | null} clock
   */
  function showHold(state, clock) {
    const asks = clock === null && lacksOrders(state);
    const keeps = clock === null && !asks && hasRoom; // a neighbour's room
    keepRoom(root, keeps);
    root.hidden = clock === null && !asks && !keeps;
    parts.group.hidden = clock === null;
    parts.hold.hidden = !asks || state.untried !== null;
    // Not `disabled`: whoever has pressed it goes on from it to the choices.
    parts.hold.setAttribute("aria-disabled", String(!canHold(state)));
    parts.note.textContent = clock ? "" : noteText(state, asks);
    parts.note.hidden = parts.note.textContent === "";
  }

  /** Each button in the lane of its task, if that is drawn; several of one lane share it.
   * @param {Clock} clock @param {HTMLElement[]} buttons @param {readonly Option[]} options
   */
  function placeInLanes({ model }, buttons, options) {
    const lanes = layoutLanes(model);
    const last = Math.max(0, ...lanes.tasks.values());
    const met = new Map(/** @type {[number, number][]} */ ([]));
    for (const [at, button] of buttons.entries()) {
      const y = lanes.tasks.get(options[at].task ?? -1) ?? lanes.loop ?? last;
      const before = met.get(y) ?? 0;
      met.set(y, before + 1);
      button.style.setProperty("--y", `${y}px`);
      button.style.setProperty("--place", String(before));
      button.dataset.lane = String(y);
    }
    for (const button of buttons) {
      const sharing = met.get(Number(button.dataset.lane)) ?? 1;
      button.style.setProperty("--of", String(sharing));
      button.toggleAttribute("data-shares", sharing > 1);
    }
    parts.group.toggleAttribute("data-low", lanes.resources.length > 0 || areMany(model));
    parts.group.toggleAttribute("data-lowest", areMany(model));
    root.style.setProperty("--lanes-end", `${last + 28}px`);
    root.style.setProperty("--lanes-whole", `${lanes.height}px`);
    return { lanes, taken: new Set(met.keys()) };
  }

  /** One for each choice made: the way back to it. @param {Clock} clock */
  const drawFlags = ({ choices }) =>
    choices.map(({ option, left }, at) =>
      h(
        document,
        "button",
        {
          type: "button",
          "data-to": at,
          "aria-label": `Back to choice ${at + 1}: ${optionName(option)}, ${counted(left, "order")} left`,
        },
        String(at + 1),
      ),
    );

  /** @param {Clock} clock @param {ReturnType<typeof placeInLanes>} placed */
  function drawNotes({ model }, { lanes, taken }) {
    return [...lanes.tasks].flatMap(([task, y]) => {
      const text = taken.has(y) ? "" : laneNoteText(model, task);
      const attributes = { class: "choices-note", style: `--y: ${y}px` };
      return text ? [h(document, "p", attributes, ...named(document, text))] : [];
    });
  }

  /** @param {State} state @param {State} [before] */
  function show(state = store.get(), before = undefined) {
    const clock = clockShown(state);
    const open = state.clock !== null;
    showHold(state, clock);
    root.toggleAttribute("data-open", open);
    const page = /** @type {HTMLElement | null} */ (root.closest(".playground"));
    page?.toggleAttribute("data-clock", open);
    if (!clock) {
      shown = null;
      parts.list.replaceChildren();
      return;
    }
    if (clock === shown && state.isStuck === before?.isStuck) return;
    hasRoom = true;
    const held = /** @type {HTMLElement | null} */ (document.activeElement);
    const isHere = parts.group.contains(held);
    shown = clock;
    const arrivals = clock.options.filter(({ kind }) => kind !== "ready");
    const keys = choiceKeys(clock.model, arrivals);
    const buttons = arrivals.map((option, at) => drawChoice(document, clock, option, keys[at]));
    parts.question.textContent = questionText(clock, state.isStuck);
    parts.list.replaceChildren(...buttons);
    parts.notes.replaceChildren(...drawNotes(clock, placeInLanes(clock, buttons, arrivals)));
    parts.group.toggleAttribute("data-bet", clock.asksBet);
    parts.group.toggleAttribute("data-many", arrivals.length > MANY);
    parts.group.setAttribute("aria-busy", String(clock.isComing));
    showRun(clock);
    showOver(clock, state.scenario !== null && !state.edited);
    parts.flags.replaceChildren(...drawFlags(clock));
    parts.flags.hidden = clock.choices.length === 0;
    parts.undo.disabled = clock.choices.length === 0;
    parts.fork.disabled = clock.choices.length === 0;
    if (held && isHere && isLost(held)) focusAgain(buttons, held.dataset.key);
  }

  /** Who pressed a choice goes on from the choice of the same task, or from what there is.
   * @param {HTMLElement[]} buttons @param {string} [key]
   */
  function focusAgain(buttons, key) {
    const same = key && buttons.find((button) => button.dataset.key === key);
    const next = same || (buttons[0] ?? (parts.run.disabled ? parts.undo : parts.run));
    next.focus({ preventScroll: true });
  }

  /** What is pointed at is lit in the map. @param {EventTarget | null} target */
  function point(target) {
    const letter = target && closest(target, "[data-letter]")?.getAttribute("data-letter");
    store.dispatch({ type: "choice-pointed", letter: letter ? Number(letter) : null });
  }

  function runOn() {
    const letter = parts.run.dataset.letter;
    press(letter ? { type: "chosen", letter: Number(letter) } : { type: "run-on" });
  }

  parts.list.addEventListener("click", ({ target }) => {
    const letter = closest(target, "[data-letter]")?.getAttribute("data-letter");
    if (letter) press({ type: "chosen", letter: Number(letter) });
  });
  parts.run.addEventListener("click", runOn);
  parts.undo.addEventListener("click", () => press({ type: "undone" }));
  parts.fork.addEventListener("click", () => press({ type: "forked" }));
  parts.again.addEventListener("click", () => press({ type: "gone-back", to: 0 }));
  parts.flags.addEventListener("click", ({ target }) => {
    const to = closest(target, "[data-to]")?.getAttribute("data-to");
    if (to) press({ type: "gone-back", to: Number(to) });
  });

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !shown) return;
    const key = event.key.toUpperCase();
    const own = { [OWN.run]: parts.run, [OWN.undo]: parts.undo, [OWN.fork]: parts.fork }[key];
    const button = own ?? parts.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!(button instanceof HTMLButtonElement) || button.disabled || key.length !== 1) return;
    event.preventDefault();
    button.click();
  }
  parts.group.addEventListener("keydown", onKey);
  for (const [on, off] of [
    ["pointerover", "pointerout"],
    ["focusin", "focusout"],
  ]) {
    parts.list.addEventListener(on, ({ target }) => point(target));
    parts.list.addEventListener(off, () => point(null));
  }
  document
    .querySelector("#timeline .tl-scroll")
    ?.addEventListener("keydown", (event) => onKey(/** @type {KeyboardEvent} */ (event)));

  parts.hold.addEventListener("click", () => {
    if (canHold(store.get())) store.dispatch({ type: "orders-asked" });
  });
  root.replaceChildren(parts.hold, parts.note, parts.group);
  store.subscribe(show);
  show();
}
