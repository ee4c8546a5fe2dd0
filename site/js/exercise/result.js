/** What the grader says: how many orders end right, why not all, and where the wrong one parts. */

import { h } from "../ui/dom.js";

/** @typedef {import("../trace/types.js").Grade} Grade */

/** @param {Grade} grade */
export function headline({ passed, orders, right, has_failed: failed, is_undecided: open }) {
  if (failed) return "Not judged";
  if (open) return "Not decided";
  const word = passed ? "Passed" : "Not yet";
  return orders === null || right === null
    ? word
    : `${word}: ${right.toLocaleString("en")} of ${orders.toLocaleString("en")}`;
}

/** @param {{task: string | null, line: number | null} | null} step */
function stepWords(step) {
  if (step === null) return "the end";
  const who = step.task ?? "a timer";
  return step.line === null ? who : `${who}, from line ${step.line}`;
}

/** @param {Document} document @param {NonNullable<Grade["divergence"]>} divergence */
function divergenceTable(document, divergence) {
  const cell = (/** @type {string} */ text) => h(document, "td", {}, text);
  const head = (/** @type {string} */ text) => h(document, "th", { scope: "col" }, text);
  const same = `${divergence.step} equal steps`;
  const row = (/** @type {string} */ good, /** @type {string} */ bad, /** @type {string} */ note) =>
    h(document, "tr", {}, cell(good), cell(note), cell(bad));
  return h(
    document,
    "table",
    { class: "exercise-divergence", "data-testid": "divergence" },
    h(
      document,
      "thead",
      {},
      h(document, "tr", {}, head("nearest right order"), head(""), head("this order")),
    ),
    h(
      document,
      "tbody",
      {},
      row(same, same, "same"),
      row(stepWords(divergence.good_next), stepWords(divergence.bad_next), "≠ first difference"),
    ),
  );
}

/** @param {Document} document @param {Grade} grade */
function endingsList(document, { endings, kind }) {
  const marks = kind === "break" ? ["–", "✕"] : ["✕", "✓"];
  const rows = endings.map(({ label, orders, is_right: isRight }) => {
    const tone = isRight === (kind !== "break") ? "right" : "wrong";
    const count = orders === null ? "" : `${orders.toLocaleString("en")} × `;
    const mark = h(document, "b", { "aria-hidden": "true" }, marks[Number(isRight)] ?? "");
    return h(document, "li", { "data-tone": tone }, mark, ` ${count}${label}`);
  });
  return h(document, "ul", { class: "exercise-endings" }, ...rows);
}

/**
 * @param {HTMLElement} root @param {Grade} grade @param {Document} document
 */
export function showGrade(root, grade, document) {
  const { passed, message, improvement, divergence, endings, kind } = grade;
  root.dataset.passed = String(passed);
  root.hidden = false;
  root.replaceChildren(
    h(document, "h2", {}, headline(grade)),
    h(document, "p", {}, message),
    ...(improvement
      ? [h(document, "p", { class: "exercise-better" }, `It could be better. ${improvement}`)]
      : []),
    ...(endings.length && kind !== "predict" ? [endingsList(document, grade)] : []),
    ...(divergence ? [divergenceTable(document, divergence)] : []),
  );
}
