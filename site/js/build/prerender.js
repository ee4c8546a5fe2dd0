/**
 * The views as text, for pages that are read before, or without, any script:
 * `node site/js/build/prerender.js < {catalogue, runs: [{name, trace, compare, exploration}, ...]}` prints
 * `{name: {code, parameters, timeline, player, loop_strip, log, sentences, outcomes, orders_line, lanes_height}}`, and the five
 * `compare_...` where `compare`, the trace of the run to set beside, is not null.
 */

import { argv, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { parseHTML } from "linkedom";
import { drawCode } from "../editor/static-code.js";
import { scenarioWith, valuesFor } from "../state/catalogue.js";
import { readExploration } from "../state/exploration.js";
import { initialState, reducer } from "../state/reducer.js";
import { besideOf } from "../state/second-run.js";
import { createStore } from "../state/store.js";
import { drawKey } from "../timeline/draw/key.js";
import { layoutLanes } from "../timeline/layout/lanes.js";
import { readTrace } from "../trace/model.js";
import { h } from "../ui/dom.js";
import { drawFields } from "../ui/fields.js";
import { mountAnswer } from "../views/answer.js";
import { mountCompare } from "../views/compare.js";
import { mountLog } from "../views/log.js";
import { mountLoopStrip } from "../views/loop-strip.js";
import { mountOutcomes } from "../views/outcomes.js";
import { mountPlayer } from "../views/player.js";
import { mountSentences } from "../views/sentences.js";
import { mountTimeline } from "../views/timeline.js";

/** @typedef {import("../state/catalogue.js").Scenario} Scenario */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {(mount: (root: HTMLElement) => void) => string} Html what a view puts into its root */

/** @param {Document} document @param {PageStore} store @param {Html} html */
function prerenderBeside(document, store, html) {
  const root = h(document, "div");
  const captions = [0, 1].map(() => h(document, "div", { class: "compare-caption" }));
  const table = h(document, "table", { class: "compare-table" });
  root.append(table, ...captions);
  mountCompare(root, store, { document, live: false });
  const beside = besideOf(store);
  const options = { document, prefix: "beside", scrubs: false, measure: false, lazy: false };
  return {
    compare_table: table.innerHTML,
    compare_first: captions[0].innerHTML,
    compare_second: captions[1].innerHTML,
    compare_timeline: html((part) => mountTimeline(part, beside, options)),
    compare_sentences: html((part) => mountSentences(part, beside, options)),
  };
}

/**
 * The contents of each view's root, for one recorded run shown at its end, beside another or alone.
 * @param {unknown} trace
 * @param {{catalogue?: Scenario[], name?: string | null, compare?: unknown, exploration?: unknown}} [page]
 */
export function prerender(trace, page = {}) {
  const { catalogue = [], name = null, compare = null, exploration = null } = page;
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const model = readTrace(trace);
  const second = compare ? readTrace(compare) : null;
  const start = initialState({
    catalogue,
    scenario: name,
    model,
    beside: second,
    exploration: exploration ? readExploration(exploration) : null,
  });
  const store = createStore(reducer, start);
  /** @type {Html} */
  const html = (mount) => {
    const root = document.createElement("div");
    mount(root);
    return root.innerHTML;
  };
  return {
    code: drawCode(document, model.trace.source, undefined, { fold: true }).outerHTML,
    parameters: html((root) => root.append(...drawFields(document, start.parameters))),
    timeline: html((root) => mountTimeline(root, store, { document, measure: false })),
    marks_key: drawKey(document).outerHTML,
    player: html((root) => mountPlayer(root, store, { document })),
    loop_strip: html((root) => mountLoopStrip(root, store, { document })),
    log: html((root) => mountLog(root, store, { document, live: false })),
    sentences: html((root) => mountSentences(root, store, { document, lazy: false })),
    outcomes: html((root) => mountOutcomes(root, store, { document })),
    answer: html((root) => mountAnswer(root, store, { document })),
    ...(start.other ? prerenderBeside(document, store, html) : {}),
  };
}

/** @typedef {{name: string, trace: unknown, compare: unknown, exploration: unknown}} Run */

const MODES = ["none", "async-with", "acquire-release"];
const SCOPE = "per-account"; // what a program without a lock gets when it is given one

/** For each run the room its lanes need: of those that a choice of the lock leads to, the most, so
 * that nothing moves when it is made.
 * @param {Scenario[]} catalogue @param {Run[]} runs
 */
function roomForLanes(catalogue, runs) {
  const own = new Map(runs.map(({ name, trace }) => [name, layoutLanes(readTrace(trace)).height]));
  const room = (/** @type {string | undefined} */ name) => own.get(name ?? "") ?? 0;
  return (/** @type {string} */ name) => {
    const scenario = catalogue.find((each) => each.name === name);
    if (!scenario || !("lock-mode" in scenario.axes)) return room(name);
    const scope = scenario.axes["lock-scope"] ?? SCOPE;
    const values = valuesFor(scenario);
    const others = MODES.map((mode) =>
      scenarioWith(catalogue, { "lock-mode": mode, "lock-scope": scope }, { values, of: scenario }),
    );
    return Math.max(room(name), ...others.map((other) => room(other?.name)));
  };
}

async function main() {
  const { catalogue, runs } = JSON.parse(await text(stdin));
  const roomFor = roomForLanes(catalogue, runs);
  const pages = runs.map((/** @type {Run} */ { name, trace, ...more }) => [
    name,
    {
      ...prerender(trace, { catalogue, name, ...more }),
      lanes_height: String(roomFor(name)),
    },
  ]);
  stdout.write(JSON.stringify(Object.fromEntries(pages)));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await main();
