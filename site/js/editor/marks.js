/** In the editor: the lines that the last step ran through, and behind each the tasks that stand on it. */

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutterLineClass,
  WidgetType,
} from "@codemirror/view";
import { drawToken } from "../ui/token.js";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {{line: number, tokens: import("./listing.js").Token[], now: boolean, title: string}} LineNames */

/** The tasks on a line, behind its text: never a column of their own, which would cut the code. */
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
    const { ownerDocument: document } = view.dom;
    const { tokens, now, title } = this.mark;
    const element = document.createElement("span");
    element.className = "cm-tasks";
    element.title = title;
    for (const [at, token] of tokens.entries()) {
      const drawn = drawToken(document, token, { terse: tokens.length > 1 });
      const letter = drawn.firstElementChild;
      letter?.classList.add("cm-task");
      letter?.classList.toggle("cm-task-now", now && at === tokens.length - 1);
      element.append(drawn);
    }
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
    .map((mark) => ({ mark, ...state.doc.line(mark.line) }));
  const decorations = at.flatMap(({ mark, from, to }) => [
    onLine.range(from),
    ...(mark.tokens.length > 0
      ? [Decoration.widget({ widget: new Names(mark), side: 1 }).range(to)]
      : []),
  ]);
  return {
    lines: Decoration.set(decorations, true),
    numbers: RangeSet.of(at.map(({ from }) => onNumber.range(from))),
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
