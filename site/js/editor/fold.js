/** In the editor: the text a file begins with is folded, to open on the code; a press unfolds it. */

import {
  codeFolding,
  foldEffect,
  foldedRanges,
  foldKeymap,
  foldService,
  unfoldEffect,
} from "@codemirror/language";
import { keymap } from "@codemirror/view";
import { docstringFold } from "./docstring.js";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {import("@codemirror/view").EditorView} EditorView */

/** @param {EditorView} view @param {(event: Event) => void} unfold */
function placeholder(view, unfold) {
  const button = view.dom.ownerDocument.createElement("button");
  button.type = "button";
  button.className = "cm-unfold";
  button.textContent = "…";
  button.title = "Show the whole text";
  button.setAttribute("aria-label", "Show the whole text");
  button.addEventListener("click", unfold);
  return button;
}

/** So that what was unfolded can be folded again, with the keys of every other block. */
const service = foldService.of((state, lineStart, lineEnd) => {
  const fold = docstringFold(state.doc.toString());
  return fold && fold.from >= lineStart && fold.from <= lineEnd ? fold : null;
});

export const folding = [
  codeFolding({ placeholderDOM: placeholder }),
  service,
  keymap.of(foldKeymap),
];

/** @param {EditorState} state */
export const isFolded = (state) => foldedRanges(state).size > 0;

/** Fold the text that the file begins with, in the place of whatever is folded. @param {EditorState} state */
export function foldText(state) {
  const folded = foldedRanges(state);
  const effects = [];
  for (const at = folded.iter(); at.value; at.next()) {
    effects.push(unfoldEffect.of({ from: at.from, to: at.to }));
  }
  const fold = docstringFold(state.doc.toString());
  return fold ? [...effects, foldEffect.of({ from: fold.from, to: fold.to })] : effects;
}
