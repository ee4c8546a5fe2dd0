/** Two runs on one axis: what each is called and how it ended, and both pictures scrolled as one. */

import { valuesOf } from "../text/answer.js";
import { timeText } from "../text/short.js";
import { waitedFor } from "../trace/moment.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {{title: string, model: Model}} Run */

/** @param {State} state @returns {Run[]} */
function runsOf({ model, other }) {
  if (!model || !other) return [];
  const titled = (/** @type {string} */ title, /** @type {Model} */ run) => ({
    title: title.replaceAll("`", ""),
    model: run,
  });
  return [titled(other.mine, model), titled(other.title, other.model)];
}

/** A bar as long as the run, beneath its title. @param {Document} document @param {number} share */
const bar = (document, share) =>
  h(document, "span", { class: "compare-bar", style: `--share: ${share}`, "aria-hidden": "true" });

/** @param {Document} document @param {Run} run @param {number} longest @param {boolean} waits */
function drawRow(document, { title, model }, longest, waits) {
  const { trace } = model;
  const { final, expected } = valuesOf(trace);
  const short = expected !== null && expected !== final;
  const name = h(
    document,
    "th",
    { scope: "row" },
    title,
    bar(document, trace.duration_us / longest),
  );
  const takes = h(
    document,
    "b",
    { "data-testid": "compare-duration" },
    timeText(trace.duration_us),
  );
  const stuck = h(document, "small", {}, "then stuck for ever");
  const balance = h(document, "span", { "data-testid": "compare-balance" }, final);
  return h(
    document,
    "tr",
    { "data-tone": trace.verdict.tone },
    name,
    h(
      document,
      "td",
      { class: "compare-takes" },
      takes,
      trace.status === "deadlock" ? stuck : null,
    ),
    h(document, "td", { class: "compare-final" }, balance, short ? ` of ${expected}` : null),
    waits ? h(document, "td", {}, timeText(waitedFor(model))) : null,
  );
}

/** @param {Document} document @param {Run[]} runs */
function drawTable(document, runs) {
  const longest = Math.max(1, ...runs.map(({ model }) => model.trace.duration_us));
  const waits = runs.some(({ model }) => waitedFor(model) > 0);
  const { label } = valuesOf(runs[0].model.trace);
  const heads = ["takes", label, ...(waits ? ["waiting in all"] : [])];
  return [
    h(document, "caption", {}, "Two runs on one time axis"),
    h(
      document,
      "thead",
      {},
      h(
        document,
        "tr",
        {},
        h(document, "td"),
        ...heads.map((text) => h(document, "th", { scope: "col" }, text)),
      ),
    ),
    h(document, "tbody", {}, ...runs.map((run) => drawRow(document, run, longest, waits))),
  ];
}

/** @param {HTMLElement} root @param {State} state @param {Document} document */
function show(root, state, document) {
  const runs = runsOf(state);
  root.toggleAttribute("data-alone", runs.length === 0);
  root.toggleAttribute("data-compares", state.compares);
  root.toggleAttribute("data-own", state.scenario === null);
  if (runs.length === 0) return;
  root.querySelector(".compare-table")?.replaceChildren(...drawTable(document, runs));
  const captions = root.querySelectorAll(".compare-caption");
  runs.forEach(({ title, model }, at) => {
    // The answer, large, has said it of the first already.
    const headline = at > 0 ? h(document, "p", {}, model.trace.verdict.headline) : null;
    captions[at].replaceChildren(h(document, "h3", {}, title), ...(headline ? [headline] : []));
  });
}

/** @param {State} state @param {State} before */
const hasMoved = (state, before) =>
  state.cursor !== before.cursor || state.model !== before.model || state.other !== before.other;

/** One axis has one scroll position, whichever picture is scrolled; the first one leads.
 * @param {HTMLElement} root @param {PageStore} store
 */
function scrollTogether(root, store) {
  const scrolls = [...root.querySelectorAll(".tl-scroll")];
  const bring = (/** @type {Element} */ leader) => {
    for (const scroll of scrolls) scroll.scrollLeft = leader.scrollLeft;
  };
  for (const scroll of scrolls) {
    scroll.addEventListener("scroll", () => bring(scroll), { passive: true });
  }
  const follow = (/** @type {State} */ state, /** @type {State} */ before) => {
    // to ask for the place lays the page out: not for a press on Run, which has moved nothing
    if (hasMoved(state, before) && !root.hasAttribute("data-alone")) bring(scrolls[0]);
  };
  store.subscribe(follow, { measures: true });
}

/**
 * After both timelines: it finds them, and the places for table and captions, inside the root.
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document, live?: boolean}} options
 */
export function mountCompare(root, store, { document, live = true }) {
  show(root, store.get(), document);
  if (!live) return;
  store.subscribe((state, before) => {
    if (state.model !== before.model || state.other !== before.other) show(root, state, document);
  });
  scrollTogether(root, store);
}
