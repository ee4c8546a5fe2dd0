/**
 * What the index shows of each lesson, as text:
 * `node site/js/build/prerender-index.js < {name: {trace, exploration} | {lines, final, expected}}`
 * prints `{name: {picture, tone, text, wanted, orders}}`; the second kind is of a lesson that is a recording.
 */

import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { parseHTML } from "linkedom";
import { readExploration } from "../state/exploration.js";
import { endingOf, endingOfTrace, ordersText } from "../text/lesson-entry.js";
import { drawThumbnail } from "../timeline/draw/thumbnail.js";
import { layoutRecordedLines, layoutThumbnail } from "../timeline/layout/thumbnail.js";
import { readTrace } from "../trace/model.js";

/** @typedef {{trace: unknown, exploration: unknown}} Run */
/** @typedef {{lines: import("../timeline/layout/thumbnail.js").Line[], final: string, expected: string}} Recorded */

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** @param {string} name @param {Run} run */
function ofRun(name, { trace, exploration }) {
  const model = readTrace(trace);
  const picture = drawThumbnail(document, layoutThumbnail(model), name).outerHTML;
  const orders = exploration ? ordersText(readExploration(exploration)) : "";
  return { picture, ...endingOfTrace(model.trace), orders };
}

/** @param {string} name @param {Recorded} recorded */
function ofRecorded(name, { lines, final, expected }) {
  const picture = drawThumbnail(document, layoutRecordedLines(lines), name).outerHTML;
  const ending = endingOf({ final, expected }, final === expected ? "right" : "wrong");
  return { picture, ...ending, orders: "recorded" };
}

/** @type {Record<string, Run | Recorded>} */
const asked = JSON.parse(await text(stdin));
const entries = Object.entries(asked).map(([name, each]) => [
  name,
  "trace" in each ? ofRun(name, each) : ofRecorded(name, each),
]);
stdout.write(JSON.stringify(Object.fromEntries(entries)));
