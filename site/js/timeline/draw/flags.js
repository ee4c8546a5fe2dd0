/** The flags of deviations and of choices: a number in a pennant, a dashed line down through the lanes. */

import { svg } from "../../ui/dom.js";
import { round } from "../../ui/scales.js";

/** @typedef {import("../layout/types.js").Layout} Layout */
/** @typedef {import("./marks.js").Pen} Pen */

const HEIGHT = 16;

/** @param {{x0: number, x1: number}} flag @param {number} y */
const pennant = ({ x0, x1 }, y) =>
  `M${round(x0)} ${y}H${round(x1)}l4 ${HEIGHT / 2}l-4 ${HEIGHT / 2}H${round(x0)}Z`;

/** @param {Pen} pen @param {Layout} layout @param {Layout["flags"][number]} flag */
function drawFlag({ document, sentence }, { top, bottom }, flag) {
  const { x, x0, x1, number, text, mark, tone } = flag;
  const y = top - 3;
  const pole = `M${round(x)} ${y}V${bottom}`;
  const baseline = y + HEIGHT - 4;
  return svg(
    document,
    "g",
    { class: "tl-flag", "data-mark": sentence ? mark : null, "data-tone": tone },
    sentence ? svg(document, "title", {}, sentence(mark)) : null,
    svg(document, "path", { class: "tl-pole", d: pole }),
    svg(document, "path", { class: "tl-pennant", d: pennant(flag, y) }),
    svg(
      document,
      "text",
      { class: "tl-flag-number", x: round((x0 + x1) / 2), y: baseline },
      number,
    ),
    text
      ? svg(document, "text", { class: "tl-flag-text", x: round(x1 + 8), y: baseline }, text)
      : null,
  );
}

/** @param {Pen} pen @param {Layout} layout */
export const drawFlags = (pen, layout) => layout.flags.map((flag) => drawFlag(pen, layout, flag));
