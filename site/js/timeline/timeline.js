/**
 * The timeline on the page, without its listeners: the picture in its frame, and what is said of
 * it, of the moment shown and of the marks that are asked about.
 */

import { eventOfMark, markOfEvent, markSentence, marksAt, related } from "../text/marks.js";
import { counted } from "../text/numbers.js";
import { momentSentence } from "../text/steps.js";
import { closest, h } from "../ui/dom.js";
import { named } from "../ui/prose.js";
import { clamp, lastAtOrBelow } from "../ui/scales.js";
import { createFrame } from "./draw/frame.js";
import { Picture } from "./picture.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */

/** @param {Model} model */
const summary = ({ columns, tasks }) =>
  `Timeline of ${counted(columns.length, "step")} of ${counted(tasks.length, "task")}; ` +
  "the same as sentences stands below.";

/** @param {State} state */
const alongOf = ({ other }) => other?.model ?? null;

/** Whose step comes next if the choice is made that is pointed at. @param {State} state */
const nextTask = ({ clock, pointed }) =>
  clock?.options.find(({ letter }) => letter === pointed)?.task ?? null;

export class Timeline {
  /** @type {Model | null} */ model = null;
  /** @type {Model | null} the run that shares the axis */ along = null;
  /** @type {Map<string, Element>} */ marks = new Map();
  /** @type {Element[]} */ raised = [];
  /** @type {string | null} what the pointer or the keyboard asks about */ pointed = null;
  unfolded = false;

  /**
   * @param {HTMLElement} root @param {PageStore} store
   * @param {{document: Document, prefix?: string, measure?: boolean, scrubs?: boolean, still?: boolean}} options still: nobody asks about a mark of it
   */
  constructor(root, store, { document, prefix = "tl", measure, scrubs = true, still = false }) {
    this.store = store;
    this.document = document;
    this.still = still;
    this.parts = createFrame(document, prefix, { scrubs });
    root.replaceChildren(this.parts.frame);
    this.picture = new Picture(this.parts, { document, prefix, measure });
    this.rebuild(store.get());
  }

  /** Lay out and draw anew, with the moment shown staying where it is on the screen.
   * @param {State} state
   */
  rebuild(state) {
    const { model } = state;
    const stays = this.model === model;
    this.model = model;
    this.along = alongOf(state);
    this.pointed = null;
    this.raised = [];
    this.showControls(state);
    this.showMoment(state);
    if (!model || model.columns.length === 0) {
      this.marks = new Map();
      this.parts.detail.textContent = "";
      const text = h(this.document, "p", { class: "tl-empty" }, emptyText(state));
      this.picture.clear(text, !model);
      return;
    }
    const { along, unfolded } = this;
    const sentence = this.still ? null : (/** @type {string} */ mark) => markSentence(model, mark);
    const words = { summary: summary(model), sentence };
    this.picture.show(model, state, { words, along, unfolded, stays });
    this.name();
  }

  /** Draw what has come into sight. */
  fill() {
    if (this.picture.fill()) this.name();
  }

  /** Find the marks of the picture by their names. */
  name() {
    const found = this.picture.lanes?.picture.querySelectorAll("[data-mark]") ?? [];
    this.marks = new Map([...found].map((mark) => [mark.getAttribute("data-mark") ?? "", mark]));
    this.raise();
  }

  /** @param {State} state */
  moveTo(state) {
    this.showMoment(state);
    this.picture.moveTo(state.cursor);
    if (this.picture.layout) this.raise();
  }

  /** The mark in question: pointed at, or chosen elsewhere on the page. */
  asked() {
    const { focus } = this.store.get();
    if (this.pointed || !focus || !this.model) return this.pointed;
    return markOfEvent(this.model, focus.event);
  }

  /** Show what is asked about, and what belongs to it. */
  raise() {
    const { model } = this;
    if (!model) return;
    const mark = this.asked();
    for (const element of this.raised) element.classList.remove("tl-raised");
    const names = mark ? related(model, mark) : [];
    this.raised = names.flatMap((name) => this.marks.get(name) ?? []);
    for (const element of this.raised) element.classList.add("tl-raised");
    const { cursor } = this.store.get();
    const sentence = mark ? markSentence(model, mark) : momentSentence(model, cursor);
    this.parts.detail.replaceChildren(...named(this.document, sentence));
  }

  /** The range tells the moment to whoever cannot see it. @param {State} state */
  showMoment({ model, cursor }) {
    const { range } = this.parts.track;
    const text = model ? momentSentence(model, cursor) : "Nothing to show.";
    range.disabled = !model;
    // In this order: a range cuts its value to its bounds at once.
    range.setAttribute("max", String(model?.columns.length ?? 0));
    range.setAttribute("value", String(cursor));
    range.value = String(cursor);
    range.setAttribute("aria-valuetext", text);
  }

  /** @param {State} state */
  showControls({ reading, model }) {
    const { inputs, narrower, wider, unfold } = this.parts;
    const equal = model?.folds.flat().length ?? 0;
    unfold.hidden = equal === 0;
    unfold.textContent = this.unfolded ? "Fold equal tasks" : `Unfold ${equal} equal tasks`;
    unfold.setAttribute("aria-pressed", String(this.unfolded));
    for (const input of inputs) {
      input.checked = input.value === reading;
      input.toggleAttribute("checked", input.checked);
    }
    for (const control of [...inputs, narrower, wider]) control.disabled = !model;
  }

  /** @param {State} state @param {State} before */
  update(state, before) {
    const other = state.model !== this.model || alongOf(state) !== this.along;
    const rebuilt = other || state.reading !== before.reading || state.zoom !== before.zoom;
    if (rebuilt) this.rebuild(state);
    else if (state.cursor !== before.cursor) {
      this.pointed = null;
      this.moveTo(state);
    } else if (state.focus !== before.focus) this.raise();
    else if (state.phase !== before.phase && !this.picture.layout) this.rebuild(state);
    if (rebuilt || state.pointed !== before.pointed) this.picture.preview(nextTask(state));
  }

  /** Keep the moment in sight, once all is drawn. @param {State} state @param {State} before */
  follow(state, before) {
    if (state.model === before.model && state.cursor !== before.cursor) {
      this.picture.follow(state.cursor);
    }
  }

  /** A lane for each of the equal tasks, or one for them all. */
  toggleFold() {
    this.unfolded = !this.unfolded;
    this.rebuild(this.store.get());
  }

  /** @param {string | null} mark */
  point(mark) {
    if (mark === this.pointed) return;
    this.pointed = mark;
    this.raise();
  }

  /** Up and down: from lane to lane at the moment shown. @param {number} by */
  pointNext(by) {
    if (!this.model) return;
    const marks = marksAt(this.model, this.store.get().cursor);
    const at = this.pointed ? marks.indexOf(this.pointed) : -1;
    const next = at < 0 ? (by > 0 ? 0 : marks.length - 1) : clamp(at + by, 0, marks.length - 1);
    this.point(marks[next] ?? null);
  }

  /** Go to the moment nearest to a place on the axis. @param {number} x in the lanes' own pixels */
  scrub(x) {
    if (!this.picture.layout) return;
    const { heads } = this.picture.layout;
    const before = clamp(lastAtOrBelow(heads, x), 0, heads.length - 1);
    const after = Math.min(before + 1, heads.length - 1);
    const cursor = x - heads[before] <= heads[after] - x ? before : after;
    if (cursor !== this.store.get().cursor) this.store.dispatch({ type: "cursor-set", cursor });
  }

  /** @param {number} x in the lanes' own pixels @param {EventTarget | null} target */
  choose(x, target) {
    const { model, store } = this;
    const { layout } = this.picture;
    if (!layout || !model) return;
    const mark = closest(target, "[data-mark]")?.getAttribute("data-mark");
    if (mark?.startsWith("choice-")) {
      const to = Number(mark.slice("choice-".length));
      store.dispatch({ type: "clock", action: { type: "gone-back", to } });
      return;
    }
    const step = mark?.startsWith("step-") ? Number(mark.slice(5)) : -1;
    const starts = layout.columns.map(({ x0 }) => x0);
    const column = step >= 0 ? step : lastAtOrBelow(starts, x);
    store.dispatch({ type: "cursor-set", cursor: column + 1 });
    const print = closest(target, "[data-event]")?.getAttribute("data-event");
    const event = print ? Number(print) : mark ? eventOfMark(model, mark) : null;
    store.dispatch({ type: "focus-set", event });
  }
}

/** @param {State} state */
function emptyText({ phase, model }) {
  if (model) return "No task was started: there are no steps to draw.";
  if (phase === "loading" || phase === "running")
    return "The timeline appears once there is a run.";
  return "Who runs, who waits and who holds the lock is drawn here.";
}
