/**
 * A listing of Python with line numbers, drawn before the editor is there and without it. The
 * classes are those that the editor gives the same words, so that nothing changes when it comes.
 */

import { pythonLanguage } from "@codemirror/lang-python";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { h } from "../ui/dom.js";
import { docstringFold } from "./docstring.js";

/** @param {Document} document @param {string} source */
function drawLines(document, source) {
  const line = (/** @type {number} */ number) =>
    h(document, "span", { class: "code-line", "data-line": number });
  const lines = [line(1)];
  highlightCode(
    source,
    pythonLanguage.parser.parse(source),
    classHighlighter,
    (text, classes) => {
      lines.at(-1)?.append(classes ? h(document, "span", { class: classes }, text) : text);
    },
    () => {
      lines.at(-1)?.append("\n");
      lines.push(line(lines.length + 1));
    },
  );
  return lines;
}

/** The text that the file begins with, behind its first line.
 * @param {Document} document @param {HTMLElement[]} lines @param {string} source
 */
function folded(document, lines, source) {
  const fold = docstringFold(source);
  if (!fold) return lines;
  const lineOf = (/** @type {number} */ at) => source.slice(0, at).split("\n").length - 1;
  const [first, last] = [lineOf(fold.from), lineOf(fold.to)];
  const more = h(document, "span", { class: "code-more", "data-rest": `…${fold.quotes}` });
  const title = lines[first];
  title.insertBefore(more, title.lastChild);
  const text = h(
    document,
    "details",
    { class: "code-fold" },
    h(document, "summary", {}, title),
    ...lines.slice(first + 1, last + 1),
  );
  return [...lines.slice(0, first), text, ...lines.slice(last + 1)];
}

/**
 * @param {Document} document
 * @param {string} source
 * @param {string} [label] what it is called
 * @param {{fold?: boolean}} [options] fold: whether the text that it begins with is folded
 */
export function drawCode(document, source, label = "Python code", { fold = false } = {}) {
  const lines = drawLines(document, source);
  const digits = Math.max(2, String(lines.length).length);
  const shown = fold ? folded(document, lines, source) : lines;
  const frame = { class: "code", tabindex: 0, role: "region", "aria-label": label };
  const style = `--digits: ${digits}`;
  return h(document, "pre", { ...frame, style }, h(document, "code", {}, ...shown));
}
