/** What the editor is to show beside the code: the lines of the tasks, and the line of a fault. */

import { heldBy, holding, lettersOf } from "../text/loop.js";
import { handsAt } from "../trace/loop.js";
import { linesAt, stepLines } from "../trace/moment.js";

/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/moment.js").LineMark} LineMark */

const MOST_NAMES = 3;

/** @type {Record<string, string>} */
const DOING = {
  now: "has just run",
  ready: "is ready to run",
  sleeping: "sleeps",
  waiting: "waits",
  awaiting: "waits for a task",
};

/** @typedef {{name: string, letter: string, held: import("../text/loop.js").Held[]}} Token */
/** isInner: the tasks are called from elsewhere, where they stand too
 * @typedef {{line: number, tokens: Token[], now: boolean, title: string, isInner?: boolean}} LineNames
 */

/** @param {number} count */
const others = (count) => ({ name: `${count} more`, letter: `+${count}`, held: [] });

/** @param {LineMark} mark @param {Token} token */
function whatOf({ label, state }, { held }) {
  const what = `${label} ${DOING[state] ?? "is here"}`;
  return held.length > 0 ? `${what}, holds ${holding(held).join(", ")}` : what;
}

/** @param {Token[]} tokens */
function fewest(tokens) {
  const left = tokens.length - MOST_NAMES;
  return left > 1 ? [others(left), ...tokens.slice(left)] : tokens; // `+1` is as wide as one of them
}

/** @param {number} line @param {LineMark[]} marks of the tasks whose own coroutine is there @param {(mark: LineMark) => Token} tokenOf */
function oneLine(line, marks, tokenOf) {
  // The task that has just run stands last, next to its arrow.
  const sorted = [...marks].sort((a, b) => Number(a.state === "now") - Number(b.state === "now"));
  const tokens = sorted.map(tokenOf);
  return {
    line,
    tokens: fewest(tokens),
    now: sorted.at(-1)?.state === "now",
    title: sorted.map((mark, at) => whatOf(mark, tokens[at])).join("; "),
  };
}

/** A line that tasks have come to from their own: their letters, without what they hold.
 * @param {number} line @param {LineMark[]} marks @param {(mark: LineMark) => Token} tokenOf
 */
function innerLine(line, marks, tokenOf) {
  return {
    line,
    tokens: fewest(marks.map((mark) => ({ ...tokenOf(mark), held: [] }))),
    now: false,
    isInner: true,
    title: marks.map(({ label, line: own }) => `${label} is here, from line ${own}`).join("; "),
  };
}

/** The lines on which tasks stand, with their names, and those that the last step ran through besides;
 * none once the code is another one. A task that waits inside what it awaits stands at the line of its
 * own coroutine, which its reader knows, and faintly at those further in.
 * @param {State} state @returns {LineNames[]}
 */
export function namesAt({ model, stale, cursor }) {
  if (!model || stale) return [];
  const marks = linesAt(model, cursor);
  const letters = lettersOf(model);
  const hands = handsAt(model, cursor);
  const tokenOf = (/** @type {LineMark} */ { task, label }) => {
    const own = hands.filter((hand) => hand.task === task);
    return { name: label, letter: letters.get(task) ?? label, held: heldBy(model, own) };
  };
  const lines = [...new Set(marks.map(({ line }) => line))];
  const named = lines.map((line) =>
    oneLine(
      line,
      marks.filter((mark) => mark.line === line),
      tokenOf,
    ),
  );
  const further = [...new Set(marks.flatMap(({ inner }) => inner))];
  const inner = further
    .filter((line) => !lines.includes(line))
    .map((line) =>
      innerLine(
        line,
        marks.filter((mark) => mark.inner.includes(line)),
        tokenOf,
      ),
    );
  const shown = [...lines, ...further];
  const passed = stepLines(model, cursor).filter((line) => !shown.includes(line));
  return [
    ...named,
    ...inner,
    ...passed.map((line) => ({ line, tokens: [], now: false, title: "" })),
  ];
}

/** @param {State} state @returns {{line: number, text: string} | null} */
export function faultOf({ model, stale, message }) {
  if (message) return message.line ? { line: message.line, text: message.text } : null;
  const error = stale ? null : model?.trace.error;
  if (!error?.line) return null;
  return { line: error.line, text: error.message ? `${error.type}: ${error.message}` : error.type };
}
