/** The loop at a moment, in words: what each of its queues is called, and what a task holds. */

import { loopAt } from "../trace/loop.js";
import { counted } from "./numbers.js";
import { clip } from "./short.js";
import { laneNames, shortNames } from "./short-names.js";
import { listed, nameOf } from "./steps.js";

/** @typedef {import("../trace/loop.js").Loop} Loop */
/** @typedef {import("../trace/loop.js").LockQueue} LockQueue */
/** @typedef {import("../trace/types.js").Hand} Hand */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {{value: string, text: string, before: string, stale: boolean}} Held text: of the value; before: what it is a value of */
/** @typedef {{task: number, name: string, letter: string, held: Held[], note: string, title: string}} Token */
/** @typedef {{name: string, title: string, aside: string, tokens: Token[], promised: Token | null, places: number, none: string}} QueueShown aside: what may be left out of its title */

const VALUE = 12;
/** So many tasks of a queue are shown; the others are counted. */
export const MOST = 8;
/** So many places are shown of a queue in which fewer stand. */
const PLACES = 3;

const ENDED = { finished: "✓", failed: "✕", cancelled: "–" };

/** @param {Model} model @returns {Map<number, string>} */
export function lettersOf({ tasks, trace }) {
  const names = shortNames(tasks.map((task) => trace.tasks[task].label));
  return new Map(tasks.map((task, at) => [task, clip(names[at], 14)]));
}

/** @param {Model} model @param {readonly (Hand & {isStale: boolean})[]} hands of one task @returns {Held[]} */
export function heldBy({ variables }, hands) {
  const names = laneNames(variables.map(({ name }) => name));
  return hands.map(({ object, value, isStale }) => {
    const at = variables.findIndex((variable) => variable.object === object);
    const before = variables.length > 1 && at >= 0 ? clip(names[at].text, VALUE) : "value";
    return { value, text: clip(value, VALUE), before, stale: isStale };
  });
}

/** @param {Held[]} held */
export const holding = (held) =>
  held.map(
    ({ before, value, stale }) => `${before} ${clip(value, 40)}${stale ? ", now stale" : ""}`,
  );

/** @param {Model} model @param {readonly (Hand & {isStale: boolean})[]} hands at the moment */
function tokenMaker(model, hands) {
  const letters = lettersOf(model);
  return (/** @type {number} */ task, note = "") => {
    const held = heldBy(
      model,
      hands.filter((hand) => hand.task === task),
    );
    const name = nameOf(model, task);
    const title = held.length > 0 ? `${name} holds ${listed(holding(held))}` : name;
    return { task, name, letter: letters.get(task) ?? name, held, note, title };
  };
}

/** @param {Model} model @param {LockQueue} queue */
function queueTitle(model, { at, state, task, value, waiters }) {
  const { resources } = model;
  const name = clip(laneNames(resources.map((each) => each.name))[at].text, 16);
  const then = waiters.length > 0 ? ", then" : "";
  if (state === "held") return `${name}: held by ${clip(nameOf(model, task), 16)}${then}`;
  if (state === "promised") return `${name}: promised to`;
  return `${name}: ${state === "value" ? clip(value, 24) : "free"}${then && ", waiting"}`;
}

/** Whether any task with a lane is ever in one of these states: what a run has no use for takes no room.
 * @param {Model} model @param {string[]} states
 */
function ever({ spans, tasks }, states) {
  const shown = new Set(tasks);
  return spans.some(({ task, state }) => shown.has(task) && states.includes(state));
}

/** The function of the program in which a line stands. @param {readonly string[]} lines @param {number} line */
function functionAt(lines, line) {
  const depth = (lines[line - 1] ?? "").search(/\S/);
  const heads = lines.slice(0, line - 1).map((text) => /^(\s*)(?:async )?def (\w+)/.exec(text));
  return heads.findLast((head) => head && head[1].length < depth)?.[2] ?? "";
}

/** What those who sleep await, as the program calls it: the function that sleeps for them, if that
 * is one and the same for all; "" where a task sleeps by itself.
 * @param {Model} model
 */
function sleeper({ spans, tasks, trace: { events, source } }) {
  const shown = new Set(tasks);
  const lines = source.split("\n");
  const names = spans.flatMap(({ task, state, cause }) => {
    if (state !== "sleeping" || !shown.has(task)) return [];
    const { line = null, callers = [] } = cause === null ? {} : events[cause];
    return [line !== null && callers.length > 0 ? functionAt(lines, line) : ""];
  });
  return new Set(names).size === 1 ? names[0] : "";
}

/** It is asked for at every moment of a run. @type {WeakMap<Model, string>} */
const sleepers = new WeakMap();

/** @param {Model} model @returns {{title: string, aside: string}} */
function asleepTitle(model) {
  const name = sleepers.get(model) ?? clip(sleeper(model), 16);
  sleepers.set(model, name);
  return name ? { title: "await", aside: ` ${name}()` } : { title: "asleep", aside: "" };
}

/**
 * The queues of the loop at a moment, in the order in which they are drawn.
 * @param {Model} model @param {number} cursor @param {readonly (Hand & {isStale: boolean})[]} hands
 * @returns {QueueShown[]}
 */
export function queuesShown(model, cursor, hands) {
  const loop = loopAt(model, cursor);
  const token = tokenMaker(model, hands);
  const plain = { title: "", aside: "", promised: null, places: 0, none: "nobody" };
  const tokens = (/** @type {readonly number[]} */ tasks) => tasks.map((task) => token(task));
  const places = Math.min(PLACES, model.tasks.length);
  const asleep = { ...plain, name: "asleep", ...asleepTitle(model) };
  const waiting = { ...plain, name: "waiting", title: "waiting for others" };
  const done = { ...plain, name: "done", title: "done" };
  const locks = loop.queues.slice(0, MOST).map((queue) => ({
    ...plain,
    name: `lock-${queue.at}`,
    title: queueTitle(model, queue),
    tokens: tokens(queue.waiters),
    promised: queue.state === "promised" && queue.task !== null ? token(queue.task) : null,
    none: "",
    places: 1,
  }));
  // Queues of several locks need the room.
  const aside = locks.length > 1 ? "" : ", first one runs next";
  const ready = { ...plain, name: "ready", title: "ready", aside, places };
  return [
    { ...ready, tokens: tokens(loop.ready) },
    ...(ever(model, ["sleeping"]) ? [{ ...asleep, tokens: tokens(loop.asleep) }] : []),
    ...(ever(model, ["awaiting"]) ? [{ ...waiting, tokens: tokens(loop.waiting) }] : []),
    ...locks,
    { ...done, tokens: loop.done.map(({ task, ended }) => token(task, ENDED[ended])) },
  ];
}

/** The whole strip as one sentence. @param {number} cursor @param {QueueShown[]} queues */
export function loopSentence(cursor, queues) {
  const parts = queues.map(({ title, aside, tokens, promised }) => {
    const names = [...(promised ? [promised] : []), ...tokens].map((token) => token.title);
    const more = names.length - MOST;
    const shown = more > 0 ? [...names.slice(0, MOST), counted(more, "other")] : names;
    return `${title}${aside}: ${shown.length > 0 ? listed(shown) : "nobody"}`;
  });
  return `The loop after step ${cursor}. ${parts.join("; ")}.`;
}
