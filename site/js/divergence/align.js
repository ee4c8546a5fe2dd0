/**
 * Two runs of one program, row by row: as many steps as can be are side by side with their like.
 *
 * A step is told apart by whose it is and by what it does, values included, never by when: in
 * another order the same step comes at another time. What both begin with is set aside first, so the
 * first row that is not the same is where the runs part. Of the rest, a longest common subsequence
 * (Wagner and Fischer's table) is the same; of what lies between, two steps of one task share a row.
 */

import { nameOf, objectName } from "../text/steps.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Step} Step */
/** @typedef {{good: number | null, bad: number | null, same: boolean}} Row the steps of both, by their columns; null: none there */

/** Same steps count more than any number of steps that merely share a task. */
const SAME = 1_000_000;
const PAIR = 1;
/** A table larger than this is not worth its time: what lies between is not put side by side then. */
const MOST_CELLS = 400_000;

/** @param {Model} model @param {Step} step */
function deeds(model, { task, first, last }) {
  const words = model.trace.events
    .slice(first, last + 1)
    .filter(({ kind }) => kind !== "task-ready") // whom it wakes is what the others wait for
    .map(({ kind, line, why, op, phase, object, value, text, error, label }) =>
      JSON.stringify([kind, line, why, op, phase, value, text, error, label]).concat(
        object === null || object === undefined ? "" : objectName(model, object),
      ),
    );
  return [nameOf(model, task), ...words].join("\n");
}

/** @param {Model} model */
const lettersOf = (model) =>
  model.columns.map((step) => ({
    who: nameOf(model, step.task),
    deeds: deeds(model, step),
  }));

/** @typedef {ReturnType<typeof lettersOf>} Letters */

/** What a row of these two is worth; 0: they share none. @param {Letters[0]} one @param {Letters[0]} other */
function worth(one, other) {
  if (one.deeds === other.deeds) return SAME;
  return one.who === other.who ? PAIR : 0;
}

/** How much the rest of both is worth, from each pair of places on.
 * @param {Letters} good @param {Letters} bad
 */
function tableOf(good, bad) {
  const width = bad.length + 1;
  const table = new Float64Array((good.length + 1) * width);
  for (let i = good.length - 1; i >= 0; i--) {
    for (let j = bad.length - 1; j >= 0; j--) {
      const own = worth(good[i], bad[j]);
      const both = own > 0 ? own + table[(i + 1) * width + j + 1] : 0;
      table[i * width + j] = Math.max(both, table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  return (/** @type {number} */ i, /** @type {number} */ j) => table[i * width + j];
}

/** @param {Letters} good @param {Letters} bad @param {number} first where both go on @returns {Row[]} */
function rowsBetween(good, bad, first) {
  const from = (/** @type {number} */ at) => first + at;
  const alone = {
    good: (/** @type {number} */ at) => ({ good: from(at), bad: null, same: false }),
    bad: (/** @type {number} */ at) => ({ good: null, bad: from(at), same: false }),
  };
  if (good.length * bad.length > MOST_CELLS) {
    return [...bad.map((_, at) => alone.bad(at)), ...good.map((_, at) => alone.good(at))];
  }
  const best = tableOf(good, bad);
  const rows = /** @type {Row[]} */ ([]);
  let [i, j] = [0, 0];
  while (i < good.length || j < bad.length) {
    const both = i < good.length && j < bad.length ? worth(good[i], bad[j]) : 0;
    if (both > 0 && best(i, j) === both + best(i + 1, j + 1)) {
      rows.push({ good: from(i++), bad: from(j++), same: both === SAME });
    } else if (j < bad.length && (i === good.length || best(i, j) === best(i, j + 1))) {
      rows.push(alone.bad(j++));
    } else rows.push(alone.good(i++));
  }
  return rows;
}

/**
 * @param {Model} good @param {Model} bad
 * @returns {Row[]}
 */
export function aligned(good, bad) {
  const [left, right] = [lettersOf(good), lettersOf(bad)];
  const differs = left.findIndex(({ deeds: own }, at) => own !== right[at]?.deeds);
  const shared = differs < 0 ? left.length : differs;
  const same = left.slice(0, shared).map((_, at) => ({ good: at, bad: at, same: true }));
  return [...same, ...rowsBetween(left.slice(shared), right.slice(shared), shared)];
}

/** One run by itself. @param {Model} model @returns {Row[]} */
export const alone = (model) => model.columns.map((_, at) => ({ good: null, bad: at, same: true }));
