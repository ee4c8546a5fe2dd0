/** What the editor is to show beside the code: the lines of the tasks, and the line of a fault. */

import { shortNames } from "../text/short-names.js";
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

/** @param {LineMark[]} marks @param {Map<number, string>} short */
function oneLine(marks, short) {
  // The task that has just run stands last, next to its arrow.
  const sorted = [...marks].sort((a, b) => Number(a.state === "now") - Number(b.state === "now"));
  const names = sorted.map(({ task, label }) => short.get(task) ?? label);
  const left = names.length - MOST_NAMES;
  return {
    line: marks[0].line,
    names: left > 0 ? [`+${left}`, ...names.slice(left)] : names,
    now: sorted.at(-1)?.state === "now",
    title: sorted.map(({ label, state }) => `${label} ${DOING[state] ?? "is here"}`).join("; "),
  };
}

/** The lines on which tasks stand, with their names, and those that the last step ran through besides;
 * none once the code is another one.
 * @param {State} state
 */
export function namesAt({ model, stale, cursor }) {
  if (!model || stale) return [];
  const marks = linesAt(model, cursor);
  const labels = model.tasks.map((task) => model.trace.tasks[task].label);
  const names = shortNames(labels);
  const short = new Map(model.tasks.map((task, i) => [task, names[i]]));
  const lines = [...new Set(marks.map(({ line }) => line))];
  const named = lines.map((line) =>
    oneLine(
      marks.filter((mark) => mark.line === line),
      short,
    ),
  );
  const passed = stepLines(model, cursor).filter((line) => !lines.includes(line));
  return [...named, ...passed.map((line) => ({ line, names: [], now: false, title: "" }))];
}

/** @param {State} state @returns {{line: number, text: string} | null} */
export function faultOf({ model, stale, message }) {
  if (message) return message.line ? { line: message.line, text: message.text } : null;
  const error = stale ? null : model?.trace.error;
  if (!error?.line) return null;
  return { line: error.line, text: `${error.type}: ${error.message}` };
}
