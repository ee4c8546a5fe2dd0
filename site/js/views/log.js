/** What the program printed, with virtual time and task; each line is tied to its moment. */

import { timeText } from "../text/short.js";
import { momentOf } from "../trace/moment.js";
import { closest, h } from "../ui/dom.js";
import { clamp, lastAtOrBelow } from "../ui/scales.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").LogLine} LogLine */
/** @typedef {import("../trace/types.js").Model} Model */

/** So many lines are shown at a time; a flood of output must not stop the page. */
export const PAGE = 500;

/** The name a line begins with is set in bold; a line that does not begin with it gets it in front.
 * @param {Document} document @param {string} text @param {string} name
 */
function textParts(document, text, name) {
  const starts = name !== "" && text.startsWith(name) && !/^\w/.test(text.slice(name.length));
  const words = starts
    ? [h(document, "b", {}, name), text.slice(name.length)]
    : [text === "" ? " " : text];
  const sentence = h(document, "span", { class: "log-text" }, ...words);
  if (starts || name === "") return [sentence];
  return [h(document, "span", { class: "log-task" }, name), " ", sentence];
}

/** @param {Document} document @param {Model} model @param {LogLine} line */
function drawLine(document, model, { event, t_us, task, text, stream, note }) {
  const shown = task !== null && model.tasks.includes(task);
  const name = shown ? model.trace.tasks[Number(task)].label : "";
  return h(
    document,
    "li",
    { class: stream === "stderr" ? "log-line log-stderr" : "log-line", "data-event": event },
    h(document, "span", { class: "log-time" }, timeText(t_us)),
    " ",
    ...textParts(document, text, name),
    ...(note ? [" ", h(document, "span", { class: "log-note" }, note)] : []),
  );
}

/** So many lines are shown of a run that goes on. */
const TAIL = 40;

class Log {
  /** @type {import("../trace/types.js").Running | null} */ running = null;
  /** @type {Model | null} */ model = null;
  /** @type {Element[]} the lines drawn, in order */ lines = [];
  /** @type {Element[]} */ marked = [];
  start = 0;

  /** @param {HTMLElement} root @param {PageStore} store @param {Document} document */
  constructor(root, store, document) {
    this.store = store;
    this.document = document;
    this.list = h(document, "ol", { class: "log", "data-testid": "log" });
    this.rest = h(document, "p", { class: "log-rest" });
    root.replaceChildren(this.list, this.rest);
    this.update(store.get());
  }

  /** @param {number} start */
  draw(start) {
    const { model, document } = this;
    this.start = start;
    const page = model?.log.slice(start, start + PAGE) ?? [];
    this.lines = model ? page.map((line) => drawLine(document, model, line)) : [];
    this.marked = [];
    this.list.replaceChildren(...this.lines);
    this.list.classList.toggle("log-empty", this.lines.length === 0);
    const total = model?.log.length ?? 0;
    const [from, to] = [start + 1, start + this.lines.length];
    if (total > PAGE) this.rest.textContent = `Lines ${from} to ${to} of ${total}.`;
    else this.rest.textContent = total === 0 ? emptyText(model) : "";
  }

  /** What a run that has no trace yet, or will have none, has printed last.
   * @param {import("../trace/types.js").Running} running
   */
  drawRunning({ lines, tail }) {
    const { document } = this;
    const texts = tail.replace(/\n$/, "").split("\n").slice(-TAIL);
    const text = (/** @type {string} */ line) => h(document, "span", { class: "log-text" }, line);
    this.model = null;
    this.marked = [];
    this.lines =
      tail === "" ? [] : texts.map((line) => h(document, "li", { class: "log-line" }, text(line)));
    this.list.replaceChildren(...this.lines);
    this.list.classList.toggle("log-empty", this.lines.length === 0);
    this.list.scrollTop = this.list.scrollHeight;
    const count = lines.toLocaleString("en");
    this.rest.textContent = `The last lines of ${count} that the program has printed.`;
  }

  /** The line of the moment: the focused one, else the last printed by the step that has just run.
   * @param {State} state
   */
  current({ model, cursor, focus }) {
    if (!model) return [];
    const { log } = model;
    const exact = focus ? log.findIndex(({ event }) => event === focus.event) : -1;
    if (exact >= 0) return [exact];
    const last = lastAtOrBelow(
      log.map(({ moment }) => moment),
      cursor,
    );
    return last >= 0 && cursor > 0 && log[last].moment === cursor ? [last] : [];
  }

  /** Redraw if another run is shown; then mark the line of the moment, and dim what comes after.
   * @param {State} state
   */
  update(state) {
    if (state.running) {
      if (this.running !== state.running) this.drawRunning(state.running);
      this.running = state.running;
      return;
    }
    this.running = null;
    const redraw = state.model !== this.model || this.lines.length === 0;
    this.model = state.model;
    const current = this.current(state);
    const page = current.length > 0 ? Math.floor(current[0] / PAGE) * PAGE : this.start;
    if (redraw || page !== this.start) this.draw(redraw ? Math.min(page, this.start) : page);
    this.mark(current.flatMap((at) => this.lines[at - this.start] ?? []));
    this.dim(state);
  }

  /** @param {Element[]} lines of the moment */
  mark(lines) {
    const gone = this.marked.filter((line) => !lines.includes(line));
    const come = lines.filter((line) => !this.marked.includes(line));
    for (const line of gone) line.removeAttribute("aria-current");
    for (const line of come) line.setAttribute("aria-current", "step");
    this.marked = lines;
  }

  /** Bring the line of the moment into sight, in the list only: the page must not move. */
  follow() {
    const line = /** @type {HTMLElement | undefined} */ (this.marked[0]);
    if (!line) return;
    const { list } = this;
    const top = line.offsetTop - list.offsetTop;
    const hidden =
      top < list.scrollTop || top + line.offsetHeight > list.scrollTop + list.clientHeight;
    if (hidden) list.scrollTop = top - list.clientHeight / 2;
  }

  /** The lines not printed yet, by one attribute on the list's first of them.
   * @param {State} state
   */
  dim({ model, cursor }) {
    if (!model) return;
    const next = model.log.findIndex(({ moment }) => moment > cursor);
    const first = next < 0 ? null : (this.lines[next - this.start] ?? null);
    if (this.firstDim === first) return;
    this.firstDim?.classList.remove("log-next");
    first?.classList.add("log-next");
    this.firstDim = first;
  }

  /** @type {Element | null} */ firstDim = null;

  /** @param {Element | null} line */
  choose(line) {
    const event = Number(line?.getAttribute("data-event") ?? Number.NaN);
    if (!this.model || Number.isNaN(event)) return;
    this.store.dispatch({ type: "cursor-set", cursor: momentOf(this.model, event) });
    this.store.dispatch({ type: "focus-set", event });
  }
}

/** @param {Model | null} model */
const emptyText = (model) =>
  model ? "The program printed nothing." : "What the program prints appears here.";

/** One stop for the Tab key; inside, the arrow keys go from line to line.
 * @param {Log} log
 */
function listen(log) {
  const { list } = log;
  list.setAttribute("tabindex", "0");
  list.setAttribute("aria-label", "Printed lines. Up and down: go to the moment of a line.");
  list.addEventListener("click", ({ target }) => {
    const selection = log.document.defaultView?.getSelection?.();
    // Somebody who selects text to copy it does not want to travel.
    if (!selection || selection.isCollapsed) log.choose(closest(target, ".log-line"));
  });
  list.addEventListener("keydown", (press) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (!by || log.lines.length === 0) return;
    press.preventDefault();
    const at = log.lines.indexOf(log.marked[0]);
    const next = log.lines[clamp(at + by, 0, log.lines.length - 1)];
    log.choose(next);
  });
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document, live?: boolean}} options
 */
export function mountLog(root, store, { document, live = true }) {
  const log = new Log(root, store, document);
  store.subscribe((state) => log.update(state));
  const follow = (/** @type {State} */ state, /** @type {State} */ before) => {
    const isSame = state.cursor === before.cursor && state.focus === before.focus;
    if (state.running || state.model !== before.model) return;
    if (!isSame || before.running) log.follow();
  };
  store.subscribe(follow, { measures: true });
  if (live) listen(log);
}
