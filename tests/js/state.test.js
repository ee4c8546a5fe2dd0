import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState, reducer } from "../../site/js/state.js";
import { readTrace } from "../../site/js/trace.js";
import { unlocked } from "./fixtures.js";

/** @param {string} name @param {Record<string, string>} axes */
function scenario(name, axes) {
  const source = `ATMS = 3\nAMOUNT = 100\n# ${name}\n`;
  const at = (/** @type {string} */ text) => source.indexOf(text);
  return {
    name,
    title: name,
    lesson: "",
    source,
    axes,
    parameters: [
      {
        name: "ATMS",
        value: 3,
        min: 1,
        max: 8,
        label: "ATMs",
        testid: "atms",
        start: at("3"),
        end: at("3") + 1,
      },
      {
        name: "AMOUNT",
        value: 100,
        min: 1,
        max: 999,
        label: "amount",
        testid: "amount",
        start: at("100"),
        end: at("100") + 3,
      },
    ],
  };
}

const CATALOGUE = [
  scenario("unlocked", { "lock-mode": "none", "lock-scope": "per-account" }),
  scenario("async-with", { "lock-mode": "async-with", "lock-scope": "per-account" }),
  scenario("global-lock", { "lock-mode": "async-with", "lock-scope": "global" }),
];

const model = readTrace({ ...unlocked(), source: CATALOGUE[0].source });
const start = initialState({ catalogue: CATALOGUE, scenario: "unlocked", model });

/** @param {import("../../site/js/state.js").State} state @param {...import("../../site/js/state.js").Action} actions */
const after = (state, ...actions) => actions.reduce(reducer, state);

/** @param {Record<string, any>} state @param {string[]} names */
const pick = (state, ...names) => Object.fromEntries(names.map((name) => [name, state[name]]));

test("a page starts at the end of its recorded run", () => {
  assert.deepEqual(pick(start, "scenario", "origin", "phase", "cursor", "stale", "params"), {
    scenario: "unlocked",
    origin: "recorded",
    phase: "idle",
    cursor: 6,
    stale: false,
    params: { ATMS: 3, AMOUNT: 100 },
  });
});

test("a parameter is spliced into the code, and the run shown is stale", () => {
  const next = after(start, { type: "param-set", name: "ATMS", value: 5 });
  assert.equal(next.code, "ATMS = 5\nAMOUNT = 100\n# unlocked\n");
  assert.deepEqual(pick(next, "edited", "stale"), { edited: false, stale: true });
});

test("a parameter out of bounds is brought to the nearest bound", () => {
  assert.equal(after(start, { type: "param-set", name: "ATMS", value: 99 }).params.ATMS, 8);
  assert.equal(after(start, { type: "param-set", name: "ATMS", value: Number.NaN }).params.ATMS, 3);
});

test("choosing a lock mode chooses the scenario of the family and keeps the values", () => {
  const next = after(
    start,
    { type: "param-set", name: "AMOUNT", value: 7 },
    { type: "axis-set", axis: "lock-mode", value: "async-with" },
  );
  assert.equal(next.scenario, "async-with");
  assert.equal(next.code, "ATMS = 3\nAMOUNT = 7\n# async-with\n");
});

test("the scope chosen is kept while there is no lock", () => {
  const next = after(
    start,
    { type: "axis-set", axis: "lock-scope", value: "global" },
    { type: "axis-set", axis: "lock-mode", value: "async-with" },
  );
  assert.equal(next.scenario, "global-lock");
});

test("a lock mode without a scenario changes nothing", () => {
  assert.equal(after(start, { type: "axis-set", axis: "lock-mode", value: "magic" }), start);
});

test("an edit is an edit until it is undone", () => {
  const edited = after(start, { type: "code-edited", code: "print(1)" });
  assert.deepEqual(pick(edited, "edited", "stale"), { edited: true, stale: true });
  const undone = after(edited, { type: "code-edited", code: start.code });
  assert.deepEqual(pick(undone, "edited", "stale"), { edited: false, stale: false });
});

test("a parameter is set in an edited text where its line still stands", () => {
  const edited = after(start, { type: "code-edited", code: "# mine\nATMS: int = 3\n" });
  const set = after(edited, { type: "param-set", name: "ATMS", value: 4 });
  assert.equal(set.code, "# mine\nATMS: int = 4\n");
  assert.equal(after(edited, { type: "param-set", name: "AMOUNT", value: 4 }), edited);
});

test("reset brings the scenario's own text back", () => {
  const next = after(start, { type: "code-edited", code: "print(1)" }, { type: "reset" });
  assert.deepEqual(pick(next, "code", "edited", "stale"), {
    code: CATALOGUE[0].source,
    edited: false,
    stale: false,
  });
});

test("a run goes from asked to loading to running to done, and is shown at its end", () => {
  const phases = /** @type {string[]} */ ([]);
  const actions = /** @type {import("../../site/js/state.js").Action[]} */ ([
    { type: "run-asked" },
    { type: "runtime-progress", loaded: 1, total: 2 },
    { type: "run-began" },
    { type: "run-ended", model },
  ]);
  let state = start;
  for (const action of actions) {
    state = reducer(state, action);
    phases.push(state.phase);
  }
  assert.deepEqual(phases, ["loading", "loading", "running", "done"]);
  assert.deepEqual(pick(state, "origin", "cursor", "progress"), {
    origin: "live",
    cursor: 6,
    progress: null,
  });
});

test("progress while loading is kept as it came", () => {
  const next = after(start, { type: "runtime-progress", loaded: 5, total: 9, what: "Python" });
  assert.deepEqual(next.progress, { loaded: 5, total: 9, what: "Python" });
});

test("a run that fails or is stopped keeps the last run on show", () => {
  const failed = after(start, { type: "run-failed", message: { headline: "No", text: "why" } });
  assert.deepEqual(pick(failed, "phase", "model", "message"), {
    phase: "failed",
    model,
    message: { headline: "No", text: "why" },
  });
  const stopped = after(start, { type: "run-asked" }, { type: "stopped" });
  assert.deepEqual(pick(stopped, "phase", "model"), { phase: "idle", model });
});

test("stepping stays within the run", () => {
  assert.equal(after(start, { type: "step", by: 1 }), start);
  assert.equal(after(start, { type: "step", by: -1 }).cursor, 5);
  assert.equal(after(start, { type: "cursor-set", cursor: -4 }).cursor, 0);
  assert.equal(after(start, { type: "cursor-set", cursor: 400 }).cursor, 6);
});

test("play begins anew at the end, goes step by step, and stops at the end", () => {
  const playing = after(start, { type: "play" });
  assert.deepEqual(pick(playing, "cursor", "playing"), { cursor: 0, playing: true });
  const five = after(playing, ...Array(5).fill({ type: "step", by: 1 }));
  assert.deepEqual(pick(five, "cursor", "playing"), { cursor: 5, playing: true });
  const ended = after(five, { type: "step", by: 1 });
  assert.deepEqual(pick(ended, "cursor", "playing"), { cursor: 6, playing: false });
});

test("moving the cursor by hand ends playing and forgets the focus", () => {
  const next = after(
    start,
    { type: "focus-set", event: 3 },
    { type: "play" },
    { type: "cursor-set", cursor: 2 },
  );
  assert.deepEqual(pick(next, "cursor", "playing", "focus"), {
    cursor: 2,
    playing: false,
    focus: null,
  });
});

test("an event that does not exist cannot be focused", () => {
  assert.equal(after(start, { type: "focus-set", event: 9999 }).focus, null);
});

test("zoom has bounds, and the reading changes nothing else", () => {
  assert.equal(after(start, { type: "zoom-set", zoom: 1000 }).zoom, 8);
  assert.equal(after(start, { type: "zoom-set", zoom: 0 }).zoom, 1 / 16);
  const time = after(start, { type: "reading-set", reading: "time" });
  assert.deepEqual({ ...time, reading: "steps" }, { ...start });
});

test("a state is never changed in place", () => {
  assert.ok(Object.isFrozen(start));
  assert.ok(Object.isFrozen(after(start, { type: "play" })));
});
