/** A step in two or three words, each with a weight: what is dropped first when room is short. */

import { clip, timeText } from "../../text/short.js";
import { laneNames } from "../../text/short-names.js";

/** @typedef {import("../../trace/types.js").Model} Model */
/** @typedef {import("../../trace/types.js").Step} Step */
/** @typedef {import("../../trace/types.js").TraceEvent} TraceEvent */
/** @typedef {{text: string, weight: number, short?: string}} Word short: where nothing else fits */
/** @typedef {{name: (object: number | null | undefined) => string, events: readonly TraceEvent[], at: number, chosen: boolean}} Around chosen: step by step, by somebody */

const VALUE = 14;

/** @param {string} verb @param {TraceEvent} event @param {Around} around */
function touch(verb, { value, count, object }, { name }) {
  const times = (count ?? 1) > 1 ? ` ×${count}` : "";
  return `${verb} ${name(object)}${clip(value ?? "", VALUE)}${times}`;
}

/** Taking a free lock is one act; asking for one that is not free stands alone.
 * @param {TraceEvent} event @param {Around} around
 */
function ask({ object }, { name, events, at }) {
  const atOnce = events
    .slice(at + 1)
    .some((later) => later.kind === "lock-acquired" && later.object === object);
  return atOnce ? "" : `ask ${name(object)}`;
}

/** A lock that is called `lock` is not locked twice in these words.
 * @param {TraceEvent} event @param {Around} around
 */
function taken({ object }, { name }) {
  const which = name(object);
  return which.trim() === "lock" ? "lock" : `lock ${which}`;
}

/** @param {TraceEvent} event @param {Around} around */
function operation({ op, object, phase }, { events, at }) {
  const done = events
    .slice(at + 1)
    .some((later) => later.kind === "operation" && later.object === object && later.op === op);
  return phase === "called" && done ? "" : (op ?? "");
}

/** How long a sleep takes is for whoever chooses to say: there it is a question to the outside.
 * @param {TraceEvent} event @param {Around} around
 */
function suspended({ why, until_us, t_us }, { chosen }) {
  if (why === "sleep" && chosen) return "ask";
  if (why === "sleep") return `sleep ${timeText((until_us ?? t_us) - t_us)}`;
  return why === "yield" ? "yield" : "wait";
}

/** @type {Record<string, [number, (event: TraceEvent, around: Around) => string]>} */
const WORDS = {
  write: [6, (event, around) => (event.value === null ? "delete" : touch("write", event, around))],
  "task-failed": [6, ({ error }) => `raise ${(error ?? "").split("(")[0]}`],
  blocked: [6, ({ t_us, from_us }) => `block ${timeText(t_us - (from_us ?? t_us))}`],
  "lock-wanted": [5, ask],
  "lock-acquired": [5, taken],
  "lock-released": [4, ({ object }, { name }) => `release ${name(object)}`],
  "lock-abandoned": [4, () => "give up"],
  "cancel-asked": [4, () => "cancel"],
  "task-cancelled": [4, () => "cancelled"],
  read: [3, (event, around) => touch("read", event, around)],
  operation: [3, operation],
  callback: [2, ({ label }) => label ?? ""],
  printed: [1, () => "print"],
  suspended: [1, suspended],
  "task-finished": [1, () => "end"],
};

/** Names are said only where a step touches more than one of a kind.
 * @param {Model} model @param {readonly TraceEvent[]} events
 */
function naming(model, events) {
  const touched = [...new Set(events.flatMap(({ object }) => object ?? []))];
  if (touched.length < 2 && model.resources.length < 2) return () => "";
  const several = model.resources.length > 1;
  const kinds = touched.map((id) => model.trace.objects[id].kind);
  const names = laneNames(touched.map((id) => model.trace.objects[id].name));
  // Of several locks each is called what its lane is called.
  const lanes = laneNames(model.resources.map((resource) => resource.name));
  model.resources.forEach(({ object }, lane) => {
    const at = touched.indexOf(object);
    if (at >= 0 && several) names[at] = lanes[lane];
  });
  return (/** @type {number | null | undefined} */ object) => {
    const at = touched.indexOf(object ?? -1);
    if (at < 0) return "";
    const alone = kinds.filter((kind) => kind === kinds[at]).length === 1;
    const silent = kinds[at] === "variable" ? alone : alone && !several;
    return silent ? "" : `${clip(names[at].text, VALUE)} `;
  };
}

/** Words that say the same are said once, with their number. @param {Word[]} words */
function merged(words) {
  const out = /** @type {(Word & {times: number})[]} */ ([]);
  for (const word of words) {
    const last = out.at(-1);
    if (last?.text === word.text) last.times++;
    else out.push({ ...word, times: 1 });
  }
  return out.map(({ text, weight, times }) => ({
    text: times > 1 ? `${text} ×${times}` : text,
    short: text.split(" ")[0],
    weight,
  }));
}

/** @param {readonly TraceEvent[]} events @returns {Word[]} */
function starts(events) {
  const count = events.filter(({ kind }) => kind === "task-created").length;
  return count > 0 ? [{ text: `start ${count}`, weight: 2 }] : [];
}

/**
 * @param {Model} model
 * @param {Step} step
 * @returns {Word[]}
 */
export function brief(model, { first, last }) {
  const events = model.trace.events.slice(first, last + 1);
  const name = naming(model, events);
  const chosen = model.choices !== undefined;
  const words = events.flatMap((event, at) => {
    const [weight, phrase] = WORDS[event.kind] ?? [0, () => ""];
    const text = phrase(event, { name, events, at, chosen }).trim();
    return text ? [{ text, weight }] : [];
  });
  const strong = [...starts(events), ...words.filter(({ weight }) => weight > 1)];
  return merged(strong.length > 0 ? strong : words.slice(0, 1));
}
