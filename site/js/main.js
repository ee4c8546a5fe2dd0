/**
 * Wires a playground, of a page or of an embed: data into a store, a store into views, what is
 * asked for into a session.
 */

import orderStyle from "../styles/order.css";
import { readOrders } from "./clock/orders.js";
import { createSession } from "./session.js";
import { readExploration } from "./state/exploration.js";
import { loadRecords } from "./state/records.js";
import { initialState, isBusy, reducer } from "./state/reducer.js";
import { besideOf } from "./state/second-run.js";
import { createStore } from "./state/store.js";
import { readTrace } from "./trace/model.js";
import { h } from "./ui/dom.js";
import { onFirstAct } from "./ui/first-act.js";
import { keepingFocus } from "./ui/focus.js";
import { onInterest } from "./ui/interest.js";
import { mountKeyboard } from "./ui/keyboard.js";
import { mountAnswer } from "./views/answer.js";
import { mountBeside } from "./views/beside.js";
import { mountChoices } from "./views/choices.js";
import { mountCompare } from "./views/compare.js";
import { mountDivergence } from "./views/divergence.js";
import { mountEditor } from "./views/editor.js";
import { mountLesson } from "./views/lesson.js";
import { mountLog } from "./views/log.js";
import { mountLoopStrip } from "./views/loop-strip.js";
import { mountOrder } from "./views/order.js";
import { mountOrderMap } from "./views/order-map.js";
import { mountOutcomes } from "./views/outcomes.js";
import { mountOwn } from "./views/own.js";
import { mountPlayer } from "./views/player.js";
import { mountRunTable } from "./views/run-table.js";
import { mountSentences } from "./views/sentences.js";
import { mountSpeech } from "./views/speech.js";
import { mountStatus } from "./views/status.js";
import { mountTimeline } from "./views/timeline.js";
import { mountToolbar } from "./views/toolbar.js";
import { mountWidgets } from "./views/widgets.js";

/** @typedef {import("./hydration/data.js").PageData} PageData */
/** @typedef {import("./state/reducer.js").Action} Action */
/** @typedef {import("./state/reducer.js").PageStore} PageStore */
/** @typedef {import("./state/reducer.js").State} State */
/** @typedef {(root: HTMLElement, store: PageStore, options: {document: Document, prefix?: string, scrubs?: boolean, lessons?: PageData["lessons"]}) => void} Mount */

/** The second run of a page that compares, by the views of the first. @param {Mount} mount @returns {Mount} */
const beside = (mount) => (root, store, options) =>
  mount(root, besideOf(store), { ...options, prefix: "beside", scrubs: false });

/** The code comes last: the editor asks for the selection, and with it for the layout, when it has
 * drawn, and the layout should then be that of everything.
 * @type {[string, Mount][]}
 */
const VIEWS = [
  ["lesson", mountLesson],
  ["controls", mountWidgets],
  ["controls", mountToolbar],
  ["answer", mountAnswer],
  ["speech", mountSpeech],
  ["status", mountStatus],
  ["order", mountOrder],
  ["timeline", mountTimeline],
  ["compare-timeline", beside(mountTimeline)],
  ["compare-sentences", beside(mountSentences)],
  ["compare-run-table", beside(mountRunTable)],
  ["compare", mountCompare],
  ["beside", mountBeside],
  ["choices", mountChoices],
  ["order-map", mountOrderMap],
  ["divergence", mountDivergence],
  ["player", mountPlayer],
  ["loop-strip", mountLoopStrip],
  ["log-pane", mountLog],
  ["sentences", mountSentences],
  ["run-table", mountRunTable],
  ["outcomes", mountOutcomes],
  ["code", mountEditor],
  ["code", mountOwn],
];

/** A part of the page that is fetched when it is first wanted. @template T @param {PageStore} store @param {Promise<T>} part */
const fetched = (store, part) =>
  part.catch(() => {
    const text = "A part of it did not load. Reload the page, and try again.";
    const message = { kind: "load", headline: "This page is not whole.", text };
    store.dispatch({ type: "run-failed", message });
    return null;
  });

/** @param {PageStore} store @param {File} file */
async function openTrace(store, file) {
  const part = await fetched(store, import("./share/share.js"));
  await part?.openTrace(store, file);
}

/** The menu of a moment, made when it is first asked for.
 * @param {PageStore} store @param {{base: URL, write: ReturnType<typeof createSession>["write"]}} options
 */
function offerShare(store, { base, write }) {
  /** @type {ReturnType<typeof import("./share/menu.js").mountShare> | undefined} */
  let menu;
  document.querySelector("[data-testid=share]")?.addEventListener("click", async () => {
    const part = await fetched(store, import("./share/share.js"));
    const keepsAddress = !document.documentElement.hasAttribute("data-embed");
    menu ??= part?.mountShare(store, { document, base, keepsAddress, write });
    await menu?.show();
  });
}

/** The store as the views have it: what asks for a run goes to the session.
 * @param {PageStore} store @param {ReturnType<typeof createSession>} session @returns {PageStore}
 */
function withSession(store, session) {
  /** @param {Action} action */
  function dispatch(action) {
    const reported = () => {}; // the page has been told of a failure by the session
    if (action.type === "run-asked") session.runAsked().catch(reported);
    else if (action.type === "explore-asked") session.explore(action).catch(reported);
    else if (action.type === "order-asked") {
      session.run({ order: action.order, besideDefault: action.beside }).catch(reported);
    } else if (action.type === "orders-asked") session.orders().catch(reported);
    else if (action.type === "stop-asked") session.stop();
    else if (action.type === "trace-asked") openTrace(store, action.file);
    else store.dispatch(action);
  }
  return { ...store, dispatch };
}

/** @param {HTMLElement} root @param {PageStore} store */
function showState(root, store) {
  const show = () => {
    const { phase, origin, stale } = store.get();
    root.dataset.state = phase;
    root.dataset.source = origin ?? "";
    root.toggleAttribute("data-stale", stale);
  };
  store.subscribe(show);
  show();
}

/** Work on a program that is no longer the one on the page. @param {State} state */
const isSuperseded = ({ work, source, stale, phase, doing }) =>
  work !== null && work !== source && !stale && (phase === "running" || doing === "explore");

/** A control that makes another program shows that program's answer: it is run at once where Python
 * is there, and what still goes on for an earlier program is ended.
 * @param {PageStore} store @param {ReturnType<typeof createSession>} session
 */
function rerunWhenDue(store, session) {
  function check() {
    const state = store.get();
    if (isBusy(state) && isSuperseded(state)) session.stop();
    else if (state.due && session.isReady()) session.rerun();
  }
  store.subscribe(check);
  return check;
}

/** The answers that were recorded with the page, before one of them can be asked for.
 * @param {PageStore} store @param {string} url @returns {() => void} fetches them at once
 */
function fetchRecords(store, url) {
  const begin = onFirstAct(document, async () => {
    const records = await loadRecords(url).catch(() => []); // without them, Run is pressed
    store.dispatch({ type: "records-loaded", records });
  });
  store.subscribe(({ due }) => {
    if (due) begin();
  });
  return begin;
}

/** Every order of the program that is shown, where a file has them, once there is time for it.
 * @param {PageStore} store @param {(source: string) => string | null} urlOf
 */
function fetchOrders(store, urlOf) {
  const asked = new Set(/** @type {string[]} */ ([]));
  /** @param {string} source @param {string} url */
  async function fetchOne(source, url) {
    const answer = await fetch(url).catch(() => null); // without them, there is nothing to choose
    if (!answer?.ok) return;
    store.dispatch({ type: "orders-found", source, orders: readOrders(await answer.json()) });
  }
  function check() {
    const { source, orders } = store.get();
    const url = orders || asked.has(source) ? null : urlOf(source);
    if (!url) return;
    asked.add(source);
    fetchOne(source, url);
  }
  store.subscribe(check);
  check();
}

/** @param {PageData} data @param {PageStore} store @param {URL} base */
const ordersOf =
  ({ ordersUrl, trace }, store, base) =>
  (/** @type {string} */ source) => {
    const own = /** @type {{source?: string} | null} */ (trace)?.source === source;
    const path = own ? ordersUrl : store.get().memory.get(source)?.ordersUrl;
    return path ? new URL(path, base).href : null;
  };

/** @typedef {import("./runner/loader.js").Progress} Progress */
/** @typedef {import("./session.js").Runner & {listen: (tell: (progress: Progress) => void) => void}} Runner */

/**
 * @param {HTMLElement} root
 * @param {PageData} data
 * @param {Runner} runner which may have begun to load
 */
export function startPlayground(root, data, runner) {
  const { catalogue, scenario } = data;
  const model = data.trace ? readTrace(data.trace) : null;
  const second = data.compare ? readTrace(data.compare) : null;
  const exploration = data.exploration ? readExploration(data.exploration) : null;
  /** @type {"coming" | "none"} */
  const records = data.records ? "coming" : "none";
  const orders = data.orders ? readOrders(data.orders) : null;
  const start = { catalogue, scenario, model, beside: second, exploration, records, orders };
  const store = keepingFocus(createStore(reducer, initialState(start)), document);
  // The address may change, but not where the site is.
  const base = new URL(data.root, location.href);
  runner.listen((progress) => {
    if (store.get().phase === "loading") store.dispatch({ type: "runtime-progress", ...progress });
  });
  const session = createSession(store, runner);
  const page = withSession(store, session);
  showState(root, store);
  document.head.append(h(document, "style", {}, orderStyle)); // no page shows an order by itself
  for (const [id, mount] of VIEWS) {
    const part = document.getElementById(id);
    if (part) mount(part, page, { document, lessons: data.lessons });
  }
  const controls = /** @type {HTMLFormElement} */ (document.getElementById("controls"));
  const [run, explore] = ["run", "explore"].map(
    (id) => /** @type {HTMLElement} */ (controls.querySelector(`[data-testid=${id}]`)),
  );
  mountKeyboard(document, page, {
    run: () => run.click(),
    explore: () => explore.click(),
  });
  const check = rerunWhenDue(store, session);
  onInterest(document, () => setTimeout(() => session.warm().then(check)));
  store.subscribe(({ clock, phase }, before) => {
    if (clock !== before.clock || phase !== before.phase) session.grow();
  });
  offerShare(page, { base, write: session.write });
  const doors = {
    fetchOrders: onFirstAct(document, () => fetchOrders(store, ordersOf(data, store, base))),
    fetchRecords: data.records ? fetchRecords(store, new URL(data.records, base).href) : () => {},
  };
  /** Show a link's moment. @param {string} link @returns {Promise<import("./share/links.js").Moment>} */
  const open = async (link) => (await import("./share/share.js")).openLink(page, link, doors);
  const api = Object.freeze({ runSource: session.runSource, open });
  Object.assign(window, { lockstep: api });
  return { store: page, base, api, doors };
}
