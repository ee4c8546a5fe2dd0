/** All orders as bars: which are still possible, how they end; a press on one plays it. */

import { clockOf } from "../clock/clock.js";
import { UNPLAYED } from "../clock/play.js";
import { layoutMap, spanOf } from "../map/layout.js";
import { clockShown, hasOneOrder, lacksOrders } from "../state/choosing.js";
import { endText, leftText, ONE_ORDER, optionName, wantedOf } from "../text/clock.js";
import { grouped } from "../text/orders.js";
import { counted } from "../text/steps.js";
import { closest, h, keepRoom } from "../ui/dom.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../map/layout.js").Bar} Bar */
/** @typedef {import("../map/layout.js").MapLayout} MapLayout */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

const GLYPHS = /** @type {Record<string, string>} */ ({ right: "✓", wrong: "✕", near: "✕" });
/** Choices that have a bracket beneath the bars. */
const BRACKETS = 3;

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
  const label = `Order ${order + 1}: ${endText(ending, 1)}`;
  return h(
    document,
    "button",
    {
      type: "button",
      class: "map-order",
      tabindex: -1,
      "data-testid": "order",
      "data-order": order,
      "data-ending": ending.label,
      "data-look": look,
      "aria-label": label,
      title: label,
      style: `${across({ x0, x1 })}; --height: ${percent(height)}`,
    },
    glyphOf(ending, look),
  );
}

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

/** @param {Document} document @param {MapLayout} map @param {{from: number, to: number}} range @param {(Node | string)[]} words */
function drawBracket(document, map, range, words) {
  const span = spanOf(map, range);
  return h(
    document,
    "li",
    { class: "map-bracket" },
    h(document, "span", { class: "map-span", style: across(span) }),
    h(document, "span", { class: "map-words" }, ...words),
  );
}

/** Beneath the bars: what the first choice parts them into, else what was chosen.
 * @param {Document} document @param {MapLayout} map @param {Clock} clock
 */
function drawBrackets(document, map, clock) {
  const { choices, orders, options, total } = clock;
  if (choices.length === 0) {
    return options.slice(0, 8).map((option) => {
      const { x0, x1 } = spanOf(map, option.range);
      const count = counted(option.range.to - option.range.from, "order");
      return h(
        document,
        "li",
        { class: "map-part", style: across({ x0, x1 }) },
        h(document, "span", {}, `${count}: ${optionName(option)} first`),
      );
    });
  }
  const first = Math.max(choices.length - BRACKETS, 0);
  return choices.slice(first).map(({ option, left, isLost }, at) => {
    const of =
      first + at === 0
        ? `${grouped(left)} of ${grouped(total)} orders begin so`
        : `${grouped(left)} of them`;
    const lost = isLost
      ? h(
          document,
          "strong",
          { class: "lost" },
          ` None of these ends at ${wantedOf(clock) ?? "what is right"}.`,
        )
      : "";
    const number = h(document, "span", { class: "map-flag" }, String(first + at + 1));
    return drawBracket(document, map, rangeAfter(orders, option), [
      number,
      ` ${optionName(option)}: ${of}.`,
      lost,
    ]);
  });
}

/** @param {unknown} _orders @param {{range: {from: number, to: number}}} option */
const rangeAfter = (_orders, { range }) => range;

/** @param {Document} document @param {Clock} clock */
function drawLegend(document, { allShares, asksBet, orders }) {
  if (asksBet) return [];
  const looks = new Map(layoutMap(orders).bars.map(({ ending, look }) => [ending.label, look]));
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
  const brackets = h(document, "ol", { class: "map-brackets", "aria-hidden": "true" });
  const forks = h(document, "ul", { class: "map-forks" });
  return { head, left, strong, rest, show, legend, area, levels, bars, brackets, forks };
}

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountOrderMap(root, store, { document }) {
  const parts = createParts(document);
  let drawn = /** @type {Clock["orders"] | null} */ (null);
  let shown = /** @type {Clock | null} */ (null);
  let hasRoom = false;
  let at = 0;

  /** @param {Clock} clock */
  function drawOrders({ orders }) {
    if (drawn === orders) return;
    drawn = orders;
    const map = layoutMap(orders);
    parts.bars.replaceChildren(...map.bars.map((bar) => drawBar(document, bar)));
    parts.levels.replaceChildren(...drawLevels(document, map));
  }

  /** @param {Clock} clock */
  function showPossible({ place, asksBet }) {
    parts.area.toggleAttribute("data-hidden", asksBet);
    for (const [order, bar] of [...parts.bars.children].entries()) {
      const possible = place.from <= order && order < place.to;
      bar.setAttribute("data-possible", String(possible));
    }
  }

  /** A lesson's program of one order has no map, and keeps the room of its neighbour's.
   * @param {State} state @param {boolean} draws
   */
  function showRoom(state, draws) {
    const keeps = !draws && hasRoom && !lacksOrders(state);
    keepRoom(root, keeps);
    root.hidden = !draws && !keeps;
    for (const part of [parts.legend, parts.area, parts.brackets]) part.hidden = !draws;
    if (draws) return;
    shown = null;
    parts.show.hidden = parts.forks.hidden = true;
    const isOne = hasOneOrder(state);
    parts.strong.textContent = isOne ? ONE_ORDER.strong : "";
    parts.rest.textContent = isOne ? ONE_ORDER.rest : "";
  }

  function show() {
    const state = store.get();
    const clock = clockShown(state);
    showRoom(state, clock !== null);
    if (!clock || clock === shown) return;
    shown = clock;
    hasRoom = true;
    drawOrders(clock);
    showPossible(clock);
    const { strong, rest } = leftText(clock);
    parts.strong.textContent = strong;
    parts.rest.textContent = rest;
    parts.left.dataset.left = String(clock.left);
    parts.left.dataset.all = String(clock.total);
    parts.area.setAttribute("aria-label", `Map of all orders. ${strong} ${rest}`);
    parts.show.hidden = !clock.asksBet;
    parts.legend.replaceChildren(...drawLegend(document, clock));
    const map = layoutMap(clock.orders);
    parts.brackets.toggleAttribute("data-parts", clock.choices.length === 0);
    parts.brackets.replaceChildren(...drawBrackets(document, map, clock));
    parts.forks.hidden = clock.play.forks.length === 0;
    parts.forks.replaceChildren(...drawForks(document, clock));
  }

  /** @param {number} order */
  function point(order) {
    const bars = parts.bars.children;
    at = Math.min(Math.max(order, 0), bars.length - 1);
    /** @type {HTMLElement} */ (bars[at]).focus();
  }

  parts.show.addEventListener("click", () =>
    store.dispatch({ type: "clock", action: { type: "bet-made", bet: "" } }),
  );
  parts.bars.addEventListener("click", ({ target }) => {
    const order = closest(target, "[data-order]")?.getAttribute("data-order");
    if (order === null || order === undefined) return;
    store.dispatch({ type: "clock", action: { type: "order-played", order: Number(order) } });
  });
  parts.area.addEventListener("keydown", (press) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[press.key];
    if (by === undefined) return;
    press.preventDefault();
    point(document.activeElement === parts.area ? (shown?.place.from ?? 0) : at + by);
  });
  parts.forks.addEventListener("click", ({ target }) => {
    const fork = closest(target, "[data-fork]")?.getAttribute("data-fork");
    if (fork === null || fork === undefined) return;
    store.dispatch({ type: "clock", action: { type: "fork-taken", fork: Number(fork) } });
  });
  root.replaceChildren(parts.head, parts.area, parts.brackets, parts.forks);
  store.subscribe(show);
  show();
}

/** @param {Document} document @param {Clock} clock */
const drawForks = (document, { orders, play }) =>
  play.forks.map((chosen, fork) => {
    const put = clockOf(orders, forkOf(chosen));
    const names = put.choices.map(({ option }) => option.name).join(", ");
    const text = `Fork ${fork + 1}: ${names}; ${counted(put.left, "order")} left`;
    return h(
      document,
      "li",
      {},
      h(document, "button", { type: "button", class: "small", "data-fork": fork }, text),
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
