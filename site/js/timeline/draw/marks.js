/**
 * Each kind of mark as SVG. A mark that can be asked about carries `data-mark`, kind and number, and
 * says what it is; in a still none can.
 */

import { svg } from "../../ui/dom.js";
import { round } from "../../ui/scales.js";
import { drawFlags } from "./flags.js";

/** @typedef {import("../layout/types.js").Layout} Layout */
/** @typedef {(mark: string) => string} Sentence what a mark says when asked */
/** @typedef {{document: Document, prefix: string, sentence: Sentence | null}} Pen sentence: null draws a still */

/** @param {Pen} pen @param {number} x @param {number} y @param {string} text @param {string} className */
export const words = ({ document }, x, y, text, className) =>
  svg(document, "text", { class: className, x: round(x), y: round(y) }, text);

/** @param {Pen} pen @param {string} mark @param {string} className @param {...(Node | null)} parts */
function group({ document, sentence }, mark, className, ...parts) {
  const title = sentence ? svg(document, "title", {}, sentence(mark)) : null;
  const name = sentence ? mark : null;
  return svg(document, "g", { class: className, "data-mark": name }, title, ...parts);
}

/** @param {Pen} pen @param {{x0: number, x1: number, y0: number, y1: number}} box @param {Record<string, string | number>} [more] */
function rect({ document }, { x0, x1, y0, y1 }, more = {}) {
  const size = { width: round(Math.max(x1 - x0, 0)), height: round(y1 - y0) };
  return svg(document, "rect", { x: round(x0), y: round(y0), ...size, ...more });
}

/** @param {Pen} pen @param {string} d @param {string} className @param {Record<string, string>} [more] */
const path = ({ document }, d, className, more = {}) =>
  svg(document, "path", { class: className, d, ...more });

/** @param {Pen} pen @param {Layout} layout */
export function drawBands(pen, { bands, tail, top, bottom }) {
  const drawn = bands.flatMap(({ x0, x1, text }) => [
    rect(pen, { x0, x1, y0: top - 6, y1: bottom }, { class: "tl-band", rx: 3 }),
    text ? words(pen, x0 + 1, top - 20, text, "tl-when") : null,
  ]);
  if (tail) {
    const box = { x0: tail.x0 + 8, x1: tail.x1, y0: top - 6, y1: bottom };
    drawn.push(rect(pen, box, { class: "tl-tail", rx: 3 }));
    drawn.push(words(pen, tail.x0 + 9, top - 20, tail.text, "tl-when tl-end"));
  }
  return drawn.filter((node) => node !== null);
}

/** @param {Pen} pen @param {Layout["rests"][number]} rest */
export function drawRest(pen, { x0, x1, y, half, state, span }) {
  const mark = `span-${span}`;
  const box = { x0: x0 + 2, x1: x1 - 2, y0: y - half, y1: y + half };
  if (state === "waiting") {
    const fill = `url(#${pen.prefix}-hatch)`;
    return group(pen, mark, "tl-waiting", rect(pen, box, { fill, rx: 2 }));
  }
  if (state === "ready") return group(pen, mark, "tl-ready", rect(pen, box, { rx: 2 }));
  const line = path(pen, `M${round(x0 + 1)} ${y}H${round(x1 - 1)}`, "tl-rest-line");
  // A line of one pixel is hard to point at.
  return group(pen, mark, `tl-${state}`, rect(pen, box, { class: "tl-target" }), line);
}

/** A value in the hand: outlined; out of date: hatched. @param {Pen} pen @param {Layout["ribbons"][number]} ribbon */
export function drawRibbon(pen, ribbon) {
  const { x0, x1, stale, hand } = ribbon;
  const box = rect(pen, { ...ribbon, x0: x0 + 0.5, x1: x1 - 0.5 }, { rx: 2 });
  if (stale) box.setAttribute("fill", `url(#${pen.prefix}-stale)`);
  return group(pen, `hand-${hand}`, stale ? "tl-hand-stale" : "tl-hand", box);
}

/** @param {Pen} pen @param {Layout["spoils"][number]} spoil */
export const drawSpoil = (pen, { x, y0, y1 }) =>
  path(pen, `M${round(x)} ${round(y0)}V${round(y1)}`, "tl-spoil");

/** The corner of a block that destroys something is cut off: a shape, beside the colour.
 * @param {{x0: number, x1: number, y0: number, y1: number}} block @param {number} [corner]
 */
export function notched({ x0, x1, y0, y1 }, corner = 8) {
  const cut = Math.min(corner, (x1 - x0) / 2);
  return `M${round(x0)} ${round(y0)}H${round(x1 - cut)}L${round(x1)} ${round(y0 + cut)}V${round(y1)}H${round(x0)}Z`;
}

/** @param {Pen} pen @param {Layout["blocks"][number]} block */
export function drawBlock(pen, block) {
  const { column, x0, x1, y1, tone, lines, outside, prints } = block;
  const round4 = { class: "tl-body", rx: round(Math.min(4, (x1 - x0) / 3)) };
  const body =
    tone === "wrong" || tone === "failed"
      ? path(pen, notched(block), "tl-body")
      : rect(pen, block, round4);
  const grain =
    tone === "blocking" ? rect(pen, block, { fill: `url(#${pen.prefix}-grain)` }) : null;
  const ticks = prints.map(({ x, event }) => {
    const tick = path(pen, `M${round(x)} ${y1}v4`, "tl-print");
    tick.setAttribute("data-event", String(event));
    return tick;
  });
  const className = `tl-block tl-${tone}${outside ? " tl-slim" : ""}`;
  const texts = outside ? [] : lines.map(({ x, y, text }) => words(pen, x, y, text, "tl-words"));
  return group(pen, `step-${column}`, className, body, grain, ...ticks, ...texts);
}

/** @param {Pen} pen @param {Layout["holds"][number]} held */
export function drawHeld(pen, held) {
  const { x0, x1, y0, y1, state, resource, hold } = held;
  const box = rect(pen, { x0: x0 + 0.5, x1: x1 - 0.5, y0, y1 }, { rx: 3 });
  return group(pen, `hold-${resource}-${hold}`, `tl-hold tl-${state}`, box);
}

/** @param {Pen} pen @param {Layout["dots"][number]} dot */
export function drawDot(pen, { x0: x, y, event, kind }) {
  const { document } = pen;
  const special = kind === "destroying" || kind === "stale";
  const shape = special
    ? path(pen, `M${round(x)} ${round(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z`, "tl-point")
    : svg(document, "circle", { class: "tl-point", cx: round(x), cy: round(y), r: 2.6 });
  return group(pen, `touch-${event}`, `tl-dot tl-${kind}`, shape);
}

/** @param {Pen} pen @param {Layout["stretches"][number]} stretch */
export const drawStretch = (pen, { x0, x1, y, from }) =>
  path(pen, `M${round(x0)} ${round(from)}V${round(y)}H${round(x1)}`, "tl-level");

/** Along the side of the lane, then into the block that destroys.
 * @param {Pen} pen @param {Layout["losses"][number]} mark
 */
export function drawLoss(pen, { from: [ax, ay], to: [bx, by], stale, loss }) {
  const turn = by >= ay ? 1 : -1;
  const bend = round(ay + turn * 9);
  const d = `M${round(ax)} ${ay}C${round(ax)} ${bend + turn * 3} ${round(ax + 10)} ${bend} ${round((ax + bx) / 2)} ${bend}S${round(bx)} ${bend - turn * 4} ${round(bx)} ${by}`;
  const arrow = path(pen, d, "tl-arrow", { "marker-end": `url(#${pen.prefix}-arrow)` });
  const tie = stale
    ? path(pen, `M${round(stale[0])} ${stale[1] + 13}v5H${round(bx)}`, "tl-tie")
    : null;
  return group(pen, `loss-${loss}`, "tl-loss", path(pen, d, "tl-target"), arrow, tie);
}

/** @param {Pen} pen @param {Layout["links"][number]} mark */
export function drawLink(pen, { x, y0, y1, link }) {
  const { document } = pen;
  const self = y0 === y1;
  const down = y1 > y0 ? 1 : -1;
  const d = self
    ? `M${round(x - 8)} ${y0 - 6}C${round(x - 14)} ${y0 - 24} ${round(x + 14)} ${y0 - 24} ${round(x + 8)} ${y0 - 6}`
    : `M${round(x)} ${y0}V${y1 - down * 5}`;
  const start = svg(document, "circle", {
    class: "tl-point",
    cx: round(self ? x - 8 : x),
    cy: self ? y0 - 6 : y0,
    r: 3.5,
  });
  const arrow = path(pen, d, "tl-arrow", { "marker-end": `url(#${pen.prefix}-arrow)` });
  return group(pen, `link-${link}`, "tl-link", path(pen, d, "tl-target"), arrow, start);
}

/** Everything but the bands, the playhead and the words over it. @param {Pen} pen @param {Layout} layout */
export function drawMarks(pen, layout) {
  return [
    ...drawFlags(pen, layout),
    ...layout.rests.map((rest) => drawRest(pen, rest)),
    ...layout.ribbons.map((ribbon) => drawRibbon(pen, ribbon)),
    ...layout.spoils.map((spoil) => drawSpoil(pen, spoil)),
    ...layout.blocks.map((block) => drawBlock(pen, block)),
    ...layout.holds.map((held) => drawHeld(pen, held)),
    ...layout.stretches.map((stretch) => drawStretch(pen, stretch)),
    ...layout.dots.map((dot) => drawDot(pen, dot)),
    ...layout.losses.map((loss) => drawLoss(pen, loss)),
    ...layout.links.map((link) => drawLink(pen, link)),
  ];
}

/** The words that stand in no block: over the line of the moment shown, so that it strikes none.
 * @param {Pen} pen @param {Layout} layout
 */
export function drawWords(pen, { blocks, ribbons, holds, queues, numbers, notes }) {
  const above = blocks.filter(({ outside }) => outside).flatMap(({ lines }) => lines);
  const remembered = ribbons.filter(({ text }) => text !== "");
  const held = holds.filter(({ text }) => text !== "");
  const waiting = queues.filter(({ text }) => text !== "");
  return [
    ...above.map(({ x, y, text }) => words(pen, x, y, text, "tl-above")),
    ...remembered.map(({ middle, y0, y1, text, stale }) =>
      words(pen, middle, (y0 + y1) / 2 + 4, text, `tl-hand-words${stale ? " tl-stale-words" : ""}`),
    ),
    ...held.map(({ x0, x1, y0, y1, text, state }) =>
      words(pen, (x0 + x1) / 2, (y0 + y1) / 2 + 4, text, `tl-held-words tl-${state}-words`),
    ),
    ...waiting.map(({ x0, y, text }) => words(pen, x0 + 1, y, text, "tl-queue")),
    ...numbers.map(({ x, y, text }) => words(pen, x, y, text, "tl-figure")),
    ...notes.map(({ x0, y, text }) => words(pen, x0 + 1, y, text, "tl-note")),
  ];
}
