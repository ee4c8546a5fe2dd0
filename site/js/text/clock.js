/** What the clock says: the question, what can be chosen, what is left, what was lost and to whom. */

import { sharesOf } from "../clock/orders.js";
import { capitalized, counted, every, grouped } from "./numbers.js";
import { clip } from "./short.js";
import { listed, nameOf } from "./steps.js";

/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/endings.js").Ending} Ending */
/** @typedef {import("../clock/endings.js").Share} Share */
/** @typedef {import("../clock/options.js").Option} Option */
/** @typedef {import("../trace/types.js").Hand} Hand */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").TraceEvent} TraceEvent */

const VALUE = 16;
/** How much is told of the value that an order ends at, and of several that it ends with. */
const LONGEST_VALUE = 24;
const LONGEST_STATE = 60;

/** @param {Clock} clock @param {boolean} isStuck whether what comes next could not be run */
export function questionText({ isOver, model, choices, options, isComing }, isStuck = false) {
  if (isComing && isStuck) return "What could come next could not be run";
  if (isOver && model.trace.status === "deadlock") return "Nothing can arrive any more";
  if (isOver) return "Nothing is left to choose";
  const what = options.some(({ kind }) => kind === "arrival") ? "Whose answer comes" : "What comes";
  return `${what} ${choices.length > 0 ? "next" : "first"}?`;
}

/** `ATM-B's answer`. @param {Option} option */
export function optionName({ kind, name }) {
  if (kind === "unknown") return clip(name, 24) || "Something else";
  if (kind === "ready") return `Let the loop run: ${clip(name, 24)}`;
  if (kind === "timer") return clip(name, 32);
  return `${clip(name, 24)}'s ${kind === "arrival" ? "answer" : "timeout ends"}`;
}

const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;

/** `writes 0 + 100`, where a sum is written on that line and is so; else what it writes.
 * @param {string} value @param {string | undefined} held what the task remembers @param {string} line
 */
function writing(value, held, line) {
  const plain = `writes ${clip(value, VALUE)}`;
  if (held === undefined || !NUMBER.test(held) || !NUMBER.test(value)) return plain;
  const [, sign, amount] = /=\s*\w+\s*([+-])\s*(\w+)\s*(?:#.*)?$/.exec(line) ?? [];
  const change = Number(value) - Number(held);
  if (!amount || change === 0 || (sign === "+") !== change > 0) return plain;
  return `writes ${held} ${sign === "+" ? "+" : "−"} ${Math.abs(change)}`;
}

/** @param {TraceEvent} event @param {readonly TraceEvent[]} later @param {Around} around */
function deed(event, later, { model, held }) {
  const { kind, object, value, line, task } = event;
  const takes = () => later.some((each) => each.kind === "lock-acquired" && each.object === object);
  switch (kind) {
    case "read":
      return isShown(model, object) ? `reads ${clip(value ?? "", VALUE)}` : "";
    case "write":
      if (!isShown(model, object)) return "";
      return value === null
        ? "deletes it"
        : writing(value ?? "", held(task, object), lineOf(model, line));
    case "lock-wanted":
      return takes() ? "" : "waits for the lock";
    case "lock-acquired":
      return "locks";
    case "lock-released":
      return "gives the lock back";
    case "task-failed":
      return `raises ${clip((event.error ?? "").split("(")[0], VALUE)}`;
    case "cancel-asked":
      return `cancels ${nameOf(model, event.target)}`;
    default:
      return "";
  }
}

/** @typedef {{model: Model, held: (task: number | null, object: number | null | undefined) => string | undefined}} Around */

/** @param {Model} model @param {number | null | undefined} object */
const isShown = ({ variables }, object) => variables.some((each) => each.object === object);

/** @param {Model} model @param {number | null} line */
const lineOf = ({ trace: { source } }, line) => source.split("\n")[(line ?? 0) - 1] ?? "";

/** What is remembered, as the events of a step go on. @param {Model} model @param {readonly TraceEvent[]} events */
function memoryOf({ hands }, events) {
  const held = new Map(
    hands
      .filter(({ to }) => to === null)
      .map(({ task, object, value }) => [`${task} ${object}`, value]),
  );
  return {
    /** @param {TraceEvent} event */
    note({ kind, task, object, value }) {
      if (kind === "read" && events.length > 0) held.set(`${task} ${object}`, value ?? "");
    },
    /** @type {Around["held"]} */
    held: (task, object) => held.get(`${task} ${object}`),
  };
}

const ENDS = /** @type {Record<string, string>} */ ({
  suspended: "asks, and waits",
  "task-finished": "ends",
  "task-cancelled": "ends, cancelled",
});

/** What a step does, each with its line. @param {Model} model before the step @param {Option} option */
function clausesOf(model, { events }) {
  const memory = memoryOf(model, events);
  return events.flatMap((event, at) => {
    const text = deed(event, events.slice(at + 1), { model, held: memory.held });
    memory.note(event);
    return text ? [{ text, line: event.line }] : [];
  });
}

/** `ATM-A reads 0`: what was chosen, once it is done; what it was where it did nothing to be told.
 * @param {Model} model of any moment: what is remembered at it is of no matter @param {Option} option
 */
export function doneText(model, option) {
  const isStep = option.task !== null && /^(arrival|ready)$/.test(option.kind);
  const clauses = isStep ? clausesOf({ ...model, hands: [] }, option) : [];
  const texts = [...new Set(clauses.map(({ text }) => text))].slice(0, 2);
  if (texts.length === 0) return optionName(option);
  return `${clip(nameOf(model, option.task), 24)} ${texts.join(", ")}`;
}

/** `line 14: writes 0 + 100`. @param {Model} model before the step @param {Option} option */
export function deedText(model, option) {
  if (option.kind === "unknown") return "what it does is being run";
  const { events } = option;
  const clauses = clausesOf(model, option);
  const last = events.findLast(({ kind }) => kind in ENDS);
  if (clauses.length === 0) {
    const line = last?.line ? `line ${last.line}: ` : "";
    return last ? `${line}${ENDS[last.kind]}` : "";
  }
  const texts = [...new Set(clauses.map(({ text }) => text))].slice(0, 3);
  const line = clauses.find(({ line: at }) => at)?.line;
  return `${line ? `line ${line}: ` : ""}${texts.join(", ")}`;
}

/** `30 of 90`, `1 order`. @param {number} left @param {Clock} clock */
export const leavesText = (left, { choices, total }) =>
  choices.length === 0 ? `${grouped(left)} of ${grouped(total)}` : counted(left, "order");

/** `end at 300`, of several orders; `ends at 300` of one. @param {Ending} ending @param {number} count */
export function endText({ label, status, how }, count) {
  const s = count === 1 ? "s" : "";
  if (status === "deadlock") return `end${s} in a deadlock`;
  if (status === "limit") return `go${count === 1 ? "es" : ""} on to a limit`;
  if (how === "well") return `end${s} well`;
  return `end${s} ${how} ${clip(label, how === "with" ? LONGEST_STATE : LONGEST_VALUE)}`;
}

/** `2 end at 200 and 1 at 100`. @param {readonly Share[]} shares */
export function sharesText(shares) {
  const clauses = shares.slice(0, 6).map(({ ending, count }, at) => {
    const text = `${grouped(count)} ${endText(ending, count)}`;
    return at > 0 && ending.status === "ok" ? text.replace(/ ends? (at|with) /, " $1 ") : text;
  });
  const more = shares.length - clauses.length;
  return listed(more > 0 ? [...clauses, `${more} other ways`] : clauses);
}

/** `120 end at 500, 2,400 at 400`. @param {readonly Share[]} shares */
export const countsText = (shares) =>
  shares
    .slice(0, 6)
    .map(({ ending, count }) => `${grouped(count)} ${endText(ending, count)}`)
    .join(", ");

/** Below a map: how it is to be read, and what a press does.
 * @param {import("../map/layout.js").MapLayout} map @param {Clock} clock
 */
export function mapNoteText({ strips, depth }, { asksBet, choices: made, total }) {
  if (asksBet) return "";
  if (total === 1) return "One bar is one order, as tall as what it ends at.";
  if (strips.length === 0) {
    // What was chosen stands to the left of it, and needs the room.
    const tall = made.length > 0 ? "" : ", as tall as what it ends at";
    return `One bar is one order${tall}. Press one to play it.`;
  }
  const choices = ["next choice", "next choice", "next two choices", "next three choices"][depth];
  return `Too many for one bar each: a strip is as wide as the orders that share their ${choices}, split by how they end. Choose, or press a strip, to open it.`;
}

/** `none: 6 of 90 right`: the program of which this one is the repair.
 * @param {import("../clock/orders.js").Orders} unlocked @param {Clock} clock
 */
export function lockedText({ root }, { orders }) {
  const right = rightOf(sharesOf({ node: root }));
  const own = rightOf(sharesOf({ node: orders.root }));
  const { count } = orders.root;
  const locked =
    count === 1
      ? `the only order ends ${own === 1 ? "right" : "wrong"}`
      : `${grouped(own)} of ${grouped(count)} end right`;
  return `With the lock ${locked}; without it ${grouped(right)} of ${grouped(root.count)}${count === 1 ? " end right" : ""}:`;
}

/** @param {readonly Share[]} shares */
const rightOf = (shares) =>
  shares.filter(({ ending }) => ending.tone === "right").reduce((sum, { count }) => sum + count, 0);

/** The head of the map: a bold part, and the rest. @param {Clock} clock */
export function leftText({ left, total, choices, shares, asksBet: hidden }) {
  const many = total === 1 ? "1 order is possible" : `${grouped(total)} orders are possible`;
  if (choices.length === 0 && hidden) {
    return { strong: `${many}.`, rest: "How each of them ends is shown when you have bet." };
  }
  if (total === 1) return { strong: `${many}:`, rest: `it ${endText(shares[0].ending, 1)}.` };
  if (choices.length === 0) return { strong: `${many}:`, rest: `${sharesText(shares)}.` };
  const strong = `${grouped(left)} of ${grouped(total)} orders ${left === 1 ? "is" : "are"} still possible:`;
  if (hidden) return { strong: strong.replace(/:$/, "."), rest: "" };
  return {
    strong,
    rest: left === 1 ? `it ${endText(shares[0].ending, 1)}.` : `${sharesText(shares)}.`,
  };
}

/** What is wanted: the ending that is right. @param {Clock} clock */
export const wantedOf = ({ allShares, model }) =>
  model.trace.balance?.expected ??
  allShares.find(({ ending }) => ending.tone === "right")?.ending.label ??
  null;

/** The values that are out of date in somebody's hand. @param {Model} model */
const staleHands = ({ hands }) => hands.filter(({ to, stale }) => to === null && stale !== null);

/** @param {Model} model @param {Hand} hand */
function staleText(model, { task, value, stale }) {
  const write = model.trace.events[stale ?? 0];
  const who = nameOf(model, task);
  const wrote = `${nameOf(model, write.task)} wrote ${clip(write.value ?? "", VALUE)}`;
  return `${who} still holds the ${clip(value, VALUE)} it read before ${wrote}.`;
}

/** @param {number} right @param {number} left */
function howMany(right, left) {
  if (left === 1) return "The order that is left";
  if (right < left) return `${grouped(right)} of ${counted(left, "order")}`;
  return left === 2 ? "Both orders" : `All ${counted(left, "order")}`;
}

/** What there is to say of a run that is being chosen: how it stands, and why.
 * @param {Clock} clock
 */
export function playText(clock) {
  const { model, choices, left, canBeRight, allShares } = clock;
  const wanted = wantedOf(clock);
  const hopes = allShares.some(({ ending }) => ending.tone === "right");
  const stale = staleHands(model);
  const [hand] = stale;
  const why = hand ? staleText(model, hand) : "";
  if (clock.asksBet) {
    return {
      tone: "neutral",
      headline: "First, a bet: what will it end at?",
      text: "Then choose, again and again, what comes next. Each choice runs one task up to its next `await`.",
    };
  }
  if (choices.length === 0) {
    return {
      tone: "neutral",
      headline: "You are the outside world.",
      text: `You say what comes next; each choice runs one task up to its next \`await\`.`,
    };
  }
  if (hopes && !canBeRight) {
    const what = wanted === null ? "The right end" : wanted;
    return { tone: "wrong", headline: `${what} is out of reach.`, text: why };
  }
  const last = choices[choices.length - 1];
  const headline = hopes
    ? `${howMany(rightLeft(clock), left)} still ${rightLeft(clock) === 1 ? "ends" : "end"} ${wanted === null ? "right" : `at ${wanted}`}.`
    : `${optionName(last.option)}.`;
  return { tone: "neutral", headline, text: why };
}

/** @param {Clock} clock */
const rightLeft = ({ shares }) => rightOf(shares);

/** Which choice lost it; null if none did. @param {Clock} clock */
export const lostChoice = ({ choices }) => {
  const at = choices.findIndex(({ isLost }) => isLost);
  return at < 0 ? null : at;
};

/** A bet, while it is open and at its end. @param {Clock} clock */
export function betText({ play, isOver, shares }) {
  if (!play.bet) return "";
  if (!isOver) return `You bet on ${play.bet}.`;
  const [{ ending }] = shares;
  return ending.label === play.bet
    ? `You bet on ${play.bet}: right ✓`
    : `You bet on ${play.bet}: it was ${ending.label}.`;
}

/** What is read of a choice. @param {Model} model @param {Option} option @param {readonly Share[]} shares */
export function optionSentence(model, option, shares) {
  const left = option.range.to - option.range.from;
  const deeds = deedText(model, option)
    .replace(" + ", " plus ")
    .replace(" − ", " minus ")
    .replace(/^(line \d+): /, "$1 ");
  const ends = left === 1 ? `, which ${endText(shares[0].ending, 1)}` : "";
  return `${optionName(option)}: ${deeds}. Leaves ${counted(left, "order")}${ends}.`;
}

/** What is said after a choice. @param {Clock} clock */
export function choiceSpoken(clock) {
  const { choices, model, left, total, canBeRight, allShares } = clock;
  if (choices.length === 0) return `${grouped(total)} orders are possible.`;
  const { option } = choices[choices.length - 1];
  const hopes = allShares.some(({ ending }) => ending.tone === "right");
  const wanted = wantedOf(clock);
  const stale = staleHands(model).map(
    ({ task, value }) => `${nameOf(model, task)} still holds ${clip(value, VALUE)}, now stale.`,
  );
  const lost =
    hopes && !canBeRight ? `; none ends ${wanted === null ? "right" : `at ${wanted}`}` : "";
  return [
    `Choice ${choices.length}: ${optionName(option)}.`,
    ...stale,
    `${grouped(left)} of ${grouped(total)} orders left${lost}.`,
  ].join(" ");
}

/** `41 so far, still counting.`: how far the orders are that somebody has asked for.
 * @param {import("../state/reducer.js").Counted} counted
 */
export const countingText = ({ found, recorded }) =>
  recorded > 0
    ? `${capitalized(every(found, "order"))} found; ${grouped(recorded)} of them recorded.`
    : `${counted(found, "order")} so far, still counting.`;

/** Of a program with more orders than could be found: how far it came, and what came first.
 * @param {import("../state/results.js").Untried} untried
 */
export const untriedText = ({ found, why }) => ({
  strong: found > 0 ? `${counted(found, "order")} found, not all of them:` : "Not all were found:",
  rest: `${why || "there are too many"}.`,
});

/** On a map that is not whole. @param {number} found */
export const cutText = (found) => `at least ${counted(found, "order")}: this map is not complete`;

/** Of a program in which the outside world decides nothing. */
export const ONE_ORDER = Object.freeze({
  strong: "There is nothing to choose: one order.",
  rest: "No answer could come before another.",
});
