/** The editor itself: CodeMirror with what a short Python file needs. Loaded after the page. */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  LanguageSupport,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { difference } from "./difference.js";
import { faultEffect, faultLine } from "./fault.js";
import { folding, foldText, isFolded } from "./fold.js";
import { lineNames, namesEffect } from "./marks.js";
import { reveal, scrollInside } from "./reveal.js";

/** @typedef {import("./fault.js").Fault} Fault */
/** @typedef {import("./marks.js").LineNames} LineNames */

// Tab is not bound: it leaves the editor, as it leaves any other field.
const EXTENSIONS = [
  lineNumbers(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  placeholder("Type or paste a program here, or drop a file."),
  indentOnInput(),
  bracketMatching(),
  indentUnit.of("    "),
  EditorState.tabSize.of(4),
  new LanguageSupport(pythonLanguage),
  syntaxHighlighting(classHighlighter),
  keymap.of([...defaultKeymap, ...historyKeymap]),
  EditorView.contentAttributes.of({
    "aria-label": "Python code",
    tabindex: "0",
    spellcheck: "false",
  }),
  folding,
  lineNames,
  faultLine,
  scrollInside,
];

/** Whether one text was pasted over all of another.
 * @param {import("@codemirror/view").ViewUpdate} update
 */
function isReplacement({ transactions, startState, changes }) {
  let whole = false;
  changes.iterChangedRanges((from, to) => {
    whole = from === 0 && to === startState.doc.length;
  });
  return whole && transactions.some((each) => each.isUserEvent("input.paste"));
}

/** What the editor has to say of itself goes to the page's one live region instead of its own.
 * @param {(text: string) => void} onAnnounce
 */
const announcing = (onAnnounce) =>
  EditorView.updateListener.of(({ transactions }) => {
    const effects = transactions.flatMap((transaction) => transaction.effects);
    for (const effect of effects) if (effect.is(EditorView.announce)) onAnnounce(effect.value);
  });

/**
 * @param {{code: string, onEdit: (code: string) => void, onReplace?: (code: string) => void,
 *   onAnnounce?: (text: string) => void, readonly?: boolean}} options
 *   onReplace: another program was pasted over the whole of this one
 */
export function createEditor({
  code,
  onEdit,
  onReplace = onEdit,
  onAnnounce = () => {},
  readonly = false,
}) {
  let fromPage = false;
  const listener = EditorView.updateListener.of((update) => {
    if (!update.docChanged || fromPage) return;
    const notify = isReplacement(update) ? onReplace : onEdit;
    notify(update.state.doc.toString());
  });
  const view = new EditorView({
    doc: code,
    extensions: [EXTENSIONS, listener, announcing(onAnnounce), EditorState.readOnly.of(readonly)],
  });
  view.dom.querySelector(".cm-announced")?.removeAttribute("aria-live");

  view.dispatch({ effects: foldText(view.state) });

  /** @param {number | undefined} line */
  function revealLine(line) {
    const { doc } = view.state;
    return line && line <= doc.lines ? [reveal(doc.line(line).from)] : [];
  }

  return {
    dom: view.dom,
    focus: () => view.focus(),
    /** @param {number} line */
    reveal: (line) => view.dispatch({ effects: revealLine(line) }),
    code: () => view.state.doc.toString(),
    /** @param {string} next */
    setCode(next) {
      const changes = difference(view.state.doc.toString(), next);
      const folded = isFolded(view.state);
      fromPage = true;
      view.dispatch({ changes, effects: reveal(changes.from), userEvent: "input.page" });
      fromPage = false;
      if (folded) view.dispatch({ effects: foldText(view.state) });
    },
    /** @param {LineNames[]} names @param {{follow?: boolean}} [options] */
    setNames(names, { follow = true } = {}) {
      const main = follow ? names.find(({ now }) => now) : undefined;
      view.dispatch({ effects: [namesEffect(names), ...revealLine(main?.line)] });
    },
    /** @param {Fault | null} fault */
    setFault(fault) {
      view.dispatch({ effects: [faultEffect(fault), ...revealLine(fault?.line)] });
    },
  };
}
