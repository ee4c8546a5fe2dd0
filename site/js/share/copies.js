/** The forms in which a moment can be taken away as text, each made when it is asked for. */

import { answerOf } from "../text/answer.js";
import { copiesOf } from "../text/order-copies.js";

/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {"script" | "perfetto"} Written what only Python writes */
/**
 * @typedef {object} Form
 * @property {string} name
 * @property {string} title
 * @property {string} note what it is for
 * @property {string | null} file what it is saved as; null: a line that is only copied
 * @property {string} type of its content
 * @property {() => Promise<string | Blob>} make
 */
/** @typedef {{link: () => Promise<string>, write: (what: Written) => Promise<string>, picture: () => Promise<string>, pixels: () => Promise<Blob>}} Makers */

/** A fence that no line of the code ends. @param {string} code */
const fenceFor = (code) =>
  "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[\\[\]*_`<>]/g, "\\$&");

/** A heading that links to the moment, the program, and how its run ends.
 * @param {State} state @param {string} link
 */
export function markdownOf(state, link) {
  const { title, code, model, stale } = state;
  const fence = fenceFor(code);
  const { headline, text } = answerOf(state);
  const ends = model && !stale ? ["", `> ${escaped(`${headline} ${text}`.trim())}`] : [];
  const lines = [`[${escaped(title)}](${link})`, "", `${fence}python`, code.trimEnd(), fence];
  return `${[...lines, ...ends].join("\n")}\n`;
}

/** @param {string} file */
const stemOf = (file) => file.replace(/\.py$/, "");

/** The order shown in one line, as the bar of an order that was opened has it.
 * @param {State} state @returns {Form[]}
 */
function linesOf(state) {
  const lines = copiesOf(state).filter(({ name }) => name !== "script"); // which is written here
  return lines.map(({ name, title, note, text }) => ({
    ...{ name, title, note, file: null, type: "text/plain" },
    make: async () => text,
  }));
}

/** Forms of the program, then of its run, where one is shown.
 * @param {State} state @param {Makers} makers @returns {Form[]}
 */
export function formsOf(state, { link, write, picture, pixels }) {
  const { code, file, model, stale } = state;
  const stem = stemOf(file);
  const program = [
    {
      ...{ name: "markdown", title: "Markdown", note: "the link, the code, how it ends" },
      ...{ file: `${stem}.md`, type: "text/markdown" },
      make: async () => markdownOf(state, await link()),
    },
    {
      ...{ name: "python", title: "Python file", note: "the code as it stands in the editor" },
      ...{ file: `${stem}.py`, type: "text/x-python" },
      make: async () => code,
    },
  ];
  if (!model || stale) return program;
  const run = [
    {
      ...{ name: "script", title: "Script for stock asyncio" },
      ...{ note: "shows this order without Lockstep", file: `${stem}-shown.py` },
      ...{ type: "text/x-python", make: () => write("script") },
    },
    {
      ...{ name: "svg", title: "SVG", note: "the timeline, in the colours of this page" },
      ...{ file: `${stem}.svg`, type: "image/svg+xml", make: picture },
    },
    {
      ...{ name: "png", title: "PNG", note: "the timeline as pixels" },
      ...{ file: `${stem}.png`, type: "image/png", make: pixels },
    },
    {
      ...{ name: "trace", title: "Trace", note: "JSON, which this page opens again" },
      ...{ file: `${stem}.trace.json`, type: "application/json" },
      make: async () => `${JSON.stringify(model.trace)}\n`,
    },
    {
      ...{ name: "perfetto", title: "Perfetto", note: "for ui.perfetto.dev" },
      ...{ file: `${stem}.perfetto.json`, type: "application/json" },
      make: () => write("perfetto"),
    },
  ];
  return [...program, ...run, ...linesOf(state)];
}
