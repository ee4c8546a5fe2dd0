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
  readTrace({ ...trace, source: CATALOGUE[at].source }),
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

test("set beside, both share the axis of time; asked again, the run stands alone", () => {
  const both = reducer(reported, { type: "other-asked" });
  assert.equal(both.other?.model, repair);
  assert.equal(both.model, race);
  assert.equal(reducer(both, { type: "other-left" }).other, null);
});

test("what was set beside is run with the code, and only that", () => {
  assert.equal(secondProgram(reported), null);
  const both = reducer(reported, { type: "other-asked" });
  assert.deepEqual(secondProgram(both), {
    ...{ file: "async-with.py", code: CATALOGUE[1].source },
    ...{ mine: "unlocked", title: "async-with" },
  });
});

test("edited code has no counterpart", () => {
  const edited = reducer(reported, { type: "code-edited", code: "x = 1" });
  assert.equal(counterpartOf(edited), null);
  assert.equal(reducer(edited, { type: "other-asked" }), edited);
});
