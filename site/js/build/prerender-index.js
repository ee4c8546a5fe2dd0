/**
 * What the index shows of each lesson, as text:
 * `node site/js/build/prerender-index.js < {runs: [{name, trace, exploration}, ...], recorded: [{name,
 * lines, final, expected}, ...]}` prints `{name: {picture, tone, text, wanted, orders}}`.
 */

import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { parseHTML } from "linkedom";
import { readExploration } from "../state/exploration.js";
import { endingOf, endingOfTrace, ordersText } from "../text/lesson-entry.js";
import { drawThumbnail } from "../timeline/draw/thumbnail.js";
import { layoutRecordedLines, layoutThumbnail } from "../timeline/layout/thumbnail.js";
import { readTrace } from "../trace/model.js";

/** @typedef {{name: string, trace: unknown, exploration: unknown}} Run */
/** @typedef {{name: string, lines: import("../timeline/layout/thumbnail.js").Line[], final: string, expected: string}} Recorded */

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** @param {Run} run */
function ofRun({ name, trace, exploration }) {
  const model = readTrace(trace);
  const picture = drawThumbnail(document, layoutThumbnail(model), name).outerHTML;
  const orders = exploration ? ordersText(readExploration(exploration)) : "";
  return [name, { picture, ...endingOfTrace(model.trace), orders }];
}

/** @param {Recorded} recorded */
function ofRecorded({ name, lines, final, expected }) {
  const picture = drawThumbnail(document, layoutRecordedLines(lines), name).outerHTML;
  const ending = endingOf({ final, expected }, final === expected ? "right" : "wrong");
  return [name, { picture, ...ending, orders: "recorded" }];
}

/** @type {{runs: Run[], recorded: Recorded[]}} */
const { runs, recorded } = JSON.parse(await text(stdin));
const entries = [...runs.map(ofRun), ...recorded.map(ofRecorded)];
stdout.write(JSON.stringify(Object.fromEntries(entries)));
