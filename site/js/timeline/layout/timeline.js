/** The whole picture as numbers: where each lane, band, block, line and arrow is. */

import { timeText } from "../../text/short.js";
import { clamp } from "../../ui/scales.js";
import { layoutLinks, layoutLosses } from "./arrows.js";
import { layoutAxis } from "./axis.js";
import { layoutFlags } from "./deviations.js";
import { thinned } from "./fit.js";
import { layoutHands } from "./hands.js";
import { FOOT, fitLabels, headOf, labelWidth, laneOf, layoutLanes } from "./lanes.js";
import { layoutHolds, layoutQueues } from "./resources.js";
import { layoutBlocks, layoutNotes } from "./tasks.js";
import { layoutValues } from "./values.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("./types.js").Axis} Axis */
/** @typedef {import("./types.js").Band} Band */
/** @typedef {import("./types.js").Layout} Layout */

const FONT = 11;
const ENDS = /** @type {Record<string, string>} */ ({
  deadlock: "deadlock",
  limit: "stopped at a limit",
  error: "ended by an error",
  failed: "ended by an error",
});

/** Slots of the same instant, together. @param {Axis} axis */
function instants({ slots }) {
  const bands = /** @type {{x0: number, x1: number, t_us: number}[]} */ ([]);
  for (const { x0, x1, t_us } of slots) {
    const last = bands.at(-1);
    if (last?.t_us === t_us) last.x1 = x1;
    else bands.push({ x0, x1, t_us });
  }
  return bands;
}

/** Where somebody chooses, how long a sleep takes is theirs to say: no instant has a label.
 * @param {Axis} axis @param {boolean} labelled @returns {Band[]}
 */
function layoutBands(axis, labelled) {
  const bands = instants(axis);
  const labels = bands.map(({ x0, t_us }, at) => ({ x: x0, text: timeText(t_us), at }));
  const kept = new Map(thinned(labels, FONT).map(({ at, text }) => [at, text]));
  return bands.map(({ x0, x1 }, at) => ({ x0, x1, text: labelled ? (kept.get(at) ?? "") : "" }));
}

/** In pixels: a step that one line stands for, and one before the first choice. */
const SLIVER = 8;
const BEFORE = 30;

const STARTING = new Set(["step-began", "task-created", "task-ready", "suspended"]);

/** How wide a column is that needs less room than the others; 0 for as much as they.
 * @param {Model} model @param {Set<number>} folded @returns {number[]}
 */
function slimColumns(model, folded) {
  const { columns, choices } = model;
  const slivers = sliverColumns(model, folded);
  const chosen = choices?.[0]?.event ?? Number.POSITIVE_INFINITY;
  return columns.map(({ first }, at) => {
    if (slivers[at]) return SLIVER;
    return choices && first < chosen ? BEFORE : 0; // nobody chose it
  });
}

/** For each column whether a sliver is enough for it: a step of a task that shares its lane with
 * equal ones, or one that only starts such tasks.
 * @param {Model} model @param {Set<number>} folded
 */
function sliverColumns({ columns, trace: { events } }, folded) {
  if (folded.size === 0) return [];
  return columns.map(({ task, first, last }) => {
    if (task !== null && folded.has(task)) return true;
    const own = events.slice(first, last + 1);
    const started = own.filter(({ kind }) => kind === "task-created");
    const onlyStarts = own.every(({ kind }) => STARTING.has(kind));
    return (
      onlyStarts && started.length > 0 && started.every(({ child }) => folded.has(child ?? -1))
    );
  });
}

/** The last moment of a run that broke off includes what is still waiting then.
 * @param {Axis} axis
 */
function headsOf({ columns, tail }) {
  const heads = [(columns[0]?.x0 ?? 2) - 2, ...columns.map(({ x1 }) => x1)];
  if (tail) heads[columns.length] = tail.x1;
  return heads;
}

/**
 * @param {Model} model
 * @param {{reading: "steps" | "time", width: number, zoom: number, along?: Model | null, unfolded?: boolean}} frame
 *   unfolded: a lane for each task, also for those that did the same; width of labels and lanes; the run along shares the axis, so it must share the labels' width
 * @returns {Layout}
 */
export function layoutTimeline(model, { reading, width, zoom, along = null, unfolded = false }) {
  const lanes = layoutLanes(model, { unfolded });
  const all = along ? [...lanes.labels, ...layoutLanes(along).labels] : lanes.labels;
  const labels = labelWidth(all, clamp(width * 0.24, 64, 136));
  const room = Math.max(width - labels, 120);
  const slim = along ? [] : slimColumns(model, lanes.folded);
  const axis = layoutAxis(model, { reading, width: room, zoom, along, slim });
  const values = layoutValues(model, axis, lanes);
  const hands = layoutHands(model, axis, lanes, values.dots);
  const blocks = layoutBlocks(model, axis, lanes);
  return {
    reading,
    width: axis.width,
    height: lanes.height,
    labelWidth: labels,
    top: headOf(model),
    bottom: lanes.height - FOOT + 4,
    columns: axis.columns,
    heads: headsOf(axis),
    tail: axis.tail && { ...axis.tail, text: ENDS[model.trace.status] ?? "" },
    labels: fitLabels(lanes.labels, labels),
    tasks: lanes.tasks,
    lanes: model.columns.map((step, column) => ({
      column,
      y: laneOf(lanes, step),
    })),
    bands: layoutBands(axis, model.choices === undefined),
    blocks,
    ...hands,
    holds: layoutHolds(model, axis, lanes),
    queues: layoutQueues(model, axis, lanes),
    ...values,
    losses: layoutLosses(model, axis, lanes),
    links: layoutLinks(model, axis, lanes, hands.rests),
    flags: layoutFlags(model, axis),
    notes: layoutNotes(model, axis, blocks),
  };
}
