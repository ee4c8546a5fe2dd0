/** The map of all orders as elements: bars and strips, what stands beneath them, and the same as a table. */

import { clockOf } from "../clock/clock.js";
import { sharesOf } from "../clock/orders.js";
import { UNPLAYED } from "../clock/play.js";
import { countsText, cutText, doneText, endText, optionName, wantedOf } from "../text/clock.js";
import { counted, grouped } from "../text/numbers.js";
import { h } from "../ui/dom.js";
import { named } from "../ui/prose.js";
import { layoutMap, MOST, shapesOf, spanOf } from "./layout.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("./layout.js").Bar} Bar */
/** @typedef {import("./layout.js").Look} Look */
/** @typedef {import("./layout.js").MapLayout} MapLayout */
/** @typedef {import("./layout.js").Strip} Strip */

/** What says beside colour and pattern how an order ends that ends at no number. */
const GLYPHS = /** @type {Record<Look, string>} */ ({
  ...{ right: "✓", wrong: "✕", near: "✕", middle: "✕", neutral: "" },
  ...{ deadlock: "⊗", error: "!" },
});
/** Choices that have a bracket beneath the bars. */
const BRACKETS = 3;
/** First choices that are told apart beneath the bars. */
const PARTS = 8;

/** @param {number} share */
const percent = (share) => `${Math.round(share * 1e5) / 1e3}%`;

/** @param {{x0: number, x1: number}} span */
const across = ({ x0, x1 }) => `left: ${percent(x0)}; width: ${percent(x1 - x0)}`;

/** @param {Document} document @param {Bar["ending"]} ending @param {Look} look */
function drawGlyph(document, { number }, look) {
  const glyph = number === null ? GLYPHS[look] : "";
  const text = h(document, "span", { class: "map-sign" }, glyph);
  return glyph ? h(document, "span", { class: "map-glyph", "aria-hidden": "true" }, text) : null;
}

/** @param {Document} document @param {Bar} bar */
export function drawBar(document, { order, x0, x1, height, look, ending }) {
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
    drawGlyph(document, ending, look),
  );
}

/** @param {Document} document @param {Strip} strip @param {number} at */
export function drawStrip(document, { from, to, x0, x1, shares }, at) {
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
      h(
        document,
        "span",
        {
          class: "map-share",
          "data-testid": "order",
          "data-ending": ending.label,
          "data-count": count,
          "data-look": look,
          style: `flex-grow: ${count}`,
        },
        drawGlyph(document, ending, look),
      ),
    ),
  );
}

/** A map that is only looked at. @param {Document} document @param {MapLayout} map */
export const drawThin = (document, { bars, strips }) => [
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

/** So many bars are told apart while they are found. */
const FEW = 40;

/** While orders are found: a bar for each, whose ending nobody is told before the bet, and a hairline
 * where there may be more; where it was given up, the last bar is torn, or what stands for all.
 * @param {Document} document @param {number} found @param {{torn?: boolean}} [options]
 */
export function drawFound(document, found, { torn = false } = {}) {
  if (torn && found > FEW) return [drawCut(document, found)];
  const bars = Math.min(found, MOST);
  const wide = 1 / (Math.max(bars, FEW) + 1);
  const spans = Array.from({ length: bars }, (_, at) =>
    h(document, "span", {
      class: torn && at === bars - 1 ? "map-found map-torn" : "map-found",
      style: across({ x0: at * wide, x1: (at + 0.86) * wide }),
    }),
  );
  const end = h(document, "span", { class: "map-end", style: `left: ${percent(bars * wide)}` });
  return torn ? spans : [...spans, end];
}

/** Of more than can be told apart, one strip with an end that is torn, and words on it: bars would be
 * a block of grey. @param {Document} document @param {number} found
 */
const drawCut = (document, found) =>
  h(
    document,
    "span",
    { class: "map-found map-torn map-cut", style: across({ x0: 0, x1: 1 }) },
    h(document, "span", {}, cutText(found)),
  );

/** @param {Document} document @param {MapLayout} map */
export const drawLevels = (document, { levels }) =>
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
export function showPossible(bars, place, pointed) {
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

/** What stands beneath a bracket may be wider than it, as far as its neighbours leave room.
 * @param {readonly {x0: number, x1: number}[]} spans from left to right
 * @returns {{span: {x0: number, x1: number}, room: number}[]} room: in widths of the bracket
 */
function roomsBeneath(spans) {
  const middles = spans.map(({ x0, x1 }) => (x0 + x1) / 2);
  const gaps = middles.slice(1).map((middle, at) => middle - middles[at]);
  return spans.map((span, at) => {
    const width = span.x1 - span.x0;
    const free = Math.min(gaps[at - 1] ?? Infinity, gaps[at] ?? Infinity);
    return { span, room: Number.isFinite(free) ? Math.max(1, (free * 0.94) / width) : 1 };
  });
}

/** Beneath the bars: what the first choice parts them into, else what was chosen.
 * @param {Document} document @param {MapLayout} map of all orders @param {Clock} clock
 */
export function drawBrackets(document, map, clock) {
  const { choices, options, total } = clock;
  if (choices.length === 0) {
    const parts = options.slice(0, PARTS);
    const rooms = roomsBeneath(parts.map(({ range }) => spanOf(map, range)));
    return parts.map((option, at) => {
      const { span, room } = rooms[at];
      const count = counted(option.range.to - option.range.from, "order");
      return h(
        document,
        "li",
        { class: "map-part", style: `${across(span)}; --words: ${percent(room)}` },
        h(document, "span", {}, ...named(document, `${count}: ${optionName(option)} first`)),
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
        ` ${doneText(clock.model, option)}: ${of}.`,
        isLost ? h(document, "strong", { class: "lost" }, lost) : "",
      ),
    );
  });
}

/** @param {Document} document @param {Clock} clock */
export function drawLegend(document, { orders, allShares, asksBet, choices }) {
  if (asksBet) return [];
  const shape = shapesOf(orders); // also of what is not drawn any more
  const isCounted = choices.length === 0; // beside the sentence that counts them
  return allShares.slice(0, 5).map(({ ending, count }) => {
    const { look } = shape(ending);
    const glyph = drawGlyph(document, ending, look);
    const swatch = h(document, "span", { class: "map-swatch", "data-look": look }, glyph);
    const text = isCounted ? ending.label : `${grouped(count)} ${endText(ending, count)}`;
    return h(document, "li", {}, swatch, text);
  });
}

/** The same as a table: what can be chosen, how many orders that leaves, how they end.
 * @param {Document} document @param {Clock} clock
 */
export function drawTable(document, clock) {
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

/** @param {Document} document @param {Clock} clock */
export const drawForks = (document, { orders, play }) =>
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
