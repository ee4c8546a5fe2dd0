import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { answerOf, statusOf } from "../../../site/js/text/answer.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { deadlock, unlocked } from "../fixtures.js";

/** @typedef {import("../../../site/js/state/reducer.js").Action} Action */

/** @param {object} [change] of the trace @param {...Action} actions */
function stateAfter(change = {}, ...actions) {
  const model = readTrace({ ...unlocked(), ...change });
  return actions.reduce(reducer, initialState({ model }));
}

const broken = { headline: "This code cannot run.", text: "Line 3: expected ':'", line: 3 };

test("the answer is the balance, what was expected, and the verdict", () => {
  const verdict = { tone: "wrong", headline: "Two deposits were lost.", text: "B wrote 0 + 100." };
  assert.deepEqual(answerOf(stateAfter({ verdict })), {
    ending: null,
    tone: "wrong",
    label: "final balance",
    final: "100",
    expected: "300",
    agree: "no",
    headline: "Two deposits were lost.",
    text: "B wrote 0 + 100.",
  });
});

test("a program that expects nothing is not compared", () => {
  const { expected, agree } = answerOf(stateAfter({ balance: { final: "7", expected: null } }));
  assert.deepEqual([expected, agree], ["–", ""]);
});

test("without a balance the one shared value is shown, and not called a balance", () => {
  const { label, final } = answerOf(stateAfter({ balance: null, state: { "counter.total": "5" } }));
  assert.deepEqual([label, final], ["final value", "5"]);
});

test("with several shared values and no balance, none is singled out", () => {
  assert.equal(answerOf(stateAfter({ balance: null, state: { a: "1", b: "2" } })).final, "–");
});

test("a run that gave nothing shows no balance of an earlier one", () => {
  const { tone, final, headline } = answerOf(
    stateAfter({}, { type: "run-failed", message: broken }),
  );
  assert.deepEqual([tone, final, headline], ["wrong", "–", "This code cannot run."]);
});

test("a recorded run is never said to be live", () => {
  assert.equal(
    statusOf(stateAfter()).text,
    "Recorded at build time with Python 3.12.1. Press Run to run it here.",
  );
});

test("orders are said to be recorded where each of them is, and counted where some are", () => {
  const textOf = (/** @type {number} */ count) => {
    const orders = { python: "3.14.2", root: { count }, orders: [{ at: 0 }, { at: 7 }] };
    return statusOf(/** @type {any} */ ({ ...stateAfter(), clock: { orders } })).text;
  };
  assert.equal(textOf(2), "You choose. Every order was recorded with Python 3.14.2.");
  assert.equal(
    textOf(2520),
    "You choose. All 2,520 orders were counted; the one you see was run with Python 3.14.2.",
  );
});

test("a live run says so, and with which Python", () => {
  const model = readTrace({ ...unlocked(), python: "3.14.2", runtime: "pyodide" });
  const { kind, text } = statusOf(stateAfter({}, { type: "run-ended", model, source: "" }));
  assert.deepEqual([kind, text], ["live", "Live in your browser, with Python 3.14.2."]);
});

test("changed code makes the run shown an old one", () => {
  assert.equal(statusOf(stateAfter({}, { type: "code-edited", code: "x = 1" })).kind, "stale");
});

test("loading counts bytes and seconds", () => {
  const progress = { loaded: 3_210_000, total: 13_000_000, seconds: 2.04, what: "fetching Python" };
  const state = stateAfter({}, { type: "run-asked" }, { type: "runtime-progress", ...progress });
  assert.equal(statusOf(state).text, "Fetching Python: 3.2 of 13.0 MB, 2.0 s.");
});

test("after a failure nothing of an earlier run is shown, and the page says so", () => {
  const { kind, text } = statusOf(stateAfter({}, { type: "run-failed", message: broken }));
  assert.deepEqual([kind, text], ["failed", "There is no run of this program to show."]);
});

test("what could not even be loaded takes nothing away: the recorded answer still stands", () => {
  const message = { kind: "load", headline: "Python could not be loaded.", text: "No network." };
  const state = stateAfter({}, { type: "run-failed", message });
  const { final, headline } = answerOf(state);
  assert.deepEqual([final, headline], ["100", "Python could not be loaded."]);
  assert.equal(
    statusOf(state).text,
    "Shown is still the run recorded at build time of this program.",
  );
});

test("a program of which nothing is known has no number, no verdict, and says what to press", () => {
  const own = /** @type {const} */ ({ type: "own-program", code: "print('mine')\n" });
  const { tone, final, expected, headline, text } = answerOf(stateAfter({}, own));
  assert.deepEqual([tone, final, expected, headline], ["neutral", "–", "–", "Not run yet."]);
  assert.match(text, /Press Run/);
});

test("a run that broke off says by what, in the place of the numbers", () => {
  const source = "import asyncio\n\n    print(1 / 0)\n";
  const error = { type: "ZeroDivisionError", message: "division by zero", line: 3, traceback: "" };
  const endings = [
    { ...deadlock() },
    { status: "error", error, source },
    { status: "failed", error: { ...error, type: "AssertionError" }, balance: null, source },
    { status: "limit" },
  ].map((change) => answerOf(stateAfter(change)).ending);
  assert.deepEqual(endings, [
    { kind: "deadlock", word: "deadlock", detail: "" },
    { kind: "error", word: "ZeroDivisionError", detail: "line 3: print(1 / 0)" },
    { kind: "error", word: "AssertionError", detail: "line 3: print(1 / 0)" },
    { kind: "stopped", word: "stopped", detail: "by a limit" },
  ]);
});

test("an assertion over the numbers that are shown is told by the numbers", () => {
  const error = { type: "AssertionError", message: "", line: 1, traceback: "" };
  assert.equal(answerOf(stateAfter({ status: "failed", error })).ending, null);
});

test("code that cannot run is shown with its line; what could not be loaded is no ending", () => {
  const own = /** @type {const} */ ({ type: "own-program", code: "a\nb\nasync def (:\n" });
  const cannot = { ...broken, kind: "source" };
  const load = { kind: "load", headline: "Python could not be loaded.", text: "" };
  assert.deepEqual(
    [cannot, load].map(
      (message) => answerOf(stateAfter({}, own, { type: "run-failed", message })).ending,
    ),
    [{ kind: "error", word: "cannot run", detail: "line 3: async def (:" }, null],
  );
});
