import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOf, namesAt } from "../../../site/js/editor/listing.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { unlocked } from "../fixtures.js";

/** @param {object} [change] */
const shown = (change = {}) =>
  initialState({ model: readTrace({ ...unlocked(), source: "x", ...change }) });

test("each line has the short names of the tasks that stand on it, the one that ran last", () => {
  const state = reducer(shown(), { type: "cursor-set", cursor: 2 });
  const [line] = namesAt(state).filter(({ now }) => now);
  assert.equal(line.line, 12);
  assert.deepEqual(
    line.tokens.map(({ letter }) => letter),
    ["A", "B"],
  );
  assert.equal(line.title, "ATM-A sleeps, holds value 0; ATM-B has just run, holds value 0");
});

test("who waits inside what it awaits has a token with its hand at its own line, a letter further in", () => {
  const trace = unlocked();
  const events = trace.events.map((event) =>
    event.kind === "suspended" && event.task !== 0 ? { ...event, callers: [20] } : event,
  );
  const state = reducer(shown({ events }), { type: "cursor-set", cursor: 2 });
  const reported = namesAt(state).map(({ line, tokens, isInner = false }) => ({
    ...{ line, isInner },
    tokens: tokens.map(({ letter, held }) => [letter, ...held.map(({ value }) => value)]),
  }));
  const own = {
    line: 20,
    isInner: false,
    tokens: [
      ["A", "0"],
      ["B", "0"],
    ],
  };
  const inner = { line: 12, isInner: true, tokens: [["A"], ["B"]] };
  assert.deepEqual(reported.slice(0, 2), [own, inner]);
});

test("a line with many tasks names the last few and counts the others", () => {
  const model = readTrace({ ...unlocked(8), source: "x" });
  const state = reducer(initialState({ model }), { type: "cursor-set", cursor: 8 });
  const [{ tokens }] = namesAt(state);
  assert.deepEqual(
    tokens.map(({ letter }) => letter),
    ["+5", "F", "G", "H"],
  );
});

test("code that has changed since has no lines to mark", () => {
  assert.deepEqual(namesAt(reducer(shown(), { type: "code-edited", code: "y" })), []);
});

test("an exception stands at its line, in words", () => {
  const error = { type: "ZeroDivisionError", message: "division by zero", line: 7, traceback: "" };
  assert.deepEqual(faultOf(shown({ error })), {
    line: 7,
    text: "ZeroDivisionError: division by zero",
  });
});

test("a run that could not begin marks the line it names, and no other", () => {
  const message = { headline: "", text: "Line 3: expected ':'", line: 3 };
  assert.equal(faultOf(reducer(shown(), { type: "run-failed", message }))?.line, 3);
  const nowhere = { headline: "", text: "no network" };
  assert.equal(faultOf(reducer(shown(), { type: "run-failed", message: nowhere })), null);
});
