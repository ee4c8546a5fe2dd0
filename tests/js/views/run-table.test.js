import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { stepParts, stepSentence } from "../../../site/js/text/steps.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { mountRunTable } from "../../../site/js/views/run-table.js";
import { blocking, deadlock, locked, unlocked } from "../fixtures.js";

/** @param {object} trace */
function stage(trace) {
  const { document, Event } = parseHTML("<!doctype html><html><body></body></html>");
  const store = createStore(reducer, initialState({ model: readTrace(trace) }));
  const root = document.createElement("div");
  mountRunTable(root, store, { document });
  const open = () => {
    const details = /** @type {any} */ (root.querySelector("details"));
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
  };
  const rows = () =>
    [...root.querySelectorAll("tbody tr")].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
  /** @param {string} moment */
  const print = (moment) => document.defaultView?.dispatchEvent(new Event(moment));
  return { store, root, open, print, rows };
}

test("a row has step, instant, task, what it did, why it stopped, and each value after", () => {
  const { root, open, rows } = stage(locked());
  open();
  const heads = [...root.querySelectorAll("thead th")].map(({ textContent }) => textContent);
  assert.deepEqual(heads, [
    ...["step", "when", "task", "what it did", "why it then stopped", "account.balance after"],
  ]);
  assert.deepEqual(rows().slice(1, 4), [
    [
      ...["1", "0 s", "ATM-A", "took account.lock and read 0 from account.balance"],
      ...["slept until 0.1 s", "0"],
    ],
    ["2", "0 s", "ATM-B", "asked for account.lock (held by ATM-A)", "waited", "0"],
    [
      ...["3", "0.1 s", "ATM-A"],
      "wrote 100 to account.balance and released account.lock (now promised to ATM-B)",
      ...["finished", "100"],
    ],
  ]);
});

test("its halves are those of the one sentence that log, caption and reader have", () => {
  for (const trace of [unlocked(), locked(), deadlock(), blocking()]) {
    const model = readTrace(trace);
    for (const step of model.columns) {
      const { who, did, stopped } = stepParts(model, step);
      const words = `${who} ${did} ${stopped}.`.replace(/,| and/g, "").replace(/ +/g, " ");
      assert.equal(words, stepSentence(model, step).replace(/,| and/g, ""));
    }
  }
});

test("it is written when it is opened, and anew for another run", () => {
  const { store, rows, open } = stage(unlocked());
  assert.deepEqual(rows(), []);
  open();
  assert.equal(rows().length, 8);
  store.dispatch({ type: "run-ended", model: readTrace(locked()), origin: "live" });
  assert.equal(rows().length, 6);
});

test("the row of the moment is marked, and a press on a row goes to its moment", () => {
  const { store, root, open } = stage(unlocked());
  open();
  store.dispatch({ type: "cursor-set", cursor: 2 });
  assert.equal(root.querySelector("[aria-current]")?.getAttribute("data-moment"), "2");
  /** @type {any} */ (root.querySelector('[data-moment="5"] td')).click();
  assert.equal(store.get().cursor, 5);
});

test("the title names the run where another one is set beside it", () => {
  const { store, root } = stage(locked());
  const title = () => root.querySelector("summary")?.textContent;
  assert.equal(title(), "The timeline as a table");
  const model = readTrace(unlocked());
  const other = { mine: "lock: no", title: "lock: yes", model };
  store.dispatch({ type: "run-shown", source: store.get().code, model, other });
  assert.equal(title(), "The timeline as a table: lock: no");
});

test("it is printed though nobody has opened it, and closed again after", () => {
  const { root, print, rows } = stage(unlocked());
  const isOpen = () => /** @type {any} */ (root.querySelector("details")).open;
  assert.deepEqual(rows(), []);
  print("beforeprint");
  assert.ok(isOpen());
  assert.ok(rows().length > 5);
  print("afterprint");
  assert.ok(!isOpen());
});
