/**
 * All orders: which are still possible, how they end. One bar an order, and a press on it plays that
 * order; of many, one strip for those that begin alike, and a press on it opens it.
 */

import { all, upToChoice } from "../clock/orders.js";
import {
  drawBar,
  drawBrackets,
  drawForks,
  drawFound,
  drawLegend,
  drawLevels,
  drawStrip,
  drawTable,
  drawThin,
  showPossible,
} from "../map/draw.js";
import { groupsOf, layoutMap, layoutPart } from "../map/layout.js";
import {
  clockShown,
  hasOneOrder,
  lacksOrders,
  onlyOrder,
  unlockedOrders,
} from "../state/choosing.js";
import {
  countingText,
  leftText,
  lockedText,
  mapNoteText,
  ONE_ORDER,
  untriedText,
} from "../text/clock.js";
import { closest, h, keepRoom } from "../ui/dom.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../map/layout.js").MapLayout} MapLayout */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

/** A map of fewer orders leaves room at its end: bars are no blocks. */
const FEWEST = 16;
/** Beside a map less wide than this there is room for what was chosen. */
const NARROW = 0.5;

/** @param {number} of the whole width */
const share = (of) => String(Math.round(of * 1e4) / 1e4);

/** How far an arrow goes: from one order to the next, or to the next that differs in choice 3, 2, 1. */
const LEVELS = 4;

/** @param {Document} document */
function createParts(document) {
  const strong = h(document, "strong");
  const rest = h(document, "span");
  const left = h(
    document,
    "p",
    { class: "orders-left", "data-testid": "orders-left" },
    strong,
    " ",
    rest,
  );
  const show = h(document, "button", { type: "button", class: "quiet link" }, "Show it now");
  const legend = h(document, "ul", { class: "map-legend" });
  const head = h(document, "div", { class: "map-head" }, left, legend, show);
  const levels = h(document, "div", { class: "map-levels", "aria-hidden": "true" });
  const bars = h(document, "div", { class: "map-bars" });
  const area = h(
    document,
    "div",
    { class: "map-area", "data-testid": "order-map", role: "group", tabindex: 0 },
    levels,
    bars,
  );
  const thin = h(document, "div", { class: "map-bars" });
  const thinText = h(document, "p", { class: "map-thin-text" });
  const thinArea = h(document, "div", { class: "map-thin", "aria-hidden": "true" }, thin);
  const whole = h(document, "div", { class: "map-whole", hidden: "" }, thinText, thinArea);
  const brackets = h(document, "ol", { class: "map-brackets", "aria-hidden": "true" });
  const note = h(document, "p", { class: "map-note" });
  const table = h(document, "table");
  const asTable = h(
    document,
    "details",
    { class: "map-table" },
    h(document, "summary", {}, "as a table"),
    table,
  );
  const foot = h(document, "div", { class: "map-foot" }, note, asTable);
  const forks = h(document, "ul", { class: "map-forks" });
  return {
    ...{
      head,
      left,
      strong,
      rest,
      show,
      legend,
      area,
      levels,
      bars,
      whole,
      thin,
      thinText,
      thinArea,
    },
    ...{ brackets, note, table, asTable, foot, forks },
  };
}

/** What is drawn for a clock: the orders themselves, and above or below them, small, those they belong to.
 * @param {Clock} clock @param {Orders | null} unlocked those of the same program without its lock
 */
function mapsOf({ orders, place, choices }, unlocked) {
  const whole = layoutMap(orders);
  if (whole.strips.length > 0 && choices.length > 0) {
    return { main: layoutPart(orders, place), thin: whole, beside: null };
  }
  return { main: whole, thin: unlocked && layoutMap(unlocked), beside: unlocked };
}

/** What is said where nothing can be chosen.
 * @param {State} state @param {State["counted"]} counted @param {State["untried"]} untried
 */
function roomText(state, counted, untried) {
  if (counted) return { strong: countingText(counted), rest: "" };
  if (untried) return untriedText(untried);
  return hasOneOrder(state) ? ONE_ORDER : { strong: "", rest: "" };
}

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountOrderMap(root, store, { document }) {
  const parts = createParts(document);
  let drawn = /** @type {MapLayout | null} */ (null);
  let drawnThin = /** @type {MapLayout | null} */ (null);
  let shown = /** @type {Clock | null} */ (null);
  let shownUnlocked = /** @type {Orders | null} */ (null);
  let hasRoom = false;
  let at = 0;
  let level = 0;

  /** @param {MapLayout} map */
  function drawMain(map) {
    if (drawn === map) return;
    drawn = map;
    const { bars, strips } = map;
    parts.area.toggleAttribute("data-strips", strips.length > 0);
    parts.bars.replaceChildren(
      ...bars.map((bar) => drawBar(document, bar)),
      ...strips.map((strip, i) => drawStrip(document, strip, i)),
    );
    parts.levels.replaceChildren(...drawLevels(document, map));
    at = 0;
  }

  /** @param {MapLayout | null} map @param {string} text @param {number} width as a share of the card's */
  function drawWhole(map, text, width) {
    parts.whole.hidden = map === null;
    parts.thinText.textContent = text;
    parts.thinArea.style.setProperty("--wide", share(width));
    if (!map || drawnThin === map) return;
    drawnThin = map;
    parts.thinArea.toggleAttribute("data-strips", map.strips.length > 0);
    parts.thin.replaceChildren(...drawThin(document, map));
  }

  /** @param {Clock} clock @param {Orders | null} unlocked */
  function drawMaps(clock, unlocked) {
    const { main, thin, beside } = mapsOf(clock, unlocked);
    drawMain(main);
    // One width an order in both rows, so that fewer orders look fewer.
    const units = beside && thin ? Math.max(main.units, thin.units) : main.units;
    const wide = main.bars.length > 0 ? Math.max(units, FEWEST) : units;
    root.style.setProperty("--wide", share(main.units / wide));
    root.toggleAttribute("data-narrow", main.units / wide < NARROW);
    const text = beside ? lockedText(beside, clock) : "";
    drawWhole(clock.asksBet ? null : thin, text, thin && beside ? thin.units / wide : 1);
    parts.area.toggleAttribute("data-hidden", clock.asksBet);
    root.toggleAttribute("data-beside", beside !== null && !clock.asksBet);
    return { main, isOpened: thin !== null && beside === null };
  }

  /** Where nothing can be chosen, or not yet. A program of one order has no map, or a small one, and
   * keeps the room of its neighbour's; orders that are asked for are shown as they are found.
   * @param {State} state @param {boolean} draws @param {boolean} chooses
   */
  function showRoom(state, draws, chooses) {
    const counted = draws || state.phase !== "running" ? null : state.counted;
    const untried = draws || counted || state.stale ? null : state.untried;
    const found = counted ?? untried;
    const keeps = !chooses && hasRoom && !lacksOrders(state);
    keepRoom(root, keeps);
    root.hidden = !draws && !keeps && !found;
    for (const part of [parts.legend, parts.brackets, parts.foot]) part.hidden = !draws;
    parts.area.hidden = !draws && !found;
    if (draws) return;
    shown = drawn = null;
    root.style.removeProperty("--wide");
    parts.show.hidden = parts.forks.hidden = parts.whole.hidden = true;
    for (const name of ["left", "all"]) delete parts.left.dataset[name];
    const { strong, rest } = roomText(state, counted, untried);
    parts.strong.textContent = strong;
    parts.rest.textContent = rest;
    const bars = found ? drawFound(document, found.found, { torn: untried !== null }) : [];
    parts.bars.replaceChildren(...bars);
    parts.levels.replaceChildren();
    parts.area.setAttribute("aria-label", `Map of all orders. ${strong} ${rest}`.trim());
  }

  /** @param {Clock} clock */
  function showWords(clock) {
    const { strong, rest } = leftText(clock);
    parts.strong.textContent = strong;
    parts.rest.textContent = rest;
    parts.left.dataset.left = String(clock.left);
    parts.left.dataset.all = String(clock.total);
    parts.area.setAttribute("aria-label", `Map of all orders. ${strong} ${rest}`);
    parts.show.hidden = !clock.asksBet;
  }

  function showTable() {
    if (parts.asTable.hasAttribute("open") && shown) {
      parts.table.replaceChildren(...drawTable(document, shown));
    }
  }

  /** What a choice that is pointed at would leave. @param {Clock} clock @param {State} state */
  const pointedIn = ({ options }, { pointed }) =>
    options.find(({ letter }) => letter === pointed)?.range ?? null;

  function show() {
    const state = store.get();
    // One order is no map, unless it shows what a lock has left of one.
    const chosen = clockShown(state);
    const clock = chosen ?? (hasRoom ? onlyOrder(state) : null);
    showRoom(state, clock !== null, chosen !== null);
    if (!clock) return;
    const unlocked = unlockedOrders(state);
    if (clock !== shown || unlocked !== shownUnlocked) showClock(clock, unlocked);
    const pointed = pointedIn(clock, state);
    showPossible(parts.bars, clock.place, pointed);
    if (!parts.whole.hidden && !unlocked) showPossible(parts.thin, clock.place, pointed);
  }

  /** @param {Clock} clock @param {Orders | null} unlocked */
  function showClock(clock, unlocked) {
    [shown, shownUnlocked, hasRoom] = [clock, unlocked, true];
    const { main, isOpened } = drawMaps(clock, unlocked);
    showWords(clock);
    parts.legend.replaceChildren(...drawLegend(document, clock));
    const map = layoutMap(clock.orders);
    parts.brackets.toggleAttribute("data-parts", clock.choices.length === 0);
    root.toggleAttribute("data-opened", isOpened);
    parts.brackets.replaceChildren(...drawBrackets(document, map, clock));
    parts.note.textContent = mapNoteText(main, clock);
    parts.forks.hidden = clock.play.forks.length === 0;
    parts.forks.replaceChildren(...drawForks(document, clock));
    showTable();
  }

  /** @param {number} place */
  function point(place) {
    const bars = parts.bars.children;
    at = Math.min(Math.max(place, 0), bars.length - 1);
    /** @type {HTMLElement} */ (bars[at]).focus();
  }

  /** The next bar, or the next that differs from this one in an earlier choice. @param {number} by */
  function next(by) {
    if (level === 0 || !shown || !drawn) return at + by;
    const starts = groupStarts(shown, drawn, LEVELS - level);
    const here = starts.findLastIndex((start) => start <= at);
    return starts[Math.min(Math.max(here + by, 0), starts.length - 1)];
  }

  parts.show.addEventListener("click", () =>
    store.dispatch({ type: "clock", action: { type: "bet-made", bet: "" } }),
  );
  parts.bars.addEventListener("click", ({ target }) => {
    const order = closest(target, "[data-order]")?.getAttribute("data-order");
    const strip = closest(target, "[data-strip]")?.getAttribute("data-strip");
    if (shown?.total === 1) return; // it is shown already
    if (order) {
      store.dispatch({ type: "clock", action: { type: "order-played", order: Number(order) } });
    } else if (strip && drawn && shown) {
      const letters = [...shown.play.chosen, ...drawn.strips[Number(strip)].letters];
      store.dispatch({ type: "clock", action: { type: "beginning-chosen", letters } });
    }
  });
  parts.area.addEventListener("keydown", (press) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[press.key];
    const up = { ArrowUp: 1, ArrowDown: -1 }[press.key];
    if (by === undefined && up === undefined) return;
    press.preventDefault();
    if (up !== undefined) level = Math.min(Math.max(level + up, 0), LEVELS - 1);
    else if (by !== undefined)
      point(document.activeElement === parts.area ? firstPossible() : next(by));
  });

  /** @returns {number} the place of the first bar that is still possible */
  function firstPossible() {
    const bars = [...parts.bars.children];
    return Math.max(
      bars.findIndex((bar) => bar.getAttribute("data-possible") === "true"),
      0,
    );
  }

  parts.forks.addEventListener("click", ({ target }) => {
    const fork = closest(target, "[data-fork]")?.getAttribute("data-fork");
    if (fork === null || fork === undefined) return;
    store.dispatch({ type: "clock", action: { type: "fork-taken", fork: Number(fork) } });
  });
  parts.asTable.addEventListener("toggle", showTable);
  root.replaceChildren(
    ...[parts.head, parts.area, parts.whole, parts.brackets, parts.foot, parts.forks],
  );
  store.subscribe(show);
  show();
}

/** Where the bars of a map begin that differ in one of the first choices.
 * @param {Clock} clock @param {MapLayout} map @param {number} choices how many
 */
function groupStarts({ orders, place }, { range, bars, strips }, choices) {
  const isWhole = range.to - range.from === orders.root.count;
  const groups = groupsOf(isWhole ? upToChoice(all(orders), 0) : place, choices);
  const starts = [...bars.map(({ order }) => order), ...strips.map(({ from }) => from)];
  return groups.map((group) => Math.max(starts.indexOf(group.range.from), 0));
}
