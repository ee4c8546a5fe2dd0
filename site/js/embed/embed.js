/**
 * The embed: a scenario or somebody's own program, with the views of the page. What is asked for
 * stands in the address; the picture is there before anything of Python is loaded.
 */

import { startPlayground } from "../main.js";
import { pageData } from "../page/data.js";
import { fetchAhead } from "../runner/on-demand.js";
import { readExploration } from "../state/exploration.js";
import { LinkError, momentOf, programIn } from "../state/share-link.js";
import { readTrace } from "../trace/model.js";
import { h } from "../ui/dom.js";
import { onFirstAct } from "../ui/first-act.js";
import { askForRecording, onLook, sayDone, sayReady, tellHeight } from "./host.js";
import { takeLook } from "./look.js";
import { readOptions, widgetsOf } from "./options.js";
import { createSharedRunner } from "./shared-runner.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("./options.js").Asked} Asked */
/** @typedef {{root: string, first: string, parts: Record<string, string>}} Parts */

/** How long a host may take to hand over what its build recorded. */
const PATIENCE = 1000;

/** @param {Document} document @returns {Parts} */
const partsOf = (document) =>
  JSON.parse(document.getElementById("embed-parts")?.textContent ?? "{}");

/** What the address carries behind the `#`. @param {Asked} asked */
async function momentAsked(asked) {
  if (location.hash.length < 2) return {};
  try {
    return await momentOf(location.hash);
  } catch (error) {
    asked.faults.push(error instanceof LinkError ? error.message : String(error));
    return {};
  }
}

/** @param {Parts} parts @param {string | undefined} name @param {boolean} own @param {Asked} asked */
function partNamed({ parts, first }, name, own, asked) {
  if (own) return parts[first];
  if (name !== undefined && Object.hasOwn(parts, name)) return parts[name];
  const names = Object.keys(parts).join(", ");
  asked.faults.push(
    name === undefined
      ? `No scenario is named, so this is the first: add ?scenario=NAME. There are ${names}`
      : `No scenario is called '${name}', so this is the first. There are ${names}`,
  );
  return parts[first];
}

/** @param {string} url */
async function fetchPart(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}

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

/** An order that the host names, of which no more is known than how to take it.
 * @param {string} schedule @returns {import("../trace/types.js").Outcome}
 */
const orderOf = (schedule) => ({
  ...{ status: "ok", result: null, interleavings: null, classes: null, state: {}, cause: null },
  ...{ misses: false, loses: false, losing: null },
  ...{ schedule, deviations: 1, is_shortest: false, tone: "neutral", text: "are shown as asked" },
});

/** What a press on Run does here: in the order that the host names, if it names one.
 * @param {PageStore} store @param {string | undefined} schedule @returns {() => void}
 */
function runner(store, schedule) {
  if (schedule === undefined) return () => store.dispatch({ type: "run-asked" });
  const run = () => store.dispatch({ type: "order-asked", order: orderOf(schedule) });
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

/** The line that matters stands in sight, in the listing that is there before the editor. */
function showLine() {
  const editor = document.getElementById("editor");
  const listing = editor?.querySelector(".code");
  const line = /** @type {HTMLElement | undefined} */ (
    listing?.querySelectorAll(".code-line")[Number(editor?.dataset.line) - 1]
  );
  if (!listing || !line) return;
  const top = line.getBoundingClientRect().top - listing.getBoundingClientRect().top;
  listing.scrollTop += top - listing.clientHeight / 3;
}

/** The line on all orders leads to them, folded away as they are here. */
function openOrders() {
  const more = /** @type {HTMLDetailsElement | null} */ (document.getElementById("more"));
  document.getElementById("all-orders")?.addEventListener("click", (press) => {
    press.preventDefault(); // following the address would scroll the host
    if (more) more.open = true;
  });
}

/** @param {Asked} asked */
function say({ faults }) {
  const notes = document.getElementById("embed-notes");
  if (notes) notes.textContent = faults.map((fault) => `${fault}.`.replace(/\.\.$/, ".")).join(" ");
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
      import("../state/share-link.js").then(async ({ fragmentOf }) => {
        if (store.get().code === code) link.href = `${root}#${await fragmentOf({ code })}`;
      });
    }
  };
  store.subscribe((state, before) => {
    if (state.code !== before.code || state.scenario !== before.scenario) show();
  });
  show();
}

async function main() {
  const { dataset } = document.documentElement;
  const asked = readOptions(new URLSearchParams(location.search));
  const { theme, view, height } = asked.values;
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  dataset.view = view ?? "all";
  onLook((look) => takeLook(document, look));
  const moment = await momentAsked(asked);
  const { code, setup } = asked.values;
  const whole = programIn({ code, setup, ...moment });
  const parts = partsOf(document);
  const own = whole !== null;
  const asks = own && new URLSearchParams(location.search).has("recorded");
  const [part, recorded] = await Promise.all([
    fetchPart(parts.root + partNamed(parts, asked.values.scenario, own, asked)),
    asks ? askForRecording(PATIENCE) : null,
  ]);
  const body = document.createElement("template");
  body.innerHTML = part; // of our own build: the only markup that is ever taken as such
  document.body.replaceChildren(body.content);
  const root = document.getElementById("playground");
  const data = pageData(document);
  if (!root || !data) throw new Error("this part of the site is damaged");
  const readonly = "readonly" in asked.values;
  document.getElementById("editor")?.toggleAttribute("data-readonly", readonly);
  const { store } = startPlayground(root, data, createSharedRunner);
  onFirstAct(document, fetchAhead);
  if (whole !== null) store.dispatch({ type: "own-program", code: whole });
  else setWidgets(store, asked);
  if (whole !== null && recorded) showRecording(whole, recorded, store);
  const step = moment.step ?? asked.values.step;
  if (step !== undefined) openAt(store, Number(step));
  say(asked);
  openOrders();
  showLine();
  keepLink(store, data.root);
  tellRuns(store);
  const run = runner(store, moment.schedule ?? asked.values.schedule);
  if (asked.values.run === "visible") runWhenSeen(store, run);
  if (height === undefined) tellHeight(root);
  sayReady();
}

main().catch((error) => {
  document.body.textContent = `This example could not be shown: ${error.message}. Reload the page to try again.`;
  sayReady();
});
