/**
 * A mark of the picture by name: `step-4`, `span-7`, `hold-0-2`, `touch-31`, `loss-0`, `link-1`,
 * `deviation-0`, `choice-1`, `hand-2`.
 * What it says, which event it stands for, and what belongs together with it.
 */

import { momentOf } from "../trace/moment.js";
import { timeText } from "./short.js";
import {
  eventClause,
  handSentence,
  holdSentence,
  nameOf,
  objectName,
  spanSentence,
  stepName,
  stepSentence,
} from "./steps.js";

/** @typedef {import("../trace/types.js").Model} Model */

/** @param {string} mark @returns {[string, number, number]} */
function parse(mark) {
  const [kind, first, second] = mark.split("-");
  return [kind, Number(first), Number(second)];
}

/** @param {Model} model @param {number} at */
function touchSentence(model, at) {
  const event = model.trace.events[at];
  return `${timeText(event.t_us)}: ${nameOf(model, event.task)} ${eventClause(model, event)}.`;
}

/** @param {Model} model @param {number} at */
function stepAt(model, at) {
  const step = model.columns[at];
  return `${stepName(step)}: ${stepSentence(model, step, { prints: false })}`;
}

/** @param {Model} model @param {number} at */
function lossSentence(model, at) {
  const { text, stale, destroying } = model.lost[at];
  const { events } = model.trace;
  if (text) return text;
  const who = nameOf(model, events[destroying].task);
  return `${who} ${eventClause(model, events[destroying])}: it had read ${events[stale].value} before.`;
}

/** @param {Model} model @param {number} at */
function linkSentence(model, at) {
  const { task, line, object, holder, held_since_line: since } = model.cycle[at];
  const where = line ? ` (line ${line})` : "";
  const held = since ? ` since line ${since}` : "";
  const by = task === holder ? "which it holds itself" : `held by ${nameOf(model, holder)}`;
  return `${nameOf(model, task)}${where} waits for ${objectName(model, object)}, ${by}${held}.`;
}

/** @param {Model} model */
const deviationsOf = ({ trace }) => trace.deviations ?? [];

/** @param {Model} model @param {number} at */
function deviationSentence(model, at) {
  const { t_us, text } = deviationsOf(model)[at];
  return `Deviation ${at + 1} from the usual order, ${timeText(t_us)}: ${text}.`;
}

/** @param {Model} model @param {number} at */
function choiceSentence({ choices = [] }, at) {
  const { left, isLost } = choices[at];
  const orders = left === 1 ? "1 order is" : `${left.toLocaleString("en-US")} orders are`;
  const lost = isLost ? " None of them ends as wanted." : "";
  return `Choice ${at + 1}: ${orders} left.${lost} Press to go back to it.`;
}

/** @param {Model} model @param {string} mark @returns {string} */
export function markSentence(model, mark) {
  const [kind, at, second] = parse(mark);
  if (kind === "step") return stepAt(model, at);
  if (kind === "span") return spanSentence(model, model.spans[at]);
  if (kind === "touch") return touchSentence(model, at);
  if (kind === "loss") return lossSentence(model, at);
  if (kind === "link") return linkSentence(model, at);
  if (kind === "hand") return handSentence(model, model.hands[at]);
  if (kind === "deviation") return deviationSentence(model, at);
  if (kind === "choice") return choiceSentence(model, at);
  const { name, holds } = model.resources[at];
  return holdSentence(model, name, holds[second]);
}

/** The event that a click on the mark is about. @param {Model} model @param {string} mark */
export function eventOfMark(model, mark) {
  const [kind, at, second] = parse(mark);
  if (kind === "step") return model.columns[at].first;
  if (kind === "span") return model.spans[at].from;
  if (kind === "hand") return model.hands[at].from;
  if (kind === "touch") return at;
  if (kind === "loss") return model.lost[at].destroying;
  if (kind === "link") return model.trace.events.length - 1;
  if (kind === "deviation") return deviationsOf(model)[at].event;
  if (kind === "choice") return model.choices?.[at].event ?? 0;
  return model.resources[at].holds[second].from;
}

/** The mark that shows an event best: the step it belongs to; null if that is not drawn.
 * @param {Model} model @param {number} event
 */
export function markOfEvent(model, event) {
  const column = model.columnOf[event];
  return column < 0 ? null : `step-${column}`;
}

/** @param {Model} model @param {string} mark */
function columnOfMark(model, mark) {
  const [kind, at] = parse(mark);
  if (kind === "step") return at;
  return kind === "touch" ? model.columnOf[at] : -1;
}

/** The lost updates a step has a part in: as the one that destroys, else as the one that read too
 * early, else as the one whose write was lost.
 * @param {Model} model @param {number} column
 */
function lossesOf({ lost, columnOf }, column) {
  if (column < 0) return [];
  for (const part of /** @type {const} */ (["destroying", "stale", "overwritten"])) {
    const found = lost.flatMap((loss, index) => (columnOf[loss[part]] === column ? [index] : []));
    if (found.length > 0) return found;
  }
  return [];
}

/** The read that a hand came of, and the write that put it out of date. @param {Model} model @param {number} at */
function handMarks(model, at) {
  const { from, stale } = model.hands[at];
  return [from, stale ?? from].flatMap((event) => [
    `touch-${event}`,
    markOfEvent(model, event) ?? "",
  ]);
}

/**
 * The marks to raise together with one: itself, its step, and the lost updates it has a part in.
 * @param {Model} model
 * @param {string} mark
 * @returns {string[]}
 */
export function related(model, mark) {
  const column = columnOfMark(model, mark);
  const [kind, at] = parse(mark);
  const losses = kind === "loss" ? [at] : lossesOf(model, column);
  const own = column >= 0 ? [`step-${column}`] : [];
  const theirs = losses
    .map((index) => ({ index, loss: model.lost[index] }))
    .flatMap(({ loss, index }) => [
      `loss-${index}`,
      `touch-${loss.stale}`,
      `touch-${loss.destroying}`,
      ...[loss.stale, loss.destroying].map((event) => markOfEvent(model, event) ?? ""),
    ]);
  const hand = kind === "hand" ? handMarks(model, at) : [];
  return [...new Set([mark, ...own, ...hand, ...theirs])].filter(Boolean);
}

/** Marks that are the case just before `count` events have happened, from top to bottom.
 * @param {Model} model @param {number} count
 */
function standing({ spans, resources, variables, hands, tasks }, count) {
  const lasts = (/** @type {{from: number, to: number | null}} */ { from, to }) =>
    from < count && (to === null || to >= count);
  const lives = tasks.flatMap((task) => {
    const at = spans.findIndex((span) => span.task === task && lasts(span));
    const held = hands.flatMap((hand, index) =>
      hand.task === task && lasts(hand) ? [`hand-${index}`] : [],
    );
    return [...(at < 0 ? [] : [`span-${at}`]), ...held];
  });
  const holds = resources.flatMap((resource, index) => {
    const at = resource.holds.findIndex(lasts);
    return at < 0 ? [] : [`hold-${index}-${at}`];
  });
  const touches = variables.flatMap((variable) => {
    const last = variable.touches.findLast(({ event }) => event < count);
    return last ? [`touch-${last.event}`] : [];
  });
  return [...lives, ...holds, ...touches];
}

/** The deviations that show at a moment. @param {Model} model @param {number} cursor */
const deviationsShown = (model, cursor) =>
  deviationsOf(model).flatMap(({ event }, at) =>
    momentOf(model, event) === cursor ? [`deviation-${at}`] : [],
  );

/**
 * What can be asked about at a moment: the step that has just run, how that came about, then lane
 * by lane.
 * @param {Model} model
 * @param {number} cursor
 * @returns {string[]}
 */
export function marksAt(model, cursor) {
  const links = cursor >= model.columns.length ? model.cycle.map((_, i) => `link-${i}`) : [];
  const step = cursor > 0 ? [`step-${cursor - 1}`] : [];
  return [
    ...step,
    ...deviationsShown(model, cursor),
    ...standing(model, model.ends[cursor]),
    ...links,
  ];
}
