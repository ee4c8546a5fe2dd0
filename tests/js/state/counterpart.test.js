import assert from "node:assert/strict";
import { test } from "node:test";
import { counterpartOf } from "../../../site/js/state/counterpart.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { secondProgram } from "../../../site/js/state/second-program.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { locked, unlocked } from "../fixtures.js";

/** @param {string} name @param {string} mode */
const scenario = (name, mode) => ({
  ...{ name, title: name, lesson: "", parameters: [], family: "atms" },
  source: `# ${name}\n`,
  axes: { "lock-mode": mode, "lock-scope": "per-account" },
});
const CATALOGUE = [scenario("unlocked", "none"), scenario("async-with", "async-with")];
const [race, repair] = [unlocked(), locked()].map((trace, at) =>
  readTrace({ ...trace, source: CATALOGUE[at].source, result: ["100", "200"][at] }),
);
const RECORDS = [{ model: repair, other: null, exploration: null }];

const start = initialState({ catalogue: CATALOGUE, scenario: "unlocked", model: race });
const reported = reducer(start, { type: "records-loaded", records: RECORDS });

test("beside a race stands its repair, once that is known", () => {
  assert.equal(counterpartOf(start), null);
  assert.deepEqual(counterpartOf(reported), {
    mine: "unlocked",
    title: "async-with",
    model: repair,
  });
});

test("set beside it stays while something else is looked at, until it is left", () => {
  const both = reducer(reported, { type: "other-asked" });
  assert.equal(both.other?.model, repair);
  assert.equal(both.model, race);
  assert.equal(reducer(both, { type: "other-left" }).other, null);
});

test("the same choice of a lock sets the race beside its repair", () => {
  const both = reducer(reported, { type: "other-asked" });
  const turned = reducer(both, { type: "axis-set", axis: "lock-mode", value: "async-with" });
  assert.deepEqual([turned.model, turned.other?.model], [repair, race]);
});

test("while the code is edited both pictures stay; the edit has no repair that is known", () => {
  const both = reducer(reported, { type: "other-asked" });
  const edited = reducer(both, { type: "code-edited", code: "x = 1" });
  assert.deepEqual([edited.stale, edited.other], [true, both.other]);
  const model = readTrace({ ...unlocked(), source: "x = 1" });
  assert.equal(reducer(edited, { type: "run-ended", model }).other, null);
});

test("what is set beside is run with the code, unless a run of it is known", () => {
  const both = reducer(reported, { type: "other-asked" });
  assert.equal(secondProgram(reported), null);
  assert.equal(secondProgram(both), null);
  assert.deepEqual(secondProgram({ ...both, memory: new Map() }), {
    ...{ file: "async-with.py", code: CATALOGUE[1].source },
    ...{ mine: "unlocked", title: "async-with" },
  });
});

test("a lesson that opens with its repair has both from the start, by steps; a page without it has one", () => {
  const catalogue = [{ ...CATALOGUE[0], opens: "repair" }, CATALOGUE[1]];
  const page = { catalogue, scenario: "unlocked", model: race };
  const opened = initialState({ ...page, beside: repair });
  assert.deepEqual(opened.other, { mine: "unlocked", title: "async-with", model: repair });
  assert.deepEqual([opened.compares, opened.reading], [false, "steps"]);
  assert.equal(reducer(opened, { type: "other-left" }).other, null);
  assert.equal(initialState(page).other, null);
});

test("a run that is kept stands beside whatever is shown next, and never beside itself", () => {
  const kept = reducer(start, { type: "run-kept" });
  assert.equal(kept.other, null);
  const model = readTrace({ ...locked(), source: "x = 1" });
  const own = reducer(kept, { type: "own-program", code: "x = 1" });
  assert.equal(own.other, null);
  const both = reducer(own, { type: "run-ended", model });
  assert.deepEqual(both.other, {
    mine: "Your program",
    title: "Kept: unlocked (100)",
    model: race,
  });
  assert.equal(reducer(both, { type: "kept-left" }).other, null);
});

test("what is recorded of a program that was run before is found all the same", () => {
  const catalogue = [{ ...CATALOGUE[0], opens: "repair" }, CATALOGUE[1]];
  const page = { catalogue, scenario: "unlocked", model: race, beside: repair };
  const records = [{ ...RECORDS[0], ordersUrl: "orders/x.json" }];
  const there = reducer(initialState(page), { type: "records-loaded", records });
  assert.equal(there.memory.get(CATALOGUE[1].source)?.ordersUrl, "orders/x.json");
});

test("edited code has no counterpart", () => {
  const edited = reducer(reported, { type: "code-edited", code: "x = 1" });
  assert.equal(counterpartOf(edited), null);
  assert.equal(reducer(edited, { type: "other-asked" }), edited);
});
