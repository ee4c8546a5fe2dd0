/** In the editor: the line that each task stands on, with its name at the right edge. */

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter, gutterLineClass } from "@codemirror/view";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {{line: number, names: string[], now: boolean, title: string}} LineNames */

class Names extends GutterMarker {
  /** @param {LineNames} mark */
  constructor(mark) {
    super();
    this.mark = mark;
    this.elementClass = "cm-name-at";
  }

  /** @param {GutterMarker} other */
  eq(other) {
    return other instanceof Names && other.mark.title === this.mark.title;
  }

  /** @param {EditorView} view */
  toDOM(view) {
    const { names, now, title } = this.mark;
    const element = view.dom.ownerDocument.createElement("span");
    element.title = title;
    element.textContent = `${names.join(" ")}${now ? " ◀" : ""}`;
    return element;
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
    .map((mark) => ({ mark, from: state.doc.line(mark.line).from }));
  return {
    lines: Decoration.set(at.map(({ from }) => onLine.range(from))),
    numbers: RangeSet.of(at.map(({ from }) => onNumber.range(from))),
    names: RangeSet.of(at.map(({ mark, from }) => new Names(mark).range(from))),
  };
}

const field = StateField.define({
  create: (state) => placed(state, []),
  update(value, { state, effects, changes }) {
    const effect = effects.find((each) => each.is(setNames));
    if (effect) return placed(state, effect.value);
    if (changes.empty) return value;
    return {
      lines: value.lines.map(changes),
      numbers: value.numbers.map(changes),
      names: value.names.map(changes),
    };
  },
  provide: (self) => [
    EditorView.decorations.from(self, ({ lines }) => lines),
    gutterLineClass.from(self, ({ numbers }) => numbers),
  ],
});

export const lineNames = [
  field,
  gutter({
    class: "cm-names",
    side: "after",
    renderEmptyElements: true,
    markers: (view) => view.state.field(field).names,
  }),
];

/** @param {LineNames[]} marks */
export const namesEffect = (marks) => setNames.of(marks);
