/** In the editor: the lines that the last step ran through, and behind each the tasks that stand on it. */

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutterLineClass,
  WidgetType,
} from "@codemirror/view";
import { drawNames } from "./line-names.js";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {import("./listing.js").LineNames} LineNames */

class Names extends WidgetType {
  /** @param {LineNames} mark */
  constructor(mark) {
    super();
    this.mark = mark;
  }

  /** @param {WidgetType} other */
  eq(other) {
    if (!(other instanceof Names)) return false;
    return (
      JSON.stringify(other.mark.tokens) === JSON.stringify(this.mark.tokens) &&
      other.mark.title === this.mark.title
    );
  }

  /** @param {EditorView} view */
  toDOM(view) {
    return drawNames(view.dom.ownerDocument, this.mark);
  }
}

class OnNumber extends GutterMarker {
  elementClass = "cm-number-at";
}

const onLine = Decoration.line({ class: "cm-at" });
const onNumber = new OnNumber();

/** @type {import("@codemirror/state").StateEffectType<LineNames[]>} */
const setNames = StateEffect.define();

/** @param {EditorState} state @param {LineNames[]} marks */
function placed(state, marks) {
  const inside = marks.filter(({ line }) => line >= 1 && line <= state.doc.lines);
  const at = inside
    .sort((a, b) => a.line - b.line)
    .map((mark) => ({ mark, ...state.doc.line(mark.line) }));
  const decorations = at.flatMap(({ mark, from, to }) => [
    ...(mark.isInner ? [] : [onLine.range(from)]),
    ...(mark.tokens.length > 0
      ? [Decoration.widget({ widget: new Names(mark), side: 1 }).range(to)]
      : []),
  ]);
  return {
    lines: Decoration.set(decorations, true),
    numbers: RangeSet.of(
      at.filter(({ mark }) => !mark.isInner).map(({ from }) => onNumber.range(from)),
    ),
  };
}

const field = StateField.define({
  create: (state) => placed(state, []),
  update(value, { state, effects, changes }) {
    const effect = effects.find((each) => each.is(setNames));
    if (effect) return placed(state, effect.value);
    if (changes.empty) return value;
    return { lines: value.lines.map(changes), numbers: value.numbers.map(changes) };
  },
  provide: (self) => [
    EditorView.decorations.from(self, ({ lines }) => lines),
    gutterLineClass.from(self, ({ numbers }) => numbers),
  ],
});

export const lineNames = [field];

/** @param {LineNames[]} marks */
export const namesEffect = (marks) => setNames.of(marks);
