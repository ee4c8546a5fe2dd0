/** The run in words, as a table: one row a step, by the sentences that the whole page uses. */

import { stepParts, stepWhen } from "../text/steps.js";
import { valueAfter } from "../trace/moment.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Step} Step */

/** More rows than this are no reading matter; the table is cut, and says so. */
const MOST = 2000;
const COLUMNS = ["step", "when", "task", "what it did", "why it then stopped"];

/** What each value is after a step. @param {Model} model @param {Step} step */
const valuesAfter = ({ variables }, { last }) =>
  variables.map((variable) => valueAfter(variable, last + 1) ?? "");

/** @param {Document} document @param {Model} model @param {Step} step */
function drawRow(document, model, step) {
  const { who, did, stopped } = stepParts(model, step);
  // What is drawn in no lane has no number, and an empty heading would be read as one.
  const number =
    step.column < 0
      ? h(document, "td")
      : h(document, "th", { scope: "row" }, String(step.column + 1));
  const cells = [stepWhen(step), who, did, stopped, ...valuesAfter(model, step)];
  const moment = step.column < 0 ? {} : { "data-moment": step.column + 1 };
  return h(document, "tr", moment, number, ...cells.map((text) => h(document, "td", {}, text)));
}

/** @param {Document} document @param {Model} model */
function drawTable(document, model) {
  const steps = model.steps.filter(({ task }) => task !== null);
  const values = model.variables.map(({ name }) => `${name} after`);
  const heads = [...COLUMNS, ...values].map((text) => h(document, "th", { scope: "col" }, text));
  const rows = steps.slice(0, MOST).map((step) => drawRow(document, model, step));
  const cut = steps.length > MOST ? `: the first ${MOST} of ${steps.length} steps` : "";
  return h(
    document,
    "table",
    { class: "run-table" },
    h(document, "caption", { class: "unseen" }, `The run, step by step${cut}`),
    h(document, "thead", {}, h(document, "tr", {}, ...heads)),
    h(document, "tbody", {}, ...rows),
  );
}

/** @param {HTMLElement} body @param {State} state */
function markMoment(body, { cursor }) {
  body.querySelector("[aria-current]")?.removeAttribute("aria-current");
  body.querySelector(`[data-moment="${cursor}"]`)?.setAttribute("aria-current", "step");
}

/** @param {State} state */
const titleOf = ({ other }) =>
  `The timeline as a table${other ? `: ${other.mine.replaceAll("`", "")}` : ""}`;

/**
 * Written when it is first opened; a press on a row goes to its moment.
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document}} options
 */
export function mountRunTable(root, store, { document }) {
  const title = h(document, "summary", {}, titleOf(store.get()));
  const body = h(document, "div", { class: "run-table-body", tabindex: 0, role: "group" });
  body.setAttribute("aria-label", "The run, step by step");
  const details = h(document, "details", { class: "sentences" }, title, body);
  let written = /** @type {Model | null} */ (null);

  function update() {
    const state = store.get();
    if (title.textContent !== titleOf(state)) title.textContent = titleOf(state);
    if (!details.open) return;
    if (state.model !== written) {
      body.replaceChildren(...(state.model ? [drawTable(document, state.model)] : []));
      written = state.model;
    }
    markMoment(body, state);
  }

  body.addEventListener("click", ({ target }) => {
    const row = /** @type {Element | null} */ (target)?.closest("[data-moment]");
    if (row)
      store.dispatch({ type: "cursor-set", cursor: Number(row.getAttribute("data-moment")) });
  });
  /** On paper nobody can open it. */
  function print() {
    if (details.open) return;
    const close = () => {
      details.open = false;
    };
    details.open = true;
    document.defaultView?.addEventListener("afterprint", close, { once: true });
    update();
  }

  document.defaultView?.addEventListener("beforeprint", print);
  details.addEventListener("toggle", update);
  store.subscribe(update);
  root.replaceChildren(details);
}
