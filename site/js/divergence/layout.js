/**
 * The divergence as cells: time runs down, one lane a task, two runs with the same rows.
 *
 * A cell has what its task was before the row's step and after it, and what is written in it: the
 * step itself, or that nothing happened there although it did in the other run.
 */

import { clip } from "../text/short.js";
import { shortNames } from "../text/short-names.js";
import { nameOf } from "../text/steps.js";
import { brief } from "../timeline/layout/brief.js";
import { valueAfter } from "../trace/moment.js";
import { aligned, alone } from "./align.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Step} Step */
/** @typedef {import("./align.js").Row} Row */

/** What runs through a cell: the state of a task, and what it remembers beside that.
 * @typedef {"asleep" | "waits" | "ready" | "holds" | "stale"} Line
 */

/**
 * @typedef {object} Cell
 * @property {Line[]} before the row's step
 * @property {Line[]} after it
 * @property {"step" | "wrong" | "place" | "rest"} kind place: nothing happens, though it does in the other run
 * @property {string} words
 * @property {"" | "from" | "through" | "to"} spoil the line from a write to what it puts out of date
 */

/** @typedef {{text: string, changed: boolean}} Value */
/** @typedef {{cells: Cell[], values: Value[]}} Half one run's part of a row */
/** @typedef {{number: number, same: boolean, first: boolean, good: Half | null, bad: Half}} DrawnRow */
/** @typedef {{rows: DrawnRow[], folded: boolean}} Group rows that are shown, or folded into one line */

/**
 * @typedef {object} Picture
 * @property {{name: string, short: string}[]} lanes
 * @property {string[]} values the names of the values at the edge
 * @property {Group[]} groups
 * @property {boolean} hasGood whether two runs are side by side
 * @property {number} missing steps that are not drawn
 */

/** So many rows are shown with all that is the same in them. */
const FEW = 6;
const MOST_ROWS = 40;
const MOST_LANES = 6;
const MOST_VALUES = 2;
/** What `nameOf` calls a step of no task. */
const LOOP = "the event loop";
const WORDS = 3;
/** What says least is left out, where there is something to say: that it sleeps, that it ends. */
const WEIGHTY = 3;

/** @param {Model} model @param {string} name @returns {number | null | undefined} */
const taskNamed = (model, name) =>
  model.columns.find(({ task }) => nameOf(model, task) === name)?.task;

// --- which lanes and values -----------------------------------------------------------------

/** @param {Row} row @param {Model | null} good @param {Model} bad */
const whoIn = ({ good: g, bad: b }, good, bad) =>
  b === null
    ? nameOf(/** @type {Model} */ (good), good?.columns[g ?? 0].task)
    : nameOf(bad, bad.columns[b].task);

/** The tasks that do something in these rows, in the order of their creation.
 * @param {Model | null} good @param {Model} bad @param {readonly Row[]} rows
 */
function lanesOf(good, bad, rows) {
  const acting = new Set(rows.map((row) => whoIn(row, good, bad)));
  const different = new Set(rows.filter(({ same }) => !same).map((row) => whoIn(row, good, bad)));
  const shown = acting.size > MOST_LANES && different.size > 0 ? different : acting;
  const named = [...bad.tasks, ...(good?.tasks ?? [])].map((task) => nameOf(bad, task));
  const names = [...new Set([...named, ...shown])]
    .filter((name) => shown.has(name))
    .slice(0, MOST_LANES);
  const short = shortNames(names);
  return names.map((name, at) =>
    name === LOOP ? { name, short: "loop" } : { name, short: short[at] },
  );
}

/** The last value of each variable, by its name. @param {Model | null} model */
const lastValues = (model) =>
  new Map(model?.variables.map((each) => [each.name, each.touches.at(-1)?.value]));

/** What the program says it watches; else what the two runs leave different, or the first there is.
 * @param {Model | null} good @param {Model} bad
 */
function valuesOf(good, bad) {
  const { variables } = bad;
  const watched = variables.filter((variable) => variable.watched);
  const [left, right] = [lastValues(good), lastValues(bad)];
  const differ = variables.filter(({ name }) => left.get(name) !== right.get(name));
  const [shown] = [watched, good ? differ : [], variables.slice(0, 1)].filter(
    ({ length }) => length > 0,
  );
  return (shown ?? []).slice(0, MOST_VALUES).map(({ name }) => name);
}

// --- one run --------------------------------------------------------------------------------

/** @type {Record<string, Line>} */
const LINES = { sleeping: "asleep", awaiting: "asleep", waiting: "waits", ready: "ready" };

/** @template {{from: number, to: number | null}} T @param {readonly T[]} stretches @param {number} count */
const during = (stretches, count) =>
  stretches.filter(({ from, to }) => from < count && (to === null || to >= count));

/** What a task is, and what it remembers, when so many steps have run.
 * @param {Model} model @param {number | null | undefined} task @param {number} steps
 */
function standing(model, task, steps) {
  const count = model.ends[steps];
  const own = (/** @type {{task: number}} */ each) => each.task === task;
  const span = during(model.spans.filter(own), count).at(-1);
  const hand = during(model.hands.filter(own), count).at(-1);
  return { span: span ? LINES[span.state] : null, hand, isStale: isStaleAt(hand, count) };
}

/** @param {import("../trace/types.js").Hand | undefined} hand @param {number} count */
const isStaleAt = (hand, count) => hand !== undefined && hand.stale !== null && hand.stale < count;

/** The ribbon takes the place of the sleeping line. @param {ReturnType<typeof standing>} standing @returns {Line[]} */
function linesOf({ span, hand, isStale }) {
  if (!hand) return span ? [span] : [];
  const ribbon = isStale ? "stale" : "holds";
  return span === "waits" ? [ribbon, span] : [ribbon];
}

/** @param {Model} model @param {Step} step */
function stepWords(model, step) {
  const all = brief(model, step);
  const weighty = all.filter(({ weight }) => weight >= WEIGHTY);
  const shown = (weighty.length > 0 ? weighty : all).slice(0, WORDS).map(({ text }) => text);
  return shown.join(", ") || "runs";
}

/** @type {Record<string, string>} */
const NOTHING = { asleep: "no answer yet", waits: "still waits", ready: "not its turn yet" };

/** Why nothing happens here. @param {Model} model @param {number | null | undefined} task @param {number} steps */
function placeWords(model, task, steps) {
  if (task === undefined) return "never runs";
  const { span } = standing(model, task, steps);
  if (span) return NOTHING[span];
  return model.columns.slice(steps).some((step) => step.task === task) ? "not begun" : "is done";
}

/** @param {Model} model @param {Step} step */
function isWrong({ lost, columnOf, trace }, { column, last }) {
  const destroys = lost.some(({ destroying }) => columnOf[destroying] === column);
  return destroys || trace.events[last].kind === "task-failed";
}

class Side {
  /** @type {Set<string>} what has been written of a ribbon or a wait */ shown = new Set();
  /** @type {string[]} the values of the row before */ last = [];
  steps = 0;

  /** @param {Model} model @param {string[]} lanes @param {string[]} values */
  constructor(model, lanes, values) {
    this.model = model;
    this.lanes = lanes.map((name) => taskNamed(model, name));
    this.variables = values.map((name) => model.variables.find((each) => each.name === name));
    this.last = this.valuesNow();
  }

  valuesNow() {
    const count = this.model.ends[this.steps];
    return this.variables.map((each) => (each ? (valueAfter(each, count) ?? "") : ""));
  }

  /** @param {number | null} column the step of this row @param {number} lane whose step the row has, in either run @returns {Half} */
  half(column, lane) {
    const before = this.steps;
    if (column !== null) this.steps = column + 1;
    const step = column === null ? null : this.model.columns[column];
    const cells = this.lanes.map((task, at) => this.cell(task, step, before, at === lane));
    if (step) this.spoil(cells, step);
    const now = this.valuesNow();
    const values = now.map((text, at) => ({
      text: clip(text, 14),
      changed: text !== this.last[at],
    }));
    this.last = now;
    return { cells, values };
  }

  /** @param {number | null | undefined} task @param {Step | null} step @param {number} before @param {boolean} expected @returns {Cell} */
  cell(task, step, before, expected) {
    const [was, is] = [before, this.steps].map((steps) => standing(this.model, task, steps));
    const lines = { before: linesOf(was), after: linesOf(is), spoil: /** @type {const} */ ("") };
    if (task !== undefined && step?.task === task) {
      const kind = isWrong(this.model, step) ? "wrong" : "step";
      return { ...lines, kind, words: stepWords(this.model, step) };
    }
    if (expected)
      return { ...lines, kind: "place", words: placeWords(this.model, task, this.steps) };
    return { ...lines, kind: "rest", words: this.restWords(is) };
  }

  /** What a ribbon says, where it first has room. @param {ReturnType<typeof standing>} is */
  restWords({ span, hand, isStale }) {
    const of = hand ? `${hand.from} ${isStale}` : `${span} ${this.steps}`;
    if (!hand || this.shown.has(of)) return "";
    this.shown.add(of);
    const value = clip(hand.value, 10);
    return isStale ? `${value} is stale` : `holds ${value}`;
  }

  /** The line from a write to the ribbons that it puts out of date. @param {Cell[]} cells @param {Step} step */
  spoil(cells, { task, first, last }) {
    const spoilt = this.model.hands.filter(
      ({ stale }) => stale !== null && stale >= first && stale <= last,
    );
    const targets = spoilt.map((hand) => this.lanes.indexOf(hand.task)).filter((at) => at >= 0);
    const source = this.lanes.indexOf(task);
    for (const target of source < 0 ? [] : targets) {
      const [low, high] = [Math.min(source, target), Math.max(source, target)];
      for (let at = low; at <= high; at++)
        cells[at].spoil ||= at === low ? "from" : at === high ? "to" : "through";
    }
  }
}

// --- both -----------------------------------------------------------------------------------

/** @param {DrawnRow[]} rows @returns {Group[]} */
function grouped(rows) {
  if (rows.length <= FEW || rows.every(({ same }) => same)) return [{ rows, folded: false }];
  const groups = /** @type {Group[]} */ ([]);
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last.folded === row.same) last.rows.push(row);
    else groups.push({ rows: [row], folded: row.same });
  }
  return groups.map((group) => ({ ...group, folded: group.folded && group.rows.length > 1 }));
}

/**
 * @param {Model | null} good null: the other one by itself
 * @param {Model} bad
 * @returns {Picture}
 */
export function layoutDivergence(good, bad) {
  const every = good ? aligned(good, bad) : alone(bad);
  const rows = every.slice(0, MOST_ROWS);
  const lanes = lanesOf(good, bad, rows);
  const names = lanes.map(({ name }) => name);
  const values = valuesOf(good, bad);
  const [left, right] = [good && new Side(good, names, values), new Side(bad, names, values)];
  const first = rows.findIndex(({ same }) => !same);
  const drawn = rows.map((row, at) => {
    const lane = names.indexOf(whoIn(row, good, bad));
    return {
      number: at + 1,
      same: row.same,
      first: at === first,
      good: left?.half(row.good, lane) ?? null,
      bad: right.half(row.bad, lane),
    };
  });
  return {
    lanes,
    values: values.map((name) => clip(name.split(".").at(-1) ?? name, 14)),
    groups: grouped(drawn),
    hasGood: good !== null,
    missing: every.length - rows.length,
  };
}
