/** The playground of an embed, as its host asks for it. */

import { startPlayground } from "../main.js";
import { fetchAhead } from "../runner/on-demand.js";
import { widgetsOf as widgetsShown } from "../share/moment.js";
import { namedOrder } from "../share/named-order.js";
import { readExploration } from "../state/exploration.js";
import { readTrace } from "../trace/model.js";
import { h } from "../ui/dom.js";
import { onFirstAct } from "../ui/first-act.js";
import { sendDone } from "./host.js";
import { showFaults } from "./notes.js";
import { outside, widgetsOf } from "./options.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("./options.js").Asked} Asked */

/** @typedef {import("../share/links.js").Moment} Moment */

/** What an embed is asked to show: the options, a moment where one is asked for, and what the host's
 * build recorded of its program.
 * @typedef {{asked: Asked, moment: Moment | null, recorded: unknown}} Wanted
 */

/** @param {unknown} recorded from the host, so not to be trusted @param {PageStore} store */
function takeRecording(recorded, store) {
  const { trace, exploration } = /** @type {import("./host.js").Recording} */ (recorded);
  const model = readTrace(trace);
  const explored = exploration ? readExploration(exploration) : null;
  store.dispatch({
    type: "records-loaded",
    records: [{ model, other: null, exploration: explored }],
  });
}

/** A number of a lesson may have narrower bounds than the option has; one that it lacks is ignored.
 * @param {PageStore} store @param {Asked} asked @param {string} name @param {string} text
 */
function setNumber(store, asked, name, text) {
  const parameter = store.get().parameters.find((each) => each.name === name);
  if (!parameter) return;
  const { testid, min = 0, max = 0 } = parameter;
  const fault = outside(testid, text, min, max);
  if (fault) asked.faults.push(fault);
  else store.dispatch({ type: "param-set", name, value: Number(text) });
}

/** @param {PageStore} store @param {Asked} asked */
function setWidgets(store, asked) {
  for (const [name, value] of widgetsOf(asked)) {
    if (name.startsWith("lock-")) store.dispatch({ type: "axis-set", axis: name, value });
    else setNumber(store, asked, name, value);
  }
  showFaults(document, asked);
}

/** What a press on Run does here: in the order that the host names, if it names one.
 * @param {PageStore} store @param {string | undefined} schedule @returns {() => void}
 */
function runAsked(store, schedule) {
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

/** @param {PageStore} store */
function sendRuns(store) {
  store.subscribe((state, before) => {
    if (state.phase !== "done" || before.phase === "done" || state.doing === "explore") return;
    if (!state.model || state.origin !== "live") return;
    const { status, result, source } = state.model.trace;
    sendDone({ status, result, source });
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

/** A moment that has no code is one of the lesson that is shown, as the options have set it.
 * @param {import("../state/reducer.js").State} state @param {Moment} moment @returns {Moment}
 */
function ofLesson(state, moment) {
  const widgets = { ...widgetsShown(state), ...moment.widgets };
  return { ...moment, scenario: state.scenario ?? undefined, widgets };
}

/** How many steps a run has is known once it is shown.
 * @param {PageStore} store @param {Asked} asked @param {number} step
 */
function noteIfAfterLast(store, asked, step) {
  const leave = store.subscribe((state, before) => {
    if (state.brought?.step === step || before.brought?.step !== step) return;
    leave();
    const last = state.model?.columns.length ?? step;
    if (step <= last) return;
    asked.faults.push(`step='${step}' is after the last, ${last}`);
    showFaults(document, asked);
  });
}

/** @typedef {typeof import("../share/share.js")} Share */

/** @param {ReturnType<typeof startPlayground>} playground @param {Wanted} wanted @param {Share | null} share with a moment */
function show({ store, doors }, { asked, moment, recorded }, share) {
  const isOfLesson = moment?.code === undefined;
  if (isOfLesson) setWidgets(store, asked);
  if (recorded) takeRecording(recorded, store);
  const whole = moment && isOfLesson ? ofLesson(store.get(), moment) : moment;
  if (asked.values.step) noteIfAfterLast(store, asked, Number(asked.values.step));
  if (whole) share?.showMoment(store, whole, doors, "host");
  const run = runAsked(store, moment?.choices === undefined ? moment?.schedule : undefined);
  if (asked.values.run === "visible") runWhenSeen(store, run);
}

/** Load what a moment that is asked for needs. @param {Wanted} wanted @returns {Promise<Share | null>} */
export const loadShare = async ({ moment }) => (moment ? import("../share/share.js") : null);

/** Make the embed live.
 * @param {import("../hydration/data.js").PageData} data @param {import("../main.js").Runner} runner
 * @param {Wanted} wanted @param {Share | null} share with a moment
 */
export function openPlayground(data, runner, wanted, share) {
  const root = /** @type {HTMLElement} */ (document.getElementById("playground"));
  const playground = startPlayground(root, data, runner);
  onFirstAct(document, fetchAhead);
  keepLink(playground.store, data.root);
  sendRuns(playground.store);
  show(playground, wanted, share);
  return playground.api;
}
