/**
 * The divergence as a table: two columns of lanes with the same rows, and between them what is the
 * same. A table, so that it is read aloud, printed and zoomed as one; what runs through a cell is
 * drawn behind its words.
 */

import { endTitle, partingText } from "../text/divergence.js";
import { counted } from "../text/numbers.js";
import { h } from "../ui/dom.js";
import { aligned } from "./align.js";
import { layoutDivergence } from "./layout.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Tone} Tone */
/** @typedef {import("./layout.js").Cell} Cell */
/** @typedef {import("./layout.js").DrawnRow} DrawnRow */
/** @typedef {import("./layout.js").Group} Group */
/** @typedef {import("./layout.js").Half} Half */
/** @typedef {import("./layout.js").Picture} Picture */
/** Two runs, what each is called, and how it is judged, where its trace does not say.
 * @typedef {{good: Model | null, bad: Model, goodTitle: string, badTitle: string, judged?: {good: Tone, bad: Tone}}} Compared
 */

/** @param {Document} document @param {Cell} cell */
function drawLines(document, { before, after, spoil }) {
  const part = (/** @type {string} */ name, /** @type {string} */ where) =>
    h(document, "span", { class: `dv-line dv-${name} dv-${where}` });
  return [
    ...before.map((name) => part(name, "before")),
    ...after.map((name) => part(name, "after")),
    ...(spoil ? [h(document, "span", { class: `dv-spoil dv-${spoil}` })] : []),
  ];
}

/** A name in capitals breaks where its next word begins: `Runtime` `Error`.
 * @param {Document} document @param {string} words
 */
const breakable = (document, words) =>
  words
    .split(/(?<=[a-z])(?=[A-Z])/)
    .flatMap((part, at) => (at > 0 ? [h(document, "wbr", {}), part] : [part]));

/** What a task does in a row, or does not although it does in the other run: one in each row. On a
 * phone it is as wide as the run, and says whose it is.
 * @param {Document} document @param {Cell} cell @param {string} who
 */
const drawDeed = (document, { words }, who) =>
  h(
    document,
    "span",
    { class: "dv-words" },
    h(document, "b", { class: "dv-who", "aria-hidden": "true" }, `${who} `),
    ...breakable(document, words),
  );

/** @param {Document} document @param {Cell} cell @param {{short: string}} lane @param {number} at */
function drawCell(document, cell, lane, at) {
  const { kind, words, before, after } = cell;
  const stale = kind === "rest" && after.includes("stale");
  // Of a ribbon that goes stale here, the lower half says so.
  const turns = stale && !before.includes("stale");
  const looks = ["dv-words", ...(stale ? ["dv-words-stale"] : []), ...(turns ? ["dv-low"] : [])];
  const rest = () => words && h(document, "span", { class: looks.join(" ") }, words);
  const content = kind === "rest" ? rest() : drawDeed(document, cell, lane.short);
  return h(
    document,
    "td",
    { class: `dv-cell dv-cell-${kind}`, style: `--at: ${at}` },
    h(document, "span", { class: "dv-lines", "aria-hidden": "true" }, ...drawLines(document, cell)),
    content || null,
  );
}

/** @param {Document} document @param {Half} half @param {Picture["lanes"]} lanes */
const drawHalf = (document, { cells, values }, lanes) => [
  ...cells.map((cell, at) => drawCell(document, cell, lanes[at], at)),
  ...values.map(({ text, changed }) =>
    h(document, "td", { class: "dv-value", "data-changed": changed }, text),
  ),
];

/** @param {Document} document @param {DrawnRow} row */
function drawBetween(document, { same, first }) {
  if (same) return h(document, "td", { class: "dv-between" }, "same");
  const sign = h(document, "b", { "aria-hidden": "true" }, "≠");
  return h(
    document,
    "td",
    { class: "dv-between" },
    sign,
    " ",
    first ? "first difference" : h(document, "span", { class: "unseen" }, "differs"),
  );
}

/** @param {Document} document @param {DrawnRow} row @param {Picture["lanes"]} lanes */
function drawRow(document, row, lanes) {
  const number = h(document, "th", { scope: "row" }, String(row.number));
  const good = row.good ? [...drawHalf(document, row.good, lanes), drawBetween(document, row)] : [];
  const attributes = { "data-same": String(row.same), "data-first": row.first };
  return h(document, "tr", attributes, number, ...good, ...drawHalf(document, row.bad, lanes));
}

/** Equal steps in one line; a press unfolds them.
 * @param {Document} document @param {Group} group @param {{width: number, lanes: Picture["lanes"]}} table
 */
function drawFolded(document, { rows }, { width, lanes }) {
  const text = counted(rows.length, "equal step");
  const press = h(
    document,
    "button",
    { type: "button", class: "quiet small", "aria-expanded": "false" },
    text,
  );
  const line = h(
    document,
    "tr",
    { class: "dv-folded" },
    h(document, "td", { colspan: width }, press),
  );
  press.addEventListener("click", () => {
    const unfolded = rows.map((row) => drawRow(document, row, lanes));
    line.replaceWith(...unfolded);
    const [head] = unfolded[0].children;
    head.setAttribute("tabindex", "-1");
    /** @type {HTMLElement} */ (head).focus?.();
  });
  return line;
}

/** @param {Document} document @param {Model} model @param {string} title @param {Tone | undefined} judged */
function drawTitle(document, model, title, judged) {
  const { tone, glyph, text } = endTitle(model, judged);
  return [
    h(
      document,
      "span",
      { class: "dv-end", "data-tone": tone },
      h(document, "span", { "aria-hidden": "true" }, glyph),
      text,
    ),
    " ",
    h(document, "span", { class: "dv-which" }, title),
  ];
}

/** @param {Document} document @param {Picture} picture @param {Compared} compared */
function drawHead(
  document,
  { lanes, values, hasGood },
  { good, bad, goodTitle, badTitle, judged },
) {
  const width = lanes.length + values.length;
  const head = (
    /** @type {Model} */ model,
    /** @type {string} */ title,
    /** @type {Tone | undefined} */ tone,
  ) =>
    h(
      document,
      "th",
      { colspan: width, scope: "colgroup", class: "dv-title" },
      ...drawTitle(document, model, title, tone),
    );
  const names = () => [
    ...lanes.map(({ name, short }) =>
      h(
        document,
        "th",
        { scope: "col", class: "dv-lane" },
        h(document, "span", { class: "dv-long" }, name),
        name === short
          ? null
          : h(document, "span", { class: "dv-short", "aria-hidden": "true" }, short),
      ),
    ),
    ...values.map((name) => h(document, "th", { scope: "col", class: "dv-value" }, name)),
  ];
  const corner = (/** @type {string} */ text) => h(document, "td", {}, text);
  const titles = [
    corner(""),
    ...(hasGood && good ? [head(good, goodTitle, judged?.good), corner("")] : []),
    head(bad, badTitle, judged?.bad),
  ];
  const step = h(
    document,
    "th",
    { scope: "col", class: "dv-number" },
    h(document, "span", { class: "unseen" }, "step"),
  );
  const columns = [step, ...(hasGood ? [...names(), corner("")] : []), ...names()];
  return h(
    document,
    "thead",
    {},
    h(document, "tr", {}, ...titles),
    h(document, "tr", {}, ...columns),
  );
}

/** The widths of the columns: those of lanes share what the others leave.
 * @param {Document} document @param {Picture} picture
 */
function drawColumns(document, { lanes, values, hasGood }) {
  const column = (/** @type {string} */ name) => h(document, "col", { class: `dv-col-${name}` });
  const half = () => [...lanes.map(() => column("lane")), ...values.map(() => column("value"))];
  const good = hasGood ? [...half(), column("between")] : [];
  return h(document, "colgroup", {}, column("number"), ...good, ...half());
}

/** @param {Document} document @param {Compared} compared */
function drawTable(document, compared) {
  const { good, bad } = compared;
  const picture = layoutDivergence(good, bad);
  const { lanes, values, groups, hasGood, missing } = picture;
  const width = 1 + (lanes.length + values.length) * (hasGood ? 2 : 1) + (hasGood ? 1 : 0);
  const rows = groups.flatMap((group) =>
    group.folded
      ? [drawFolded(document, group, { width, lanes })]
      : group.rows.map((row) => drawRow(document, row, lanes)),
  );
  const more =
    missing > 0
      ? [
          h(
            document,
            "tr",
            { class: "dv-folded" },
            h(document, "td", { colspan: width }, `${counted(missing, "more step")}`),
          ),
        ]
      : [];
  return h(
    document,
    "table",
    {
      class: "dv-table",
      "data-lanes": lanes.length,
      "data-sides": hasGood ? 2 : 1,
      style: `--lanes: ${lanes.length}`,
    },
    h(
      document,
      "caption",
      { class: "unseen" },
      hasGood ? "Two orders of the same program, step by step" : "One order, step by step",
    ),
    drawColumns(document, picture),
    drawHead(document, picture, compared),
    h(document, "tbody", {}, ...rows, ...more),
  );
}

/** The table and, above it, where the two part; one run by itself where there is no other.
 * @param {Document} document @param {Compared} compared @returns {Element[]}
 */
export function drawDivergence(document, compared) {
  const { good, bad } = compared;
  const parting = good ? partingText(good, bad, aligned(good, bad)) : "";
  const scroll = { class: "dv-scroll", tabindex: 0, role: "region", "aria-label": "Step by step" };
  return [
    ...(parting
      ? [h(document, "p", { class: "dv-parting", "data-testid": "parting" }, parting)]
      : []),
    h(document, "div", scroll, drawTable(document, compared)),
  ];
}
