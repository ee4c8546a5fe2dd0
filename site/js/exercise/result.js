/** What the grader says: how many orders end well, one cell an order, and why not all. */

import { grouped } from "../text/numbers.js";
import { clip } from "../text/short.js";
import { h } from "../ui/dom.js";
import { code } from "../ui/prose.js";

/** @typedef {import("../trace/types.js").Grade} Grade */
/** How some orders end; of a prediction: whether they bear it out.
 * @typedef {{label: string, tone: "right" | "wrong" | "so" | "other", count: number | null}} Share
 */

/** So many orders have their ending written in their cells, if it is as short as that; so many have a
 * cell of their own.
 */
const WRITTEN = 12;
const SHORT = 6;
const CELLS = 200;
/** Of an attempt so many squares are kept. */
const SQUARES = 10;

/** What the number counts, by what was asked. */
const COUNTED = {
  repair: "orders that end well",
  break: "orders that break it",
  predict: "orders that bear you out",
};

/** @param {Grade} grade */
export function headline({ passed, kind, has_failed: failed, is_undecided: open }) {
  if (failed) return "Not judged";
  if (open) return "Not decided";
  if (kind === "predict") return passed ? "Right" : "Not so";
  return passed ? "Passed" : "Not yet";
}

/** Endings that read alike are one, whatever else tells them apart.
 * @param {readonly Share[]} shares @returns {Share[]}
 */
function joined(shares) {
  const alike = new Map(/** @type {[string, Share][]} */ ([]));
  for (const share of shares) {
    const name = `${share.tone} ${share.label}`;
    const before = alike.has(name) ? (alike.get(name)?.count ?? null) : 0;
    const count = before === null || share.count === null ? null : before + share.count;
    alike.set(name, { ...share, count });
  }
  return [...alike.values()];
}

/** What is wanted is drawn as right; of a program that is to be broken, what ends well still is; and
 * of a prediction nothing is right or wrong but what was said.
 * @param {Grade} grade @returns {Share[]}
 */
export function sharesOf({ endings, kind, right }) {
  const named = endings.filter(({ is_right: isNamed }) => isNamed);
  const count = named.reduce((sum, { orders }) => sum + (orders ?? 0), 0);
  // Who says "never 300" is borne out by all other endings.
  const isWanted = (/** @type {boolean} */ isNamed) =>
    kind === "predict" ? isNamed === (count === right) : isNamed === (kind !== "break");
  /** @type {Share["tone"][]} */
  const tones = kind === "predict" ? ["other", "so"] : ["wrong", "right"];
  const shares = endings.map(({ label, orders, is_right: isNamed }) => ({
    label,
    tone: tones[Number(isWanted(isNamed))],
    count: orders,
  }));
  return joined(shares).sort((one, other) => tones.indexOf(other.tone) - tones.indexOf(one.tone));
}

const WORDS = { right: "right", wrong: "wrong", so: "as you said", other: "otherwise" };

/** `90 orders: 6 end at 300, 84 at 100`. @param {readonly Share[]} shares */
const sharesWords = (shares) =>
  shares
    .map(({ label, count, tone }) => {
      const many = count === null ? "some" : grouped(count);
      return `${WORDS[tone]}: ${many} ${count === 1 ? "ends" : "end"} at ${label}`;
    })
    .join("; ");

const GLYPHS = { right: "✓", wrong: "✕", so: "=", other: "≠" };

/** @param {Document} document @param {Share} share @param {boolean} written */
const drawCell = (document, { label, tone }, written) =>
  h(
    document,
    "span",
    { class: "grade-cell", "data-tone": tone },
    written ? h(document, "b", {}, GLYPHS[tone]) : null,
    written ? clip(label, 14) : null,
  );

/** One cell an order; where they are too many, one bar an ending, as wide as its share.
 * @param {Document} document @param {readonly Share[]} shares
 */
function drawCells(document, shares) {
  const counts = shares.map(({ count }) => count ?? Number.NaN);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cells = (/** @type {boolean} */ written) =>
    shares.flatMap((share) =>
      Array.from({ length: share.count ?? 0 }, () => drawCell(document, share, written)),
    );
  const bars = () =>
    shares.map((share) => {
      const cell = drawCell(document, share, true);
      cell.style.setProperty("flex-grow", String(share.count ?? 1));
      return cell;
    });
  const isFew = total <= CELLS;
  const isWritten = total <= WRITTEN && shares.every(({ label }) => label.length <= SHORT);
  const size = isWritten ? "written" : isFew ? "small" : "bars";
  const label = sharesWords(shares);
  const content = isFew ? cells(isWritten) : bars();
  return h(
    document,
    "div",
    { class: "grade-cells", "data-size": size, role: "img", "aria-label": label },
    ...content,
  );
}

/** @param {Document} document @param {readonly Share[]} shares */
const drawShares = (document, shares) =>
  h(
    document,
    "ul",
    { class: "grade-endings" },
    ...shares.map(({ label, count, tone }) =>
      h(
        document,
        "li",
        { "data-tone": tone },
        h(document, "b", {}, `${GLYPHS[tone]} `),
        count === null ? "" : `${grouped(count)} × `,
        h(document, "code", {}, clip(label, 120)),
      ),
    ),
  );

/** @param {Document} document @param {Grade} grade */
function drawCount(document, { orders, right, kind }) {
  if (orders === null || right === null) return null;
  return h(
    document,
    "p",
    { class: "grade-count" },
    h(document, "span", { class: "grade-counted" }, COUNTED[kind]),
    h(document, "strong", {}, grouped(right)),
    " of ",
    h(document, "b", {}, grouped(orders)),
  );
}

/** @param {Grade} grade */
function toneOf({ passed, has_failed: failed, is_undecided: open }) {
  if (failed || open) return "neutral";
  return passed ? "right" : "wrong";
}

/** @param {Document} document @param {Grade} grade @returns {Element[]} */
export function drawGrade(document, grade) {
  const { message, improvement, duration_us: took, within_us: within } = grade;
  const shares = sharesOf(grade);
  const tone = toneOf(grade);
  const better = improvement
    ? h(
        document,
        "p",
        { class: "grade-better" },
        h(document, "strong", {}, "Right, and it could be better. "),
        ...code(document, improvement),
      )
    : null;
  const bound =
    grade.passed && !improvement && took !== null && within !== null
      ? h(document, "p", { class: "grade-note" }, "It takes no longer than a good answer has to.")
      : null;
  const summary = h(
    document,
    "div",
    { class: "grade-said" },
    h(document, "h2", { "data-tone": tone }, headline(grade)),
    " ",
    h(document, "p", { class: "grade-message" }, ...code(document, message)),
    better,
    bound,
  );
  const count = drawCount(document, grade);
  const tally = shares.length > 0 ? drawCells(document, shares) : null;
  const isWritten = tally?.dataset.size === "written";
  const head = h(
    document,
    "div",
    { class: "grade-head", "data-tone": tone },
    count,
    tally,
    summary,
  );
  return [head, ...(shares.length > 0 && !isWritten ? [drawShares(document, shares)] : [])];
}

/** What is read out of a grade. @param {Grade} grade */
export function gradeSpoken(grade) {
  const { orders, right, message, improvement, kind } = grade;
  const many = orders === null || right === null ? "" : ` ${right} of ${orders} ${COUNTED[kind]}.`;
  return `${headline(grade)}.${many} ${message} ${improvement ?? ""}`.replaceAll("`", "").trim();
}

/** An attempt in squares: as many right ones as its share of all, and never none of what there is.
 * @param {Document} document @param {Grade} grade @param {number} number
 */
export function drawAttempt(document, grade, number) {
  const { orders, right, passed } = grade;
  const all = Math.min(orders ?? 1, SQUARES);
  const share = orders ? ((right ?? 0) / orders) * all : Number(passed);
  const good = share > 0 && share < all ? Math.min(Math.max(Math.round(share), 1), all - 1) : share;
  const squares = Array.from({ length: all }, (_, at) =>
    h(document, "i", { "data-tone": at < good ? "right" : "wrong" }),
  );
  const many = orders === null ? headline(grade) : `${right} of ${orders}`;
  return h(
    document,
    "li",
    { "data-passed": String(passed), title: many },
    String(number),
    h(document, "span", { class: "attempt-squares", "aria-hidden": "true" }, ...squares),
    h(document, "span", { class: "unseen" }, `: ${many}`),
  );
}
