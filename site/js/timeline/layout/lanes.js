/** Which lane is where: tasks above, then locks and the like, then values. Heights never depend
 * on the width, so that a picture drawn at build time is as high as the one that replaces it. */

import { clip } from "../../text/short.js";
import { laneNames } from "../../text/short-names.js";
import { flagRow } from "./deviations.js";
import { fitted, fittedName, textWidth } from "./text.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("../../trace/types.js").Resource} Resource */
/** @typedef {import("../../trace/types.js").Step} Step */
/** @typedef {import("../../trace/types.js").Variable} Variable */
/** @typedef {import("./types.js").Label} Label */

const HEAD = 36;
/** Where somebody chooses, no instants are named above the lanes. */
const HEAD_CHOOSING = 14;
export const FOOT = 10;
const GROUP = 8;
/** A lane that somebody chooses in has room for the button of its task; beside the lanes of locks a
 * lower one, so that what is beneath the picture stays where it is when a lock is taken, and so of
 * many, so that all are seen at once. */
const CHOOSING = { alone: 56, beside: 40 };
const MANY = 5;
const HEIGHT = { task: 40, resource: 44, variable: 48 };
/** More lanes than this make no picture; the rest is counted beneath. */
const MOST = { resource: 12, variable: 12 };
const LABEL = { size: 12, sub: 11, least: 64, pad: 16 };

/**
 * @typedef {object} Lanes
 * @property {Map<number, number>} tasks the middle of each task's lane
 * @property {Set<number>} folded the tasks that share a lane with equal ones
 * @property {number | null} loop the middle of the lane of callbacks
 * @property {{resource: Resource, at: number, y: number}[]} resources
 * @property {{variable: Variable, y: number}[]} variables
 * @property {Label[]} labels
 * @property {number} height
 */

/** Whether so many tasks have a lane that the buttons of their choices have one line. @param {Model} model */
export const areMany = ({ tasks }) => tasks.length > MANY;

/** How high the lane of a task is where somebody chooses. @param {Model} model */
const choosingHeight = (model) =>
  model.resources.length > 0 || areMany(model) ? CHOOSING.beside : CHOOSING.alone;

/** Where the lanes begin. @param {Model} model */
export const headOf = ({ choices }) => (choices ? HEAD_CHOOSING : HEAD);

/** @param {Model} model */
const hasCallbacks = ({ columns }) => columns.some(({ task }) => task === null);

/** @param {number} hidden @param {string} noun */
const more = (hidden, noun) => (hidden > 0 ? [`+ ${hidden} ${noun}${hidden > 1 ? "s" : ""}`] : []);

/** A cursor that hands out lanes from the top down. @param {number} top */
function stack(top) {
  let y = top;
  return {
    /** @param {number} height */
    take: (height) => {
      y += height;
      return y - height / 2;
    },
    gap: () => {
      y += GROUP;
    },
    end: () => y,
  };
}

/** @param {Model} model @param {{unfolded?: boolean}} [options] unfolded: a lane for each of equal tasks @returns {Lanes} */
export function layoutLanes(model, { unfolded = false } = {}) {
  const { trace } = model;
  const taskHeight = model.choices ? choosingHeight(model) : HEIGHT.task;
  const rows = stack(headOf(model) + flagRow(model));
  const labels = /** @type {Label[]} */ ([]);
  /** @param {string} kind @param {number} y @param {string} text @param {string} [sub] */
  const label = (kind, y, text, sub = "") => {
    labels.push({ kind, y, text, sub, full: text });
    return y;
  };

  const subjects = subjectsOf(model);
  const folds = unfolded ? [] : model.folds;
  const foldOf = new Map(folds.flatMap((fold) => fold.map((id) => [id, fold])));
  const tasks = new Map(/** @type {[number, number][]} */ ([]));
  for (const id of model.tasks) {
    if (tasks.has(id)) continue;
    const fold = foldOf.get(id);
    const y = rows.take(taskHeight);
    if (!fold) tasks.set(id, label("task", y, trace.tasks[id].label, subjects.get(id)));
    else {
      label("folded", y, `${fold.length} equal tasks`);
      for (const each of fold) tasks.set(each, y);
    }
  }
  const loop = hasCallbacks(model) ? label("task", rows.take(HEIGHT.task), "event loop") : null;
  for (const text of more(model.hiddenTasks, "more task")) label("more", rows.take(24), text);

  if (model.resources.length > 0) rows.gap();
  const resources = placeResources(model, rows, label);
  if (model.variables.length > 0) rows.gap();
  const variables = placeVariables(model, rows, label);
  const folded = new Set(foldOf.keys());
  return { tasks, folded, loop, resources, variables, labels, height: rows.end() + FOOT };
}

/** Of several values, the one that a task works on, if it is one: who shares nothing shows.
 * @param {Model} model @returns {Map<number | null, string>}
 */
function subjectsOf({ variables, trace }) {
  const names = laneNames(variables.map(({ name }) => name));
  const found = new Map(/** @type {[number | null, string][]} */ ([]));
  if (variables.length < 2) return found;
  variables.forEach(({ touches }, at) => {
    for (const task of new Set(touches.map(({ event }) => trace.events[event].task))) {
      found.set(task, found.has(task) ? "" : names[at].text);
    }
  });
  return found;
}

/** @typedef {ReturnType<typeof stack>} Rows */
/** @typedef {(kind: string, y: number, text: string, sub?: string) => number} AddLabel */

/** @param {Model} model @param {Rows} rows @param {AddLabel} label */
function placeResources({ resources }, rows, label) {
  const names = laneNames(resources.map(({ name }) => name));
  const placed = resources.slice(0, MOST.resource).map((resource, at) => {
    const sub = resource.queues.length > 0 ? "waiting" : "";
    const y = rows.take(HEIGHT.resource);
    label(resource.kind, y - 10, names[at].text, sub);
    return { resource, at, y };
  });
  const hidden = resources.length - placed.length;
  for (const text of more(hidden, "more lock")) label("more", rows.take(24), text);
  return placed;
}

/** @param {Model} model @param {Rows} rows @param {AddLabel} label */
function placeVariables({ variables }, rows, label) {
  const names = laneNames(variables.map(({ name }) => name));
  const placed = variables.slice(0, MOST.variable).map((variable, at) => {
    const y = rows.take(HEIGHT.variable);
    label("variable", y, names[at].text, names[at].sub);
    return { variable, y };
  });
  const hidden = variables.length - placed.length;
  for (const text of more(hidden, "more value")) label("more", rows.take(24), text);
  return placed;
}

/** The middle of the lane that a step is drawn in. @param {Lanes} lanes @param {Step} step */
export const laneOf = (lanes, { task }) =>
  (task === null ? lanes.loop : lanes.tasks.get(task)) ?? 0;

/** How wide the labels' column is, at most `most`. @param {Label[]} labels @param {number} most */
export function labelWidth(labels, most) {
  const widest = Math.max(
    0,
    ...labels.map(({ text, sub }) =>
      Math.max(textWidth(clip(text, 40), LABEL.size) * 1.06, textWidth(sub, LABEL.sub)),
    ),
  );
  return Math.ceil(Math.min(Math.max(widest + LABEL.pad + 1, LABEL.least), most));
}

/** Labels cut to the column's width; `full` keeps the whole name.
 * @param {Label[]} labels @param {number} width @returns {Label[]}
 */
export const fitLabels = (labels, width) =>
  labels.map((label) => ({
    ...label,
    text: fittedName(label.text, (width - LABEL.pad) / 1.06, LABEL.size),
    sub: fitted(label.sub, width - LABEL.pad, LABEL.sub),
  }));
