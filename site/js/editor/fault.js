/** In the editor: the line at which the code could not go on, with the reason beneath it. */

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutterLineClass,
  WidgetType,
} from "@codemirror/view";

/** @typedef {import("@codemirror/state").EditorState} EditorState */
/** @typedef {{line: number, text: string}} Fault */

class Words extends WidgetType {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @param {WidgetType} other */
  eq(other) {
    return other instanceof Words && other.text === this.text;
  }

  /** @param {EditorView} view */
  toDOM(view) {
    const element = view.dom.ownerDocument.createElement("div");
    element.className = "cm-error-words";
    element.dataset.testid = "editor-error";
    element.textContent = this.text;
    return element;
  }
}

class OnNumber extends GutterMarker {
  elementClass = "cm-number-error";
}

const onLine = Decoration.line({ class: "cm-error-line" });
const onNumber = new OnNumber();

/** @type {import("@codemirror/state").StateEffectType<Fault | null>} */
const setFault = StateEffect.define();

const nothing = { lines: Decoration.none, numbers: RangeSet.empty };

/** @param {EditorState} state @param {Fault | null} fault */
function placed({ doc }, fault) {
  if (!fault || fault.line < 1 || fault.line > doc.lines) return nothing;
  const { from, to } = doc.line(fault.line);
  const words = Decoration.widget({ widget: new Words(fault.text), block: true, side: 1 });
  return {
    lines: Decoration.set([onLine.range(from), words.range(to)]),
    numbers: RangeSet.of([onNumber.range(from)]),
  };
}

const field = StateField.define({
  create: () => nothing,
  update(value, { state, effects, docChanged }) {
    const effect = effects.find((each) => each.is(setFault));
    if (effect) return placed(state, effect.value);
    // What was wrong may be mended by any change; the next run says.
    return docChanged ? nothing : value;
  },
  provide: (self) => [
    EditorView.decorations.from(self, ({ lines }) => lines),
    gutterLineClass.from(self, ({ numbers }) => numbers),
  ],
});

export const faultLine = [field];

/** @param {Fault | null} fault */
export const faultEffect = (fault) => setFault.of(fault);
