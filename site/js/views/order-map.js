/**
 * All orders: which are still possible, how they end. One bar an order, and a press on it plays that
 * order; of many, one strip for those that begin alike, and a press on it opens it.
 */

import { clockOf } from "../clock/clock.js";
import { all, sharesOf, upToChoice } from "../clock/orders.js";
import { UNPLAYED } from "../clock/play.js";
import { groupsOf, layoutMap, layoutPart, spanOf } from "../map/layout.js";
import { clockShown, hasOneOrder, lacksOrders, unlockedOrders } from "../state/choosing.js";
import {
  countsText,
  endText,
  leftText,
  lockedText,
  mapNoteText,
  ONE_ORDER,
  optionName,
  wantedOf,
} from "../text/clock.js";
import { grouped } from "../text/orders.js";
import { counted } from "../text/steps.js";
import { closest, h, keepRoom } from "../ui/dom.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../map/layout.js").Bar} Bar */
/** @typedef {import("../map/layout.js").MapLayout} MapLayout */
/** @typedef {import("../map/layout.js").Strip} Strip */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

const GLYPHS = /** @type {Record<string, string>} */ ({ right: "✓", wrong: "✕", near: "✕" });
/** Choices that have a bracket beneath the bars. */
const BRACKETS = 3;
/** First choices that are told apart beneath the bars. */
const PARTS = 8;
/** How far an arrow goes: from one order to the next, or to the next that differs in choice 3, 2, 1. */
const LEVELS = 4;

/** @param {number} share */
const percent = (share) => `${Math.round(share * 1e5) / 1e3}%`;

/** @param {{x0: number, x1: number}} span */
const across = ({ x0, x1 }) => `left: ${percent(x0)}; width: ${percent(x1 - x0)}`;

/** @param {Bar["ending"]} ending @param {string} look */
function glyphOf({ status, number }, look) {
  if (number !== null) return "";
  if (status === "deadlock") return "⊗";
  return status === "ok" ? (GLYPHS[look] ?? "") : "!";
}

/** @param {Document} document @param {Bar} bar */
function drawBar(document, { order, x0, x1, height, look, ending }) {
  const label = `Order ${grouped(order + 1)}: ${endText(ending, 1)}`;
  return h(
    document,
    "button",
    {
      type: "button",
      class: "map-order",
      tabindex: -1,
      "data-testid": "order",
      "data-order": order,
      "data-from": order,
      "data-to": order + 1,
      "data-ending": ending.label,
      "data-look": look,
      "aria-label": label,
      title: label,
      style: `${across({ x0, x1 })}; --height: ${percent(height)}`,
    },
    glyphOf(ending, look),
  );
}

/** @param {Document} document @param {Strip} strip @param {number} at */
function drawStrip(document, { from, to, x0, x1, shares }, at) {
  const label = `${counted(to - from, "order")}: ${countsText(shares)}`;
  return h(
    document,
    "button",
    {
      type: "button",
      class: "map-strip",
      tabindex: -1,
      "data-strip": at,
      "data-from": from,
      "data-to": to,
      "aria-label": label,
      title: label,
      style: across({ x0, x1 }),
    },
    ...shares.map(({ ending, count, look }) =>
      h(document, "span", {
        class: "map-share",
        "data-testid": "order",
        "data-ending": ending.label,
        "data-count": count,
        "data-look": look,
        style: `flex-grow: ${count}`,
      }),
    ),
  );
}

/** A map that is only looked at. @param {Document} document @param {MapLayout} map */
const drawThin = (document, { bars, strips }) => [
  ...bars.map(({ order, x0, x1, height, look }) =>
    h(document, "span", {
      class: "map-order",
      "data-from": order,
      "data-to": order + 1,
      "data-look": look,
      style: `${across({ x0, x1 })}; --height: ${percent(height)}`,
    }),
  ),
  ...strips.map(({ from, to, x0, x1, shares }) =>
    h(
      document,
      "span",
      { class: "map-strip", "data-from": from, "data-to": to, style: across({ x0, x1 }) },
      ...shares.map(({ count, look }) =>
        h(document, "span", {
          class: "map-share",
          "data-look": look,
          style: `flex-grow: ${count}`,
        }),
      ),
    ),
  ),
];

/** @param {Document} document @param {MapLayout} map */
const drawLevels = (document, { levels }) =>
  levels.map(({ label, at, right }) =>
    h(
      document,
      "span",
      { class: "map-level", "data-right": right, style: `bottom: ${percent(at)}` },
      label,
    ),
  );

/** Tell of each bar or strip whether one of its orders is still possible, and whether it is pointed at.
 * @param {Element} bars @param {{from: number, to: number}} place @param {{from: number, to: number} | null} pointed
 */
function showPossible(bars, place, pointed) {
  for (const bar of bars.children) {
    const { from, to } = /** @type {HTMLElement} */ (bar).dataset;
    const meets = (/** @type {{from: number, to: number}} */ range) =>
      Number(from) < range.to && Number(to) > range.from;
    const possible = String(meets(place));
    if (bar.getAttribute("data-possible") !== possible) {
      bar.setAttribute("data-possible", possible);
      for (const share of bar.children) share.setAttribute("data-possible", possible);
    }
    bar.toggleAttribute("data-pointed", pointed !== null && meets(pointed));
  }
}

/** Beneath the bars: what the first choice parts them into, else what was chosen.
 * @param {Document} document @param {MapLayout} map of all orders @param {Clock} clock
 */
function drawBrackets(document, map, clock) {
  const { choices, options, total } = clock;
  if (choices.length === 0) {
    return options.slice(0, PARTS).map((option) => {
      const count = counted(option.range.to - option.range.from, "order");
      return h(
        document,
        "li",
        { class: "map-part", style: across(spanOf(map, option.range)) },
        h(document, "span", {}, `${count}: ${optionName(option)} first`),
      );
    });
  }
  const first = Math.max(choices.length - BRACKETS, 0);
  return choices.slice(first).map(({ option, left, isLost }, at) => {
    const isFirst = first + at === 0;
    const of = isFirst
      ? `${grouped(left)} of ${grouped(total)} orders begin so`
      : `${grouped(left)} of them`;
    const lost = ` None of these ends ${wantedOf(clock) ? `at ${wantedOf(clock)}` : "right"}.`;
    return h(
      document,
      "li",
      { class: "map-bracket" },
      h(document, "span", { class: "map-span", style: across(spanOf(map, option.range)) }),
      h(
        document,
        "span",
        { class: "map-words" },
        h(document, "span", { class: "map-flag" }, String(first + at + 1)),
        ` ${optionName(option)}: ${of}.`,
        isLost ? h(document, "strong", { class: "lost" }, lost) : "",
      ),
    );
  });
}

/** @param {Document} document @param {Clock} clock @param {MapLayout} map */
function drawLegend(document, { allShares, asksBet }, { bars, strips }) {
  if (asksBet) return [];
  const drawn = [...bars, ...strips.flatMap(({ shares }) => shares)];
  const looks = new Map(drawn.map(({ ending, look }) => [ending.label, look]));
  return allShares.slice(0, 5).map(({ ending, count }) =>
    h(
      document,
      "li",
      {},
      h(document, "span", {
        class: "map-swatch",
        "data-look": looks.get(ending.label) ?? "neutral",
      }),
      `${grouped(count)} ${endText(ending, count)}`,
    ),
  );
}

/** The same as a table: what can be chosen, how many orders that leaves, how they end.
 * @param {Document} document @param {Clock} clock
 */
function drawTable(document, clock) {
  const { options, allShares, choices } = clock;
  const cells = (/** @type {"th" | "td"} */ tag, /** @type {(string | number)[]} */ texts) =>
    texts.map((text) => h(document, tag, tag === "th" ? { scope: "col" } : {}, String(text)));
  const head = ["Orders", ...allShares.map(({ ending }) => endText(ending, 2))];
  return [
    h(
      document,
      "thead",
      {},
      h(
        document,
        "tr",
        {},
        ...cells("th", [choices.length > 0 ? "Next choice" : "First choice", ...head]),
      ),
    ),
    h(
      document,
      "tbody",
      {},
      ...options.map((option) =>
        h(
          document,
          "tr",
          {},
          h(document, "th", { scope: "row" }, optionName(option)),
          ...cells("td", countsIn(option.range, allShares).map(grouped)),
        ),
      ),
    ),
  ];
}

/** @param {import("../clock/options.js").Option["range"]} range @param {Clock["allShares"]} all */
function countsIn(range, all) {
  const own = new Map(sharesOf(range).map(({ ending, count }) => [ending, count]));
  return [range.to - range.from, ...all.map(({ ending }) => own.get(ending) ?? 0)];
}

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
    parts.thinArea.style.setProperty("--wide", percent(width));
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
    const wide = beside && thin ? Math.max(main.units, thin.units) : main.units;
    parts.area.style.setProperty("--wide", percent(main.units / wide));
    const text = beside ? lockedText(beside, clock) : "";
    drawWhole(clock.asksBet ? null : thin, text, thin && beside ? thin.units / wide : 1);
    parts.area.toggleAttribute("data-hidden", clock.asksBet);
    return { main, isOpened: thin !== null && beside === null };
  }

  /** A lesson's program of one order has no map, and keeps the room of its neighbour's.
   * @param {State} state @param {boolean} draws
   */
  function showRoom(state, draws) {
    const keeps = !draws && hasRoom && !lacksOrders(state);
    keepRoom(root, keeps);
    root.hidden = !draws && !keeps;
    for (const part of [parts.legend, parts.area, parts.brackets, parts.foot]) part.hidden = !draws;
    if (draws) return;
    shown = null;
    parts.show.hidden = parts.forks.hidden = parts.whole.hidden = true;
    const isOne = hasOneOrder(state);
    parts.strong.textContent = isOne ? ONE_ORDER.strong : "";
    parts.rest.textContent = isOne ? ONE_ORDER.rest : "";
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
    const clock = clockShown(state);
    showRoom(state, clock !== null);
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
    parts.legend.replaceChildren(...drawLegend(document, clock, main));
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

/** @param {Document} document @param {Clock} clock */
const drawForks = (document, { orders, play }) =>
  play.forks.map((chosen, fork) => {
    const put = clockOf(orders, forkOf(chosen));
    const names = put.choices.map(({ option }) => option.name).join(", ");
    const text = `Fork ${fork + 1}: ${names}; ${counted(put.left, "order")} left`;
    const span = across(spanOf(layoutMap(orders), put.place));
    const thumb = h(
      document,
      "span",
      { class: "fork-thumb", "aria-hidden": "true" },
      h(document, "span", { style: span }),
    );
    return h(
      document,
      "li",
      {},
      h(document, "button", { type: "button", class: "small", "data-fork": fork }, thumb, text),
    );
  });

/** @type {WeakMap<readonly number[], import("../clock/play.js").Play>} */
const forked = new WeakMap();

/** @param {readonly number[]} chosen */
function forkOf(chosen) {
  const play = forked.get(chosen) ?? Object.freeze({ ...UNPLAYED, bet: "", chosen });
  forked.set(chosen, play);
  return play;
}
