/**
 * A listing of Python with line numbers, drawn before the editor is there and without it. The
 * classes are those that the editor gives the same words, so that nothing changes when it comes.
 */

import { pythonLanguage } from "@codemirror/lang-python";
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { h } from "../dom.js";

/** @param {Document} document @param {string} source @param {string} [label] what it is called */
export function drawCode(document, source, label = "Python code") {
  const lines = [h(document, "span", { class: "code-line" })];
  const tree = pythonLanguage.parser.parse(source);
  highlightCode(
    source,
    tree,
    classHighlighter,
    (text, classes) => {
      lines.at(-1)?.append(classes ? h(document, "span", { class: classes }, text) : text);
    },
    () => {
      lines.at(-1)?.append("\n");
      lines.push(h(document, "span", { class: "code-line" }));
    },
  );
  const frame = { class: "code", tabindex: 0, role: "region", "aria-label": label };
  return h(document, "pre", frame, h(document, "code", {}, ...lines));
}
