import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { prerender } from "../../../site/js/build/prerender.js";
import { createSession } from "../../../site/js/session.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { secondProgram } from "../../../site/js/state/second-program.js";
import { besideOf } from "../../../site/js/state/second-run.js";
import { createStore } from "../../../site/js/state/store.js";
import { layoutTimeline } from "../../../site/js/timeline/layout/timeline.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { waitedFor } from "../../../site/js/trace/moment.js";
import { blocking, deadlock, locked, long, unlocked } from "../fixtures.js";

/** @param {string} name @param {object} [more] */
const scenario = (name, more = {}) => ({
  name,
  title: `The ${name} way`,
  lesson: "",
  source: `ATMS = 3\nINSIDE = True\n# ${name}\n`,
  axes: {},
  parameters: [
    { name: "ATMS", value: 3, min: 1, max: 8, label: "ATMs", testid: "atms", start: 7, end: 8 },
    {
      name: "INSIDE",
      value: true,
      label: "work inside",
      testid: "work-inside",
      start: 18,
      end: 22,
    },
  ],
  ...more,
});

const CATALOGUE = [
  scenario("global", { compare: { scenario: "each", values: {} } }),
  scenario("each", { compare: { scenario: "global", values: {} } }),
  scenario("inside", { compare: { scenario: null, values: { INSIDE: false } } }),
  scenario("alone"),
];

/** @param {string} name @param {object} [first] @param {object} [second] */
function pageOf(name, first = unlocked(), second = locked()) {
  const source = CATALOGUE.find((each) => each.name === name)?.source;
  const model = readTrace({ ...first, source });
  const beside = readTrace(second);
  return initialState({ catalogue: CATALOGUE, scenario: name, model, beside });
}

/** @param {import("../../../site/js/state/reducer.js").State} state @param {...import("../../../site/js/state/reducer.js").Action} actions */
const after = (state, ...actions) => actions.reduce(reducer, state);

test("another scenario is set beside with the values chosen for this one", () => {
  const state = after(pageOf("global"), { type: "param-set", name: "ATMS", value: 5 });
  assert.deepEqual(secondProgram(state), {
    file: "each.py",
    code: "ATMS = 5\nINSIDE = True\n# each\n",
    mine: "The global way",
    title: "The each way",
  });
});

test("the same scenario is set beside with the other value, and both are named by it", () => {
  assert.deepEqual(secondProgram(pageOf("inside")), {
    file: "inside.py",
    code: "ATMS = 3\nINSIDE = False\n# inside\n",
    mine: "work inside: yes",
    title: "work inside: no",
  });
});

test("a first program that takes the second's value is compared with its own value before", () => {
  const state = after(
    pageOf("inside"),
    { type: "param-set", name: "INSIDE", value: false },
    { type: "param-set", name: "ATMS", value: 2 },
  );
  assert.equal(state.code, "ATMS = 2\nINSIDE = False\n# inside\n");
  const second = secondProgram(state);
  assert.equal(second?.code, "ATMS = 2\nINSIDE = True\n# inside\n");
  assert.deepEqual([second?.mine, second?.title], ["work inside: no", "work inside: yes"]);
});

test("an edited program is called the reader's own; the second stays as it was written", () => {
  const second = secondProgram(after(pageOf("global"), { type: "code-edited", code: "x = 1" }));
  assert.deepEqual([second?.mine, second?.code], ["Your code", CATALOGUE[1].source]);
});

test("nothing is compared where the scenario says nothing of it, nor on a page that compares not", () => {
  assert.equal(secondProgram(pageOf("alone")), null);
  const single = initialState({ catalogue: CATALOGUE, scenario: "global" });
  assert.equal(secondProgram(single), null);
});

test("a yes or no is spliced in as Python writes it, also into an edited text", () => {
  const off = after(pageOf("inside"), { type: "param-set", name: "INSIDE", value: false });
  assert.equal(off.code, "ATMS = 3\nINSIDE = False\n# inside\n");
  const back = after(
    off,
    { type: "code-edited", code: "INSIDE = False\n" },
    { type: "param-set", name: "INSIDE", value: true },
  );
  assert.equal(back.code, "INSIDE = True\n");
});

test("a value of the wrong kind is not taken: a yes or no stays one, a number stays one", () => {
  const state = after(
    pageOf("inside"),
    { type: "param-set", name: "INSIDE", value: 7 },
    { type: "param-set", name: "ATMS", value: true },
  );
  assert.deepEqual(state.params, { ATMS: 3, INSIDE: true });
});

test("a page that compares begins with both recorded runs, in the reading by time", () => {
  const { other, reading, phase } = pageOf("global");
  assert.deepEqual([other?.mine, other?.title], ["The global way", "The each way"]);
  assert.deepEqual([reading, phase], ["time", "idle"]);
});

test("a run that is compared with nothing takes the second picture away, and keeps the reading", () => {
  const model = readTrace({ ...unlocked(), source: CATALOGUE[0].source });
  const state = after(
    pageOf("global"),
    { type: "reading-set", reading: "steps" },
    { type: "run-ended", model },
  );
  assert.deepEqual([state.other, state.reading], [null, "steps"]);
});

/** A store with both runs, and a session whose runner keeps what it was asked for.
 * @param {object} [behaviour]
 */
function stage(behaviour = {}) {
  const store = createStore(reducer, pageOf("inside"));
  const asked = /** @type {any[]} */ ([]);
  const runner = /** @type {any} */ ({
    state: "ready",
    run: async (/** @type {{source: string}} */ request) => {
      asked.push(request);
      return { ...unlocked(), source: request.source };
    },
    ...behaviour,
  });
  return { store, asked, session: createSession(store, runner) };
}

test("Run runs both programs, one after the other, and shows both at once", async () => {
  const { store, asked, session } = stage();
  const shown = /** @type {string[]} */ ([]);
  store.subscribe(({ model, other }, before) => {
    if (model !== before.model) shown.push(`${model?.trace.source}|${other?.model.trace.source}`);
  });
  const trace = await session.run();
  const sources = asked.map(({ source }) => source);
  assert.deepEqual(sources, [CATALOGUE[2].source, "ATMS = 3\nINSIDE = False\n# inside\n"]);
  assert.deepEqual(shown, [sources.join("|")]);
  assert.equal(trace.source, CATALOGUE[2].source);
  assert.equal(store.get().other?.title, "work inside: no");
});

test("if the second run fails there is no picture, rather than one of two", async () => {
  let runs = 0;
  const { store, session } = stage({
    run: async () => {
      if (++runs === 2) throw new Error("the worker is gone");
      return unlocked();
    },
  });
  await assert.rejects(session.run(), /worker is gone/);
  assert.deepEqual([store.get().model, store.get().other], [null, null]);
  assert.equal(store.get().phase, "failed");
});

/** Both pictures of two runs. @param {object} first @param {object} second @param {object} [more] */
function pictures(first, second, more = {}) {
  const [one, two] = [readTrace(first), readTrace(second)];
  const frame = { reading: /** @type {const} */ ("time"), width: 736, zoom: 1, ...more };
  return [
    { model: one, picture: layoutTimeline(one, { ...frame, along: two }) },
    { model: two, picture: layoutTimeline(two, { ...frame, along: one }) },
  ];
}

/** Where each instant begins. @param {ReturnType<typeof pictures>[0]} run */
const starts = ({ model, picture }) => {
  const places = model.columns.map(({ times }, i) => [times[0], picture.columns[i].x0]);
  return new Map(places.reverse().map(([t_us, x0]) => [t_us, x0]));
};

test("two runs on one axis have the same instant at the same place, and are equally wide", () => {
  for (const width of [736, 350]) {
    const [first, second] = pictures(unlocked(5), long(40, 3), { width });
    const common = [...starts(first)].filter(([t_us]) => starts(second).has(t_us));
    assert.ok(common.length >= 1);
    for (const [t_us, x0] of common) assert.equal(starts(second).get(t_us), x0);
    assert.equal(first.picture.width, second.picture.width);
    assert.equal(first.picture.labelWidth, second.picture.labelWidth);
  }
});

test("the same time is equally long in both pictures", () => {
  const [first, second] = pictures(blocking(), unlocked());
  const lasts = (/** @type {typeof first} */ { picture }, /** @type {number} */ at) =>
    picture.columns[at].x0;
  assert.equal(lasts(first, 0), lasts(second, 0));
  assert.ok(first.picture.width <= 736);
  const shorter = Math.max(...second.picture.columns.map(({ x1 }) => x1));
  const longer = Math.max(...first.picture.columns.map(({ x1 }) => x1));
  assert.ok(shorter < longer / 2, `${shorter} of ${longer}`);
});

test("a run that broke off leaves room for what waits, in both pictures", () => {
  const [stuck, ended] = pictures(deadlock(), locked());
  assert.ok(stuck.picture.tail);
  assert.equal(stuck.picture.width, ended.picture.width);
  assert.ok(stuck.picture.tail.x1 <= stuck.picture.width);
});

test("a picture alone is as it was without the ruler", () => {
  const model = readTrace(unlocked());
  const frame = { reading: /** @type {const} */ ("time"), width: 736, zoom: 1 };
  const alone = layoutTimeline(model, frame);
  assert.deepEqual(layoutTimeline(model, { ...frame, along: model }), alone);
});

test("the second run stands as many steps into the instant as the first, and is past it with it", () => {
  const store = createStore(reducer, pageOf("global", unlocked(), locked()));
  const beside = besideOf(store);
  const cursors = [0, 1, 3, 4, 6].map((cursor) => {
    store.dispatch({ type: "cursor-set", cursor });
    return beside.get().cursor;
  });
  assert.deepEqual(cursors, [0, 1, 2, 3, 4]);
});

test("a click in the second picture moves nothing in the first", () => {
  const store = createStore(reducer, pageOf("global"));
  const before = store.get();
  besideOf(store).dispatch({ type: "cursor-set", cursor: 1 });
  assert.equal(store.get(), before);
});

test("waiting is summed over the tasks, to the end for those that wait for ever", () => {
  assert.equal(waitedFor(readTrace(locked())), 100_000);
  assert.equal(waitedFor(readTrace({ ...deadlock(), duration_us: 300_000 })), 400_000);
});

test("a prerendered comparison says of both runs how long they took and how they ended", () => {
  const drawn = /** @type {any} */ (
    prerender(unlocked(), { catalogue: CATALOGUE, name: "global", compare: locked() })
  );
  const { document } = parseHTML(`<body><table>${drawn.compare_table}</table></body>`);
  const cells = (/** @type {string} */ id) =>
    [...document.querySelectorAll(`[data-testid=${id}]`)].map(({ textContent }) => textContent);
  assert.deepEqual(cells("compare-balance"), ["100", "200"]);
  assert.deepEqual(cells("compare-duration"), ["0.1 s", "0.1 s"]);
  assert.match(drawn.compare_second, /The each way/);
  assert.match(drawn.compare_timeline, /aria-label="Timeline of 4 steps of 2 tasks/);
  assert.match(drawn.compare_sentences, /ATM-B/);
  assert.equal("compare_table" in prerender(unlocked()), false);
});
