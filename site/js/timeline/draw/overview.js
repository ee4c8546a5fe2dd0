/** The strip beneath the lanes: the whole run, and which part of it is in sight. */

import { setAttributes, svg } from "../../ui/dom.js";
import { relativePath, round } from "../../ui/scales.js";
import { layoutOverview } from "../layout/overview.js";

/** @typedef {import("../layout/types.js").Layout} Layout */
/** @typedef {ReturnType<typeof layoutOverview>["runs"]} Runs */

export const OVERVIEW_HEIGHT = 22;

/** @param {Runs} runs @param {boolean} wrong */
const outline = (runs, wrong) =>
  relativePath(
    runs.filter((run) => run.wrong === wrong),
    ({ x, y, width }) => {
      const [left, top, long] = [x, y, width].map(round);
      return { at: [left, top], draw: `h${long}v3h${-long}z`, to: [left, top] };
    },
  );

/** @param {Document} document @param {SVGElement} strip */
export function createOverview(document, strip) {
  const paper = svg(document, "rect", { class: "tl-strip", height: OVERVIEW_HEIGHT, rx: 3 });
  const runs = svg(document, "path", { class: "tl-strip-run" });
  const wrong = svg(document, "path", { class: "tl-strip-wrong" });
  const sight = svg(document, "rect", {
    class: "tl-strip-sight",
    y: 1,
    height: OVERVIEW_HEIGHT - 2,
    rx: 3,
  });
  const head = svg(document, "path", { class: "tl-strip-head" });
  strip.replaceChildren(paper, runs, wrong, sight, head);
  let scale = 1;

  return {
    /** @param {Layout} layout @param {number} width */
    draw(layout, width) {
      const overview = layoutOverview(layout, { width, height: OVERVIEW_HEIGHT });
      scale = overview.scale;
      setAttributes(paper, { width });
      setAttributes(runs, { d: outline(overview.runs, false) });
      setAttributes(wrong, { d: outline(overview.runs, true) });
    },
    /** @param {number} left @param {number} width in the lanes' own pixels */
    see(left, width) {
      setAttributes(sight, { x: round(left * scale), width: round(width * scale) });
    },
    /** @param {number} x */
    point(x) {
      setAttributes(head, { d: `M${round(x * scale)} 0v${OVERVIEW_HEIGHT}` });
    },
    /** From the strip's pixels to the lanes'. @param {number} x */
    toLanes: (x) => x / scale,
  };
}
