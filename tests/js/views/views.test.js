import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { prerender } from "../../../site/js/build/prerender.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { mountLog } from "../../../site/js/views/log.js";
import { mountPlayer, playInterval } from "../../../site/js/views/player.js";
import { mountSentences } from "../../../site/js/views/sentences.js";
import { mountTimeline } from "../../../site/js/views/timeline.js";
import { deadlock, long, unlocked } from "../fixtures.js";

/** Timers that fire when told to. */
function handTimers() {
  const waiting = new Map();
  let id = 0;
  return {
    set: (/** @type {() => void} */ f) => {
      waiting.set(++id, f);
      return id;
    },
    clear: (/** @type {number} */ which) => waiting.delete(which),
    /** @returns {boolean} whether anything was waiting */
    fire() {
      const [first] = waiting.entries();
      if (!first) return false;
      waiting.delete(first[0]);
      first[1]();
      return true;
    },
  };
}

/** All four views over one store, in a document of their own. @param {object} trace */
function stage(trace) {
  const { document, MutationObserver, Event } = parseHTML(
    "<!doctype html><html><body></body></html>",
  );
  const model = readTrace(trace);
  const store = createStore(reducer, initialState({ model }));
  store.dispatch({ type: "cursor-set", cursor: model.columns.length });
  const timers = handTimers();
  const roots = ["timeline", "player", "log", "sentences"].map((id) => {
    const root = document.createElement("div");
    root.id = id;
    document.body.append(root);
    return root;
  });
  mountTimeline(roots[0], store, { document });
  mountPlayer(roots[1], store, { document, timers });
  mountLog(roots[2], store, { document });
  mountSentences(roots[3], store, { document, lazy: false });
  const find = (/** @type {string} */ selector) =>
    /** @type {any} */ (document.querySelector(selector));
  const all = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)];
  const press = (/** @type {string} */ selector, /** @type {string} */ key) =>
    find(selector).dispatchEvent(Object.assign(new Event("keydown", { bubbles: true }), { key }));
  return { document, store, timers, find, all, press, MutationObserver };
}

/** @param {Element[]} elements */
const texts = (elements) => elements.map(({ textContent }) => textContent);

test("the timeline draws a block for each step, with its sentence", () => {
  const { all } = stage(unlocked());
  const blocks = all(".tl-block");
  assert.equal(blocks.length, 6);
  assert.equal(
    blocks[4].querySelector("title")?.textContent,
    "Step 5, 0.1 s: ATM-B wrote 100 to account.balance over ATM-A's 100 (it had read 0 before that) and finished.",
  );
  assert.deepEqual(
    all(".tl-loss").map((arrow) => arrow.getAttribute("data-mark")),
    ["loss-0", "loss-1"],
  );
});

test("a deadlock is drawn as a ring between the waiting bars", () => {
  const { all } = stage(deadlock());
  assert.deepEqual(texts(all(".tl-link title")), [
    "left (line 9) waits for b, held by right since line 8.",
    "right (line 9) waits for a, held by left since line 8.",
  ]);
});

test("the lanes keep every element while the cursor moves", () => {
  const { store, all } = stage(long(300));
  const drawn = "#timeline :is(.tl-scroll, .tl-track, .tl-overview) *";
  const before = all(drawn);
  assert.ok(before.length > 100);
  for (const cursor of [0, 12, 299]) store.dispatch({ type: "cursor-set", cursor });
  const after = all(drawn);
  assert.equal(after.length, before.length);
  assert.ok(after.every((element, i) => element === before[i]));
});

test("a step of the cursor changes the same handful of nodes in a run of any length", async () => {
  /** @param {number} steps */
  async function touched(steps) {
    const { store, find, MutationObserver } = stage(long(steps));
    const nodes = new Set();
    const watch = new MutationObserver((/** @type {any[]} */ records) => {
      for (const { target } of records) nodes.add(target);
    });
    watch.observe(find("#timeline"), { attributes: true, childList: true, subtree: true });
    store.dispatch({ type: "cursor-set", cursor: 5 });
    await new Promise((resolve) => setImmediate(resolve));
    return nodes.size;
  }
  const few = await touched(20);
  assert.ok(few > 0 && few <= 12, `${few} nodes`);
  assert.equal(await touched(1000), few);
});

test("the detail line tells the moment, then what is asked about", () => {
  const { store, find, press } = stage(unlocked());
  store.dispatch({ type: "cursor-set", cursor: 2 });
  const detail = find(".tl-detail");
  assert.match(detail.textContent, /^Step 2 of 6, 0 s: ATM-B read 0/);
  press(".tl-scroll", "ArrowDown");
  press(".tl-scroll", "ArrowDown");
  assert.equal(detail.textContent, "ATM-A sleeps from 0 s to 0.1 s, line 12.");
  press(".tl-scroll", "Escape");
  assert.match(detail.textContent, /^Step 2 of 6/);
});

test("focusing a destroying write raises its arrow, which shows the stale read", () => {
  const { store, find, all } = stage(unlocked());
  store.dispatch({ type: "focus-set", event: 28 });
  assert.deepEqual(
    all(".tl-raised")
      .map((element) => element.getAttribute("data-mark"))
      .sort(),
    ["loss-0", "step-1", "step-4", "touch-14", "touch-28"],
  );
  store.dispatch({ type: "focus-set", event: null });
  assert.equal(find(".tl-raised"), null);
});

test("left, right, home, end and space work in the timeline and on the slider", () => {
  const { store, press } = stage(unlocked());
  const cursors = ["Home", "ArrowRight", "ArrowRight", "ArrowLeft", "End"].map((key, i) => {
    press(i % 2 ? ".tl-scroll" : ".tl-range", key);
    return store.get().cursor;
  });
  assert.deepEqual(cursors, [0, 1, 2, 1, 6]);
  press(".tl-scroll", " ");
  assert.equal(store.get().playing, true);
});

test("the slider has bounds, a value and a sentence", () => {
  const { store, find } = stage(unlocked());
  store.dispatch({ type: "cursor-set", cursor: 4 });
  const range = find("[data-testid=scrubber]");
  assert.deepEqual(
    ["min", "max", "value", "aria-valuetext"].map((name) => range.getAttribute(name)),
    ["0", "6", "4", "Step 4 of 6, 0.1 s: ATM-A wrote 100 to account.balance and finished."],
  );
  assert.equal(find(".tl-step").textContent, "step 4/6");
});

test("a picture drawn for no window in particular is shown from its start if it fits", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const store = createStore(reducer, initialState({ model: readTrace(deadlock({ reads: true })) }));
  const root = document.createElement("div");
  mountTimeline(root, store, { document, measure: false });
  assert.equal(root.querySelector(".tl-axis")?.getAttribute("style"), null);
});

test("the buttons step and play", () => {
  const { store, find } = stage(unlocked());
  find("[data-testid=step-back]").click();
  find("[data-testid=step-back]").click();
  find("[data-testid=step-forward]").click();
  assert.equal(store.get().cursor, 5);
  find("[data-testid=play]").click();
  assert.equal(find("[data-testid=play]").getAttribute("aria-label"), "Pause");
});

test("play shows every step once, in order, and stops", () => {
  const { store, timers } = stage(unlocked());
  const shown = /** @type {number[]} */ ([]);
  store.subscribe(({ cursor }, before) => {
    if (cursor !== before.cursor) shown.push(cursor);
  });
  store.dispatch({ type: "play" });
  while (timers.fire());
  assert.deepEqual(shown, [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(store.get().playing, false);
});

test("pausing stops the clock", () => {
  const { store, timers } = stage(unlocked());
  store.dispatch({ type: "play" });
  store.dispatch({ type: "pause" });
  assert.equal(timers.fire(), false);
});

test("a long run is played faster, within bounds", () => {
  assert.deepEqual([6, 100, 5000].map(playInterval), [800, 300, 60]);
});

test("the log tells time, task, text and what was written over", () => {
  const { all } = stage(unlocked());
  assert.deepEqual(texts(all(".log-line")), [
    "0.1 s ATM-A wrote 100",
    "0.1 s ATM-B wrote 100 over ATM-A's 100",
    "0.1 s ATM-C wrote 100 over ATM-B's 100",
  ]);
  assert.deepEqual(texts(all(".log-line b")), ["ATM-A", "ATM-B", "ATM-C"]);
});

test("a click on a line of the log goes to its moment and focuses its event", () => {
  const { store, all, find } = stage(unlocked());
  /** @type {HTMLElement} */ (all(".log-line")[1]).click();
  assert.equal(store.get().cursor, 5);
  assert.deepEqual(store.get().focus, { event: 29 });
  assert.equal(find(".log-line[aria-current]"), all(".log-line")[1]);
  assert.ok(find("[data-mark=step-4]").classList.contains("tl-raised"));
});

test("the line of the moment is marked, and what is not printed yet is dimmed", () => {
  const { store, all } = stage(unlocked());
  store.dispatch({ type: "cursor-set", cursor: 4 });
  assert.deepEqual(
    all(".log-line").map((line) => [
      line.hasAttribute("aria-current"),
      line.classList.contains("log-next"),
    ]),
    [
      [true, false],
      [false, true],
      [false, false],
    ],
  );
});

test("arrow keys in the log go from line to line", () => {
  const { store, press } = stage(unlocked());
  press("[data-testid=log]", "ArrowUp");
  assert.equal(store.get().cursor, 5);
  press("[data-testid=log]", "ArrowDown");
  assert.equal(store.get().cursor, 6);
});

test("a flood of output is shown a page at a time, the one of the moment", () => {
  const { store, all, find } = stage(long(2500));
  assert.equal(all(".log-line").length, 500);
  assert.equal(find(".log-rest").textContent, "Lines 1 to 500 of 2500.");
  store.dispatch({ type: "cursor-set", cursor: 2450 });
  assert.equal(all(".log-line").length, 500);
  assert.equal(find(".log-rest").textContent, "Lines 2001 to 2500 of 2500.");
});

test("the sentences tell every step, main's too, and the findings that the answer leaves out", () => {
  const trace = /** @type {any} */ (structuredClone(unlocked()));
  trace.findings[0].text = "B wrote over A: it had read 0.";
  trace.verdict.text = "B wrote over A, worked out from the 0 it had read.";
  const { all } = stage(trace);
  const reported = texts(all(".sentences ol li"));
  assert.equal(reported.length, 8);
  assert.equal(
    reported[0],
    "0 s: main started ATM-A, ATM-B and ATM-C and waited for ATM-A, ATM-B and ATM-C.",
  );
  assert.deepEqual(texts(all(".findings li")), ["C wrote over B."]);
});

test("a page brings the beginning of a long list of sentences, and says of how many", () => {
  const { document } = parseHTML(`<body>${prerender(long(2500)).sentences}</body>`);
  assert.equal(document.querySelectorAll("li").length, 30);
  assert.match(document.querySelector("p")?.textContent ?? "", /^The first 30 of [\d,]+ steps\.$/);
});

test("what a trace says is text, never markup", () => {
  const trace = /** @type {any} */ (unlocked());
  const evil = '<img src=x onerror="alert(1)">';
  trace.tasks[1].label = evil;
  trace.objects[0].name = evil;
  trace.events[24].value = evil;
  trace.events[25].text = evil;
  const { find, all } = stage(trace);
  assert.equal(find("img"), null);
  assert.ok(texts(all(".log-line"))[0].includes(evil));
  const { document } = parseHTML(`<body>${Object.values(prerender(trace)).join("")}</body>`);
  assert.equal(document.querySelector("img"), null);
});

test("another run replaces the picture, a page without one says what to do", () => {
  const { store, all } = stage(unlocked());
  store.dispatch({ type: "run-ended", model: readTrace(deadlock()) });
  assert.equal(all(".tl-block").length, 4);
  assert.equal(all(".log-line").length, 0);
  const { document } = parseHTML("<body><div></div></body>");
  const root = /** @type {any} */ (document.querySelector("div"));
  mountTimeline(root, createStore(reducer, initialState()), { document });
  assert.match(root.querySelector(".tl-empty").textContent, /^Who runs, who waits/);
});

test("what is prerendered is what the page draws, to the letter, but that nobody can ask its marks", () => {
  const trace = { ...unlocked(), source: "x" };
  const { timeline, log } = prerender(trace);
  const { find, all } = stage(trace);
  for (const title of all("#timeline .tl-marks title")) title.remove();
  for (const mark of all("#timeline [data-mark]")) mark.removeAttribute("data-mark");
  assert.equal(
    find("#timeline .tl-marks").outerHTML,
    /<g class="tl-marks">.*?<\/g>(?=<g class="tl-playhead">)/s.exec(timeline)?.[0],
  );
  assert.ok(log.startsWith('<ol data-testid="log" class="log">'));
});
