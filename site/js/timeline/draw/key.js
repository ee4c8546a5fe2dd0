/** What the marks mean: each drawn by the code that draws it in the lanes, beside its words. */

import { h, svg } from "../../ui/dom.js";
import { drawFlags } from "./flags.js";
import {
  drawBlock,
  drawDot,
  drawHeld,
  drawLink,
  drawLoss,
  drawRest,
  drawRibbon,
  drawStretch,
} from "./marks.js";
import { patterns } from "./patterns.js";

/** @typedef {import("./marks.js").Pen} Pen */
/** @typedef {import("../layout/types.js").Block} Block */
/** @typedef {import("../layout/types.js").Dot} Dot */
/** @typedef {import("../layout/types.js").Held} Held */

const SIZE = { width: 88, height: 30 };
const MIDDLE = SIZE.height / 2;

/** @param {Block["tone"]} tone @param {string} text @param {{x: number, event: number}[]} [prints] @returns {Block} */
const block = (tone, text, prints = []) => ({
  column: 0,
  x0: 8,
  x1: 80,
  y0: 3,
  y1: 25,
  tone,
  lines: [{ x: 44, y: 18, text }],
  outside: false,
  prints,
});

/** @param {string} state */
const rest = (state) => ({
  x0: 4,
  x1: 84,
  y: MIDDLE,
  half: state === "waiting" ? 6 : 5,
  state,
  span: 0,
});

/** @param {boolean} stale */
const ribbon = (stale) => ({ x0: 8, x1: 80, y0: 7, y1: 23, stale, text: "", hand: 0, middle: 44 });

/** @param {Held["state"]} state @returns {Held} */
const held = (state) => ({
  x0: 8,
  x1: 80,
  y0: 6,
  y1: 24,
  state,
  text: "",
  resource: 0,
  hold: 0,
});

/** @param {number} x @param {number} y @param {Dot["kind"]} kind @returns {Dot} */
const dot = (x, y, kind) => ({ x0: x, x1: x, y, event: 0, kind });

/** The line of a value with a read before and a write after its change.
 * @param {Pen} pen @param {Dot["kind"]} before @param {Dot["kind"]} after
 */
const line = (pen, before, after) => [
  drawStretch(pen, { x0: 4, x1: 44, y: 23, from: 23 }),
  drawStretch(pen, { x0: 44, x1: 84, y: 8, from: 23 }),
  drawDot(pen, dot(22, 23, before)),
  drawDot(pen, dot(44, 8, after)),
];

/** @type {[string, (pen: Pen) => (Node | null)[]][]} */
const KEY = [
  [
    "One step of a task: nothing else runs in it. A tick beneath it is a print.",
    (pen) => [drawBlock(pen, block("run", "read 0", [{ x: 30, event: 0 }]))],
  ],
  ["The task sleeps, or waits for an answer.", (pen) => [drawRest(pen, rest("sleeping"))]],
  ["It waits for a lock or the like.", (pen) => [drawRest(pen, rest("waiting"))]],
  ["It waits for another task.", (pen) => [drawRest(pen, rest("awaiting"))]],
  ["It is ready, but another task runs.", (pen) => [drawRest(pen, rest("ready"))]],
  ["It holds a value that it has read.", (pen) => [drawRibbon(pen, ribbon(false))]],
  [
    "Somebody else has written since: what it holds is stale.",
    (pen) => [drawRibbon(pen, ribbon(true))],
  ],
  [
    "It destroys what another task wrote, or fails: a corner is cut off.",
    (pen) => [drawBlock(pen, block("wrong", "write 100"))],
  ],
  [
    "From the write that was lost to the one that destroyed it.",
    (pen) => [drawLoss(pen, { x0: 8, x1: 80, from: [14, 2], to: [74, 27], stale: null, loss: 0 })],
  ],
  [
    "It keeps the whole loop from running.",
    (pen) => [drawBlock(pen, block("blocking", "block 0.5 s"))],
  ],
  ["A lock is held; beneath it stands who waits.", (pen) => [drawHeld(pen, held("held"))]],
  [
    "It was given back, and promised to the first who waits.",
    (pen) => [drawHeld(pen, held("promised"))],
  ],
  ["A value: read at the open dot, written at the full one.", (pen) => line(pen, "read", "write")],
  ["Read too early, and written over another's.", (pen) => line(pen, "stale", "destroying")],
  [
    "A deadlock: each waits for what the next one holds.",
    (pen) => [drawLink(pen, { x0: 8, x1: 80, x: 44, y0: 4, y1: 28, link: 0 })],
  ],
  [
    "Here the run departs from the usual order.",
    (pen) =>
      drawFlags(pen, {
        .../** @type {any} */ ({ top: 8, bottom: 28 }),
        flags: [{ x: 38, x0: 38, x1: 54, number: "1", text: "", deviation: 0 }],
      }),
  ],
];

/** @param {Document} document */
export function drawKey(document) {
  const pen = { document, prefix: "key", sentence: () => "" };
  const rows = KEY.map(([text, draw], at) => {
    const picture = svg(
      document,
      "svg",
      {
        class: "key-mark",
        ...SIZE,
        viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
        "aria-hidden": "true",
      },
      at === 0 ? patterns(document, pen.prefix) : null,
      ...draw(pen),
    );
    return h(document, "li", {}, picture, h(document, "span", {}, text));
  });
  const summary = h(document, "summary", {}, "What the marks mean");
  return h(
    document,
    "details",
    { class: "key" },
    summary,
    h(document, "ul", { class: "key-list" }, ...rows),
  );
}
