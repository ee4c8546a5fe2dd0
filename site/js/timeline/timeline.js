/**
 * The timeline on the page, without its listeners. The picture is built when the run, the
 * reading, the zoom or the width changes; a step of the cursor only moves the playhead.
 */

import { eventOfMark, markOfEvent, markSentence, marksAt, related } from "../text/marks.js";
import { counted, momentSentence } from "../text/steps.js";
import { closest, h } from "../ui/dom.js";
import { clamp, lastAtOrBelow } from "../ui/scales.js";
import { createFrame } from "./draw/frame.js";
import { createOverview } from "./draw/overview.js";
import { drawLabels, drawLanes } from "./draw/timeline.js";
import { layoutTimeline } from "./layout/timeline.js";
import { countMarks, cut, WHOLE } from "./layout/window.js";

/** @typedef {import("./layout/types.js").Layout} Layout */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Model} Model */

/** The width a picture is laid out for where nothing can be measured. */
const BUILD_WIDTH = 778;
const MARGIN = 40;

/** @param {Model} model */
const summary = ({ columns, tasks }) =>
  `Timeline of ${counted(columns.length, "step")} of ${counted(tasks.length, "task")}; ` +
  "the same as sentences stands below.";

/** @param {State} state */
const alongOf = ({ other }) => other?.model ?? null;

/** The x of the moment chosen; of a run not yet stepped through, that of what went wrong or differs.
 * @param {Layout} layout @param {State} state
 */
function telling({ flags, losses, links, blocks, heads, tail, columns }, { cursor }) {
  const between = cursor > 1 && cursor < columns.length;
  if (between) return heads[cursor];
  if (flags.length > 0) return flags[0].x;
  if (losses.length > 0) return losses[0].x1;
  if (links.length > 0 && tail) return tail.x1;
  const wrong = blocks.find(({ tone }) => tone === "wrong" || tone === "failed");
  return wrong?.x1 ?? 0;
}

export class Timeline {
  /** @type {Model | null} */ model = null;
  /** @type {Model | null} the run that shares the axis */ along = null;
  /** @type {Layout | null} */ layout = null;
  /** @type {ReturnType<typeof drawLanes> | null} */ lanes = null;
  /** @type {Map<string, Element>} */ marks = new Map();
  /** @type {Element[]} */ raised = [];
  /** @type {string | null} what the pointer or the keyboard asks about */ pointed = null;
  width = 0;
  unfolded = false;
  drawn = { x0: 0, x1: 0 };

  /** @param {HTMLElement} root @param {PageStore} store @param {{document: Document, prefix?: string, measure?: boolean, scrubs?: boolean}} options */
  constructor(root, store, { document, prefix = "tl", measure = true, scrubs = true }) {
    this.store = store;
    this.document = document;
    this.prefix = prefix;
    this.measure = measure;
    this.parts = createFrame(document, prefix, { scrubs });
    this.overview = createOverview(document, this.parts.overview);
    root.replaceChildren(this.parts.frame);
    this.width = this.measured();
    this.rebuild(store.get());
  }

  measured() {
    return (this.measure && this.parts.scroll.clientWidth) || BUILD_WIDTH;
  }

  /** The part of the lanes in sight. */
  sight() {
    return Math.max(this.width - (this.layout?.labelWidth ?? 0), 1);
  }

  /** Where a run too wide for its frame is first shown: at what is to be seen in it.
   * @param {Layout} layout @param {State} state
   */
  firstSight(layout, state) {
    const sight = this.sight();
    // Who chooses looks at the end, where the run has come to.
    if (state.clock) return Math.max(layout.width - sight, 0);
    const x = telling(layout, state);
    return x < sight * 0.8 ? 0 : x - sight * 0.6;
  }

  /** Lay out and draw anew, with the moment shown staying where it is on the screen.
   * @param {State} state
   */
  rebuild(state) {
    const { scroll } = this.parts;
    const kept = this.model === state.model && this.layout ? this.layout : null;
    const offset = kept ? kept.heads[state.cursor] - scroll.scrollLeft : null;
    this.model = state.model;
    this.along = alongOf(state);
    this.pointed = null;
    this.raised = [];
    this.showControls(state);
    this.showMoment(state);
    if (!state.model || state.model.columns.length === 0) {
      this.layout = null;
      this.lanes = null;
      this.marks = new Map();
      this.parts.detail.textContent = "";
      this.parts.track.clear();
      // What is below stays where it is until there is something to draw.
      const kept = state.model ? 0 : scroll.offsetHeight;
      if (kept > 0) scroll.style.minHeight = `${kept}px`;
      scroll.replaceChildren(h(this.document, "p", { class: "tl-empty" }, emptyText(state)));
      return;
    }
    scroll.style.minHeight = "";
    const { reading, zoom } = state;
    const { along } = this;
    const { unfolded, width } = this;
    this.layout = layoutTimeline(state.model, { reading, zoom, width, along, unfolded });
    this.draw(state.model, this.layout);
    scroll.scrollLeft =
      offset === null
        ? this.firstSight(this.layout, state)
        : this.layout.heads[state.cursor] - offset;
    this.fill();
    this.moveTo(state);
  }

  /** @param {Model} model @param {Layout} layout */
  draw(model, layout) {
    this.parts.frame.setAttribute("data-width", String(this.width));
    const pen = {
      document: this.document,
      prefix: this.prefix,
      sentence: (/** @type {string} */ mark) => markSentence(model, mark),
    };
    this.lanes = drawLanes(pen, layout);
    this.lanes.picture.setAttribute("role", "img");
    this.lanes.picture.setAttribute("aria-label", summary(model));
    this.drawn = { x0: 1, x1: 0 };
    this.parts.scroll.replaceChildren(drawLabels(pen, layout), this.lanes.picture);
    this.overview.draw(layout, this.width);
    this.parts.track.draw(layout);
    const scrolls = layout.width > this.sight() + 1;
    this.parts.overview.classList.toggle("tl-idle", !scrolls);
    this.parts.track.track.classList.toggle("tl-scrolls", scrolls);
  }

  /** Draw the part in sight and some around it; a short run is drawn whole, once. */
  fill() {
    const { layout, lanes } = this;
    if (!layout || !lanes) return;
    const left = this.parts.scroll.scrollLeft || 0;
    const sight = this.sight();
    this.parts.track.scrollTo(left);
    this.overview.see(left, Math.min(sight, layout.width));
    if (left >= this.drawn.x0 && left + sight <= this.drawn.x1) return;
    const whole = countMarks(layout) <= WHOLE;
    const [x0, x1] = whole
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [left - sight, left + 2 * sight];
    lanes.fill(whole ? layout : cut(layout, x0, x1));
    this.drawn = { x0, x1 };
    const found = lanes.picture.querySelectorAll("[data-mark]");
    this.marks = new Map([...found].map((mark) => [mark.getAttribute("data-mark") ?? "", mark]));
    this.raise();
  }

  /** @param {State} state */
  moveTo(state) {
    const { cursor } = state;
    this.showMoment(state);
    if (!this.layout || !this.lanes) return;
    this.lanes.playhead.move(this.layout, cursor);
    this.parts.track.move(this.layout, cursor);
    this.overview.point(this.layout.heads[cursor]);
    this.raise();
  }

  /** Scroll only if the playhead would be out of sight. @param {State} state */
  follow({ cursor }) {
    if (!this.layout) return;
    const { scroll } = this.parts;
    const sight = this.sight();
    const x = this.layout.heads[cursor];
    const step = this.layout.columns[cursor - 1]?.x0 ?? x;
    const left = scroll.scrollLeft;
    if (step < left) scroll.scrollLeft = Math.max(0, step - sight * 0.3);
    else if (x > left + sight - Math.min(MARGIN, sight / 4)) scroll.scrollLeft = x - sight * 0.6;
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
    this.parts.detail.textContent = mark
      ? markSentence(model, mark)
      : momentSentence(model, cursor);
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
      this.follow(state);
    } else if (state.focus !== before.focus) this.raise();
    else if (state.phase !== before.phase && !this.layout) this.rebuild(state);
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
    if (!this.layout) return;
    const { heads } = this.layout;
    const before = clamp(lastAtOrBelow(heads, x), 0, heads.length - 1);
    const after = Math.min(before + 1, heads.length - 1);
    const cursor = x - heads[before] <= heads[after] - x ? before : after;
    if (cursor !== this.store.get().cursor) this.store.dispatch({ type: "cursor-set", cursor });
  }

  /** @param {number} x in the lanes' own pixels @param {EventTarget | null} target */
  choose(x, target) {
    const { layout, model, store } = this;
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
  if (phase === "loading" || phase === "running") return "The timeline appears when the run ends.";
  return "Who runs, who waits and who holds the lock is drawn here.";
}
