import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { unlocked } from "../fixtures.js";

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

/** @param {import("../../../site/js/state/reducer.js").State} state @param {...import("../../../site/js/state/reducer.js").Action} actions */
const after = (state, ...actions) => actions.reduce(reducer, state);

/** @param {Record<string, any>} state @param {string[]} names */
const pick = (state, ...names) => Object.fromEntries(names.map((name) => [name, state[name]]));

test("an edit of an earlier visit is offered below those of this one, restored as it was, or forgotten", () => {
  const draft = { scenario: "async-with", params: { ATMS: 5 }, code: "# mine\n", file: "a.py" };
  const edited = after(start, { type: "code-edited", code: "# newer\n" }, { type: "reset" });
  const offered = after(edited, { type: "draft-kept", draft });
  assert.deepEqual(
    offered.drafts.map(({ code, kept }) => [code, kept]),
    [
      ["# mine\n", true],
      ["# newer\n", undefined],
    ],
  );
  const restored = after(offered, { type: "draft-forgotten" }, { type: "draft-restored" });
  assert.deepEqual(pick(restored, "scenario", "params", "code", "edited", "lockMode", "drafts"), {
    ...{ scenario: "async-with", params: { ATMS: 5, AMOUNT: 100 }, code: "# mine\n" },
    ...{ edited: true, lockMode: "async-with", drafts: [] },
  });
  assert.equal("kept" in restored, false);
});

test("a page starts where its recorded run first goes wrong: at the read that grows stale", () => {
  assert.deepEqual(pick(start, "scenario", "origin", "phase", "cursor", "stale", "params"), {
    scenario: "unlocked",
    origin: "recorded",
    phase: "idle",
    cursor: 2,
    stale: false,
    params: { ATMS: 3, AMOUNT: 100 },
  });
});

test("a parameter is spliced into the code, and no answer of the earlier program stays", () => {
  const next = after(start, { type: "param-set", name: "ATMS", value: 5 });
  assert.equal(next.code, "ATMS = 5\nAMOUNT = 100\n# unlocked\n");
  assert.deepEqual(pick(next, "edited", "stale", "model", "due"), {
    edited: false,
    stale: false,
    model: null,
    due: true,
  });
  const back = after(next, { type: "param-set", name: "ATMS", value: 3 });
  assert.deepEqual(pick(back, "model", "origin", "due"), { model, origin: "recorded", due: false });
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

test("a run goes from asked to loading to running to done, and is shown", () => {
  const phases = /** @type {string[]} */ ([]);
  const actions = /** @type {import("../../../site/js/state/reducer.js").Action[]} */ ([
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
    cursor: 2,
    progress: null,
  });
});

test("progress while loading is kept as it came", () => {
  const next = after(start, { type: "runtime-progress", loaded: 5, total: 9, what: "Python" });
  assert.deepEqual(next.progress, { loaded: 5, total: 9, what: "Python" });
});

test("a run that fails or is stopped shows nothing of an earlier one", () => {
  const failed = after(start, { type: "run-failed", message: { headline: "No", text: "why" } });
  assert.deepEqual(pick(failed, "phase", "model", "message"), {
    phase: "failed",
    model: null,
    message: { headline: "No", text: "why" },
  });
  const message = { kind: "stopped", headline: "Stopped.", text: "" };
  const stopped = after(
    start,
    { type: "code-edited", code: "while True: pass" },
    { type: "run-asked" },
    { type: "run-began" },
    { type: "stopped", message },
  );
  assert.deepEqual(pick(stopped, "phase", "model", "stale"), {
    phase: "idle",
    model: null,
    stale: false,
  });
});

test("stepping stays within the run", () => {
  assert.equal(after(start, { type: "step", by: 1 }).cursor, 3);
  assert.equal(after(start, { type: "step", by: -1 }).cursor, 1);
  assert.equal(after(start, { type: "cursor-set", cursor: -4 }).cursor, 0);
  assert.equal(after(start, { type: "cursor-set", cursor: 400 }).cursor, 6);
});

test("play begins anew at the end, goes step by step, and stops at the end", () => {
  const playing = after(start, { type: "cursor-set", cursor: 6 }, { type: "play" });
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

// --- one program at a time -------------------------------------------------------------------

/** Another run, told apart by its balance. @param {string} source @param {string} final */
const runOf = (source, final) =>
  readTrace({ ...unlocked(), source, balance: { final, expected: "300" } });

test("another lock shows its own recorded answer, with its own orders, and never the earlier one", () => {
  const records = [1, 2].map((at) => ({
    model: runOf(CATALOGUE[at].source, "300"),
    other: null,
    exploration: null,
  }));
  const next = after(
    { ...start, records: "coming" },
    { type: "axis-set", axis: "lock-mode", value: "async-with" },
  );
  assert.deepEqual(pick(next, "model", "due", "phase"), { model: null, due: true, phase: "idle" });
  const reported = after(next, { type: "records-loaded", records });
  assert.deepEqual(pick(reported, "model", "origin", "due", "stale"), {
    model: records[0].model,
    origin: "recorded",
    due: false,
    stale: false,
  });
  assert.equal(
    after(reported, { type: "axis-set", axis: "lock-mode", value: "none" }).model,
    model,
  );
});

test("of scenarios with the same lock the one with the values chosen is meant", () => {
  const twice = { ...CATALOGUE[1], name: "twice" };
  twice.parameters = [{ ...twice.parameters[0], value: 5 }, twice.parameters[1]];
  const state = initialState({ catalogue: [...CATALOGUE, twice], scenario: "unlocked" });
  const chosen = after(
    state,
    { type: "param-set", name: "ATMS", value: 5 },
    { type: "axis-set", axis: "lock-mode", value: "async-with" },
  );
  assert.equal(chosen.scenario, "twice");
});

test("what is of the program before an edit is marked as such, all of it, until the edit has run", () => {
  const edited = after(start, { type: "code-edited", code: "print(1)" });
  assert.deepEqual(pick(edited, "stale", "model", "source"), {
    stale: true,
    model,
    source: start.code,
  });
  const ran = after(edited, { type: "run-ended", model: runOf("print(1)", "1") });
  assert.deepEqual([ran.stale, ran.model?.trace.balance?.final], [false, "1"]);
  const undone = after(ran, { type: "code-edited", code: start.code });
  assert.deepEqual(pick(undone, "stale", "model", "origin"), {
    stale: false,
    model,
    origin: "recorded",
  });
});

test("an answer that comes when another program has been chosen is kept for its own, and not shown", () => {
  const state = after(
    start,
    { type: "run-asked" },
    { type: "run-began" },
    { type: "param-set", name: "ATMS", value: 4 },
    { type: "run-ended", model: runOf(start.code, "200") },
  );
  assert.deepEqual(pick(state, "model", "phase", "due"), { model: null, phase: "idle", due: true });
  const back = after(state, { type: "param-set", name: "ATMS", value: 3 });
  assert.equal(back.model?.trace.balance?.final, "200");
});

test("a stop of an earlier program is no news of the one that is shown", () => {
  const state = after(
    start,
    { type: "run-asked" },
    { type: "run-began" },
    { type: "param-set", name: "ATMS", value: 4 },
    { type: "stopped", message: { kind: "stopped", headline: "Stopped.", text: "" } },
  );
  assert.deepEqual(pick(state, "message", "phase", "due"), {
    message: null,
    phase: "idle",
    due: true,
  });
});

test("orders that are tried are told beside a run of their own program, or beside none", () => {
  const asked = after(start, { type: "code-edited", code: "print(1)" }, { type: "explore-asked" });
  assert.deepEqual(pick(asked, "model", "source", "stale"), {
    model: null,
    source: "print(1)",
    stale: false,
  });
  const reported = after(
    asked,
    { type: "explore-began" },
    { type: "run-shown", model: runOf("print(1)", "1") },
  );
  assert.deepEqual([reported.phase, reported.model?.trace.balance?.final], ["running", "1"]);
});

test("what is remembered of programs run live is bounded; what was recorded is kept", () => {
  const sources = Array.from({ length: 40 }, (_, i) => `print(${i})`);
  const state = after(
    start,
    ...sources.flatMap((code) => [
      /** @type {const} */ ({ type: "code-edited", code }),
      /** @type {const} */ ({ type: "run-ended", model: runOf(code, "1") }),
    ]),
  );
  assert.equal(state.memory.size, 13);
  assert.equal(after(state, { type: "reset" }).model, model);
});

// --- a program of one's own ------------------------------------------------------------------

const OWN = `"""My own queue

Watch: total
"""
import asyncio

WORKERS = 4  # 1 to 9 (workers): how many
`;

test("a program of one's own brings its title, file and numbers, and nothing of the lesson", () => {
  const own = after(start, { type: "own-program", code: OWN, file: "queue.py" });
  assert.deepEqual(pick(own, "scenario", "title", "file", "params", "model", "due"), {
    scenario: null,
    title: "My own queue",
    file: "queue.py",
    params: { WORKERS: 4 },
    model: null,
    due: false,
  });
  const set = after(own, { type: "param-set", name: "WORKERS", value: 7 });
  assert.match(set.code, /^WORKERS = 7 {2}# 1 to 9/m);
  const retitled = after(set, { type: "code-edited", code: set.code.replace("queue", "stack") });
  assert.equal(retitled.title, "My own stack");
});

test("an edit that is replaced is kept, one upon the other, and each comes back", () => {
  const lost = after(
    start,
    { type: "code-edited", code: "first = 1" },
    { type: "axis-set", axis: "lock-mode", value: "async-with" },
    { type: "code-edited", code: "second = 2" },
    { type: "own-program", code: "third = 3", file: "mine.py" },
    { type: "reset" },
  );
  assert.equal(lost.code, CATALOGUE[1].source);
  const codes = [];
  let state = lost;
  while (state.drafts.length > 0) {
    state = reducer(state, { type: "draft-restored" });
    codes.push([state.code, state.file]);
    if (codes.length === 3) break;
  }
  assert.deepEqual(codes, [
    ["third = 3", "mine.py"],
    ["second = 2", "async-with.py"],
    ["first = 1", "unlocked.py"],
  ]);
});

test("orders that are sought anew, in another way, are never fewer than those found before", () => {
  const counted = (/** @type {number} */ found, recorded = 0) =>
    /** @type {const} */ ({ type: "orders-counted", counted: { found, recorded } });
  const first = reducer(initialState(), counted(198));
  const second = reducer(first, counted(59));
  assert.deepEqual(second.counted, { found: 198, recorded: 0 });
  assert.deepEqual(reducer(second, counted(201, 3)).counted, { found: 201, recorded: 3 });
});
