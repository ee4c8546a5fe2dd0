/**
 * The views as text, for pages that are read before, or without, any script:
 * `node site/js/build/prerender.js < {name: {catalogue, name, trace, compare, exploration, orders, traces}}` prints
 * `{name: {code, parameters, timeline, timeline_room, player, loop_strip, log, sentences, run_table, beside, choices, order_map, outcomes, answer, lanes_height}}`, and the six
 * `compare_...` where `compare`, the trace of the run to set beside, is not null; `opening` and `begun` where the page opens with the clock; `repair`, all of these
 * anew, where it opens with its repair beside it, which an embed does not.
 */

import { argv, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { parseHTML } from "linkedom";
import { readOrders } from "../clock/orders.js";
import { modelOfOrder } from "../clock/picture.js";
import { markListing } from "../editor/line-names.js";
import { namesAt } from "../editor/listing.js";
import { drawCode } from "../editor/static-code.js";
import { findScenario, scenarioWith, valuesFor } from "../state/catalogue.js";
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
import { mountBeside } from "../views/beside.js";
import { mountChoices } from "../views/choices.js";
import { mountCompare } from "../views/compare.js";
import { mountLog } from "../views/log.js";
import { mountLoopStrip } from "../views/loop-strip.js";
import { mountOrderMap } from "../views/order-map.js";
import { mountOutcomes } from "../views/outcomes.js";
import { mountPlayer } from "../views/player.js";
import { mountRunTable } from "../views/run-table.js";
import { mountSentences } from "../views/sentences.js";
import { mountTimeline } from "../views/timeline.js";

/** @typedef {import("../state/catalogue.js").Scenario} Scenario */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {(mount: (root: HTMLElement) => void) => string} Html what a view puts into its root */

/** What a page brings before anybody asks for more is paid for by all; once it is live the list is
 * whole. */
const MOST_SENTENCES = 30;

/** A still: until a page is live nobody can ask a picture, and what it says stands in the sentences.
 * How far it is scrolled is no part of its markup, so it is told beside it: `hydration/fit.js`.
 * @param {HTMLElement} root @param {PageStore} store @param {{document: Document, prefix?: string, scrubs?: boolean}} options
 */
function drawPicture(root, store, options) {
  mountTimeline(root, store, { ...options, measure: false, still: true });
  const scroll = /** @type {HTMLElement} */ (root.querySelector(".tl-scroll"));
  if (scroll.scrollLeft > 0) scroll.setAttribute("data-left", String(scroll.scrollLeft));
}

/** The frame of a picture with nothing in it but its room: for an embed, which is of any width, and
 * needs scripts anyway: it draws its picture once, for its own.
 * @param {HTMLElement} root
 */
function keepRoom(root) {
  root.querySelector(".tl")?.removeAttribute("data-width");
  for (const drawn of root.querySelectorAll(".tl-scroll > svg, .tl-overview")) {
    drawn.replaceChildren();
  }
  for (const line of root.querySelectorAll(".tl-axis path")) line.removeAttribute("d");
}

/** @param {Document} document @param {PageStore} store @param {Html} html */
function prerenderBeside(document, store, html) {
  const root = h(document, "div");
  const captions = [0, 1].map(() => h(document, "div", { class: "compare-caption" }));
  const table = h(document, "table", { class: "compare-table" });
  root.append(table, ...captions);
  mountCompare(root, store, { document, live: false });
  const beside = besideOf(store);
  const options = { document, prefix: "beside", scrubs: false, lazy: false, most: MOST_SENTENCES };
  return {
    compare_table: table.innerHTML,
    compare_first: captions[0].innerHTML,
    compare_second: captions[1].innerHTML,
    compare_timeline: html((part) => drawPicture(part, beside, options)),
    compare_sentences: html((part) => mountSentences(part, beside, options)),
    compare_run_table: html((part) => mountRunTable(part, beside, options)),
  };
}

/** The code; where somebody is to choose, with the tasks that wait for it on their lines.
 * @param {Document} document @param {import("../state/reducer.js").State} state
 */
function drawProgram(document, state) {
  const listing = drawCode(document, state.code, undefined, { fold: true });
  if (state.clock) markListing(listing, namesAt(state));
  return listing.outerHTML;
}

/** The contents of each view's root, for the state of a store. @param {Document} document @param {PageStore} store */
function drawParts(document, store) {
  /** @type {Html} */
  const html = (mount) => {
    const root = document.createElement("div");
    mount(root);
    return root.innerHTML;
  };
  /** With its root, of which the view says how it is shown. @param {Record<string, string>} attributes @param {Parameters<Html>[0]} mount */
  const whole = (attributes, mount) => {
    const root = h(document, "div", attributes);
    mount(root);
    return root.outerHTML;
  };
  const { parameters, other } = store.get();
  return {
    code: drawProgram(document, store.get()),
    parameters: html((root) => root.append(...drawFields(document, parameters))),
    timeline: html((root) => drawPicture(root, store, { document })),
    timeline_room: html((root) => {
      drawPicture(root, store, { document });
      keepRoom(root);
    }),
    marks_key: drawKey(document).outerHTML,
    player: html((root) => mountPlayer(root, store, { document })),
    loop_strip: html((root) => mountLoopStrip(root, store, { document })),
    log: html((root) => mountLog(root, store, { document, live: false })),
    sentences: html((root) =>
      mountSentences(root, store, { document, lazy: false, most: MOST_SENTENCES }),
    ),
    run_table: html((root) => mountRunTable(root, store, { document })),
    outcomes: html((root) => mountOutcomes(root, store, { document })),
    answer: whole({ id: "answer", class: "answer" }, (root) =>
      mountAnswer(root, store, { document }),
    ),
    beside: whole({ id: "beside", class: "beside needs-js" }, (root) =>
      mountBeside(root, store, { document }),
    ),
    choices: whole({ id: "choices", class: "clock-choices needs-js" }, (root) =>
      mountChoices(root, store, { document }),
    ),
    order_map: whole(
      {
        id: "order-map",
        class: "card order-map needs-js",
        role: "region",
        "aria-label": "All orders",
      },
      (root) => mountOrderMap(root, store, { document }),
    ),
    ...(other ? prerenderBeside(document, store, html) : {}),
  };
}

/** A page that opens with the clock shows a run that has only begun, once there are scripts: what of it
 * looks otherwise, and the trace that it is drawn from, a beginning of the whole run.
 * @param {Document} document @param {PageStore} store @param {Record<string, string>} drawn
 */
function drawOpening(document, store, drawn) {
  const { choices, order_map, ...parts } = drawParts(document, store);
  const { clock } = store.get();
  const opening = Object.fromEntries(
    Object.entries(parts).filter(([name, html]) => html !== drawn[name]),
  );
  const whole = clock && modelOfOrder(clock.orders, clock.place.from).trace;
  return { choices, order_map, opening, begun: { trace: clock?.model.trace, whole } };
}

/**
 * The contents of each view's root, for one recorded run shown at its end, beside another or alone.
 * @param {unknown} trace
 * @param {{catalogue?: Scenario[], name?: string | null, compare?: unknown, exploration?: unknown, orders?: unknown}} [page] orders: every order of the program, where they are known
 */
export function prerender(trace, page = {}) {
  const { catalogue = [], name = null, compare = null, exploration = null, orders = null } = page;
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const model = readTrace(trace);
  const second = compare ? readTrace(compare) : null;
  const opens = findScenario(catalogue, name)?.opens;
  const all = orders ? readOrders(orders) : null;
  /** @param {import("../trace/types.js").Model | null} beside */
  function storeWith(beside) {
    const explored = exploration ? readExploration(exploration) : null;
    const start = { catalogue, scenario: name, model, beside, exploration: explored };
    const store = createStore(reducer, initialState(start));
    const { source } = model.trace;
    if (all) store.dispatch({ type: "orders-found", source, orders: all });
    return store;
  }
  const store = storeWith(opens === "repair" ? null : second);
  const drawn = drawParts(document, store);
  if (opens === "repair") return { ...drawn, repair: drawParts(document, storeWith(second)) };
  if (!orders || opens !== "clock") return drawn;
  store.dispatch({ type: "clock-opened" });
  return { ...drawn, ...drawOpening(document, store, drawn) };
}

const MODES = ["none", "async-with", "acquire-release"];
const SCOPE = "per-account"; // what a program without a lock gets when it is given one

/** The room that the lanes of a run need: of those that a choice of its lock leads to, the most, so
 * that nothing moves when it is made.
 * @param {Asked} asked
 */
function roomForLanes({ catalogue, name, traces }) {
  const room = (/** @type {string | undefined} */ other) =>
    other && traces[other] ? layoutLanes(readTrace(traces[other])).height : 0;
  const scenario = catalogue.find((each) => each.name === name);
  if (!scenario || !("lock-mode" in scenario.axes)) return room(name);
  const scope = scenario.axes["lock-scope"] ?? SCOPE;
  const values = valuesFor(scenario);
  const others = MODES.map((mode) =>
    scenarioWith(catalogue, { "lock-mode": mode, "lock-scope": scope }, { values, of: scenario }),
  );
  return Math.max(room(name), ...others.map((other) => room(other?.name)));
}

/** @typedef {{catalogue: Scenario[], name: string, trace: unknown, compare: unknown, exploration: unknown, orders: unknown, traces: Record<string, unknown>}} Asked catalogue: what its controls can lead to; traces: of each of these */

async function main() {
  /** @type {[string, Asked][]} */
  const asked = Object.entries(JSON.parse(await text(stdin)));
  const pages = asked.map(([name, each]) => {
    const { trace, traces, ...page } = each;
    return [name, { ...prerender(trace, page), lanes_height: String(roomForLanes(each)) }];
  });
  stdout.write(JSON.stringify(Object.fromEntries(pages)));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await main();
