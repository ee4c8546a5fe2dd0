/** The playground of an embed, as its host asks for it. */

import { loadPage } from "../hydration/data.js";
import { startPlayground } from "../main.js";
import { fetchAhead } from "../runner/on-demand.js";
import { namedOrder } from "../share/named-order.js";
import { readExploration } from "../state/exploration.js";
import { readTrace } from "../trace/model.js";
import { h } from "../ui/dom.js";
import { onFirstAct } from "../ui/first-act.js";
import { sayDone } from "./host.js";
import { widgetsOf } from "./options.js";
import { createSharedRunner } from "./shared-runner.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("./options.js").Asked} Asked */

/** What an embed is asked to show: the options, a program of the host's with what its build recorded
 * of it, and a moment.
 * @typedef {{asked: Asked, code: string | null, recorded: unknown, schedule?: string, step?: number | string}} Wanted
 */

/** @param {string} code @param {unknown} recorded from the host, so not to be trusted @param {PageStore} store */
function showRecording(code, recorded, store) {
  const { trace, exploration } = /** @type {import("./host.js").Recording} */ (recorded);
  const model = readTrace(trace);
  if (model.trace.source !== code) return;
  const explored = exploration ? readExploration(exploration) : null;
  store.dispatch({
    type: "records-told",
    records: [{ model, other: null, exploration: explored }],
  });
}

/** @param {PageStore} store @param {Asked} asked */
function setWidgets(store, asked) {
  const { params } = store.get();
  for (const [name, value] of widgetsOf(asked)) {
    if (name.startsWith("lock-")) store.dispatch({ type: "axis-set", axis: name, value });
    else if (name in params) store.dispatch({ type: "param-set", name, value: Number(value) });
  }
}

/** What a press on Run does here: in the order that the host names, if it names one.
 * @param {PageStore} store @param {string | undefined} schedule @returns {() => void}
 */
function runner(store, schedule) {
  if (schedule === undefined) return () => store.dispatch({ type: "run-asked" });
  const run = () =>
    store.dispatch({ type: "order-asked", order: namedOrder(schedule, "are shown as asked") });
  const notes = document.getElementById("embed-notes");
  notes?.before(
    h(document, "button", { type: "button", id: "order-asked" }, "Run in the order shown here"),
  );
  document.getElementById("order-asked")?.addEventListener("click", run);
  return run;
}

/** @param {PageStore} store @param {() => void} run */
function runWhenSeen(store, run) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    if (store.get().phase === "idle") run();
  });
  watch.observe(document.documentElement);
}

/** Open at a step: of what is shown, and of what comes first after it. @param {PageStore} store @param {number} step */
function openAt(store, step) {
  const show = () => store.dispatch({ type: "cursor-set", cursor: step });
  const leave = store.subscribe((state, before) => {
    if (!state.model || state.model === before.model) return;
    leave();
    show();
  });
  show();
}

/** @param {PageStore} store */
function tellRuns(store) {
  store.subscribe((state, before) => {
    if (state.phase !== "done" || before.phase === "done" || state.doing === "explore") return;
    if (!state.model || state.origin !== "live") return;
    const { status, result, source } = state.model.trace;
    sayDone({ status, result, source });
  });
}

/** @param {PageStore} store @param {string} root */
function keepLink(store, root) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.getElementById("open"));
  const show = () => {
    const { scenario, code } = store.get();
    if (!link) return;
    const home = scenario ? `${root}scenarios/${scenario}/` : root;
    link.href = home;
    if (store.get().edited || !scenario) {
      import("../share/links.js").then(async ({ fragmentOf }) => {
        if (store.get().code === code) link.href = `${root}#${await fragmentOf({ code })}`;
      });
    }
  };
  store.subscribe((state, before) => {
    if (state.code !== before.code || state.scenario !== before.scenario) show();
  });
  show();
}

/** @param {PageStore} store @param {Wanted} wanted */
function show(store, { asked, code, recorded, schedule, step }) {
  if (code !== null) store.dispatch({ type: "own-program", code });
  else setWidgets(store, asked);
  if (code !== null && recorded) showRecording(code, recorded, store);
  if (step !== undefined) openAt(store, Number(step));
  const run = runner(store, schedule);
  if (asked.values.run === "visible") runWhenSeen(store, run);
}

/** Load what the embed's parts are made from.
 * @param {Document} document @param {import("../hydration/data.js").Places} places @param {Wanted} wanted
 */
export async function loadPlayground(document, places, wanted) {
  const data = await loadPage(places, document, { chooses: false });
  return () => {
    const root = /** @type {HTMLElement} */ (document.getElementById("playground"));
    const { store, api } = startPlayground(root, data, createSharedRunner);
    onFirstAct(document, fetchAhead);
    keepLink(store, data.root);
    tellRuns(store);
    show(store, wanted);
    return api;
  };
}
