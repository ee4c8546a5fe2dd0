import assert from "node:assert/strict";
import { test } from "node:test";
import { createGate } from "../../../site/js/runner/gate/gate.js";
import { cutTrace } from "../../../site/js/runner/gate/trace.js";
import { LIMITS } from "../../../site/js/runner/limits.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { unlocked } from "../fixtures.js";

/** A gate that expects the run "a", on a clock that the test moves. */
function stage() {
  const passed = /** @type {any[]} */ ([]);
  const timers = /** @type {{at: number, work: () => void}[]} */ ([]);
  let time = 0;
  const clock = {
    now: () => time,
    after: (/** @type {number} */ ms, /** @type {() => void} */ work) =>
      timers.push({ at: time + ms, work }),
  };
  const gate = createGate((message) => passed.push(message), clock);
  gate.expect("a");
  const pass = (/** @type {number} */ ms) => {
    time += ms;
    for (const timer of timers.splice(0)) timer.work();
  };
  const post = (/** @type {string} */ type, /** @type {any} */ text) =>
    gate.receive({ type, id: "a", text: typeof text === "string" ? text : JSON.stringify(text) });
  return { gate, post, pass, passed };
}

const report = (/** @type {number} */ line) => ({
  running: { line, seconds: 1, lines: 0, tail: "" },
});

test("a sound trace passes the gate as it is", () => {
  const { post, passed } = stage();
  const trace = { ...unlocked(), deviations: [] };
  post("answer", { trace });
  const { id, type, text } = passed[0];
  assert.deepEqual({ id, type }, { id: "a", type: "answer" });
  assert.deepEqual(JSON.parse(text).trace, JSON.parse(JSON.stringify(trace)));
});

test("a field that a trace may miss passes, too, where it is there", () => {
  const trace = unlocked();
  const events = trace.events.map((/** @type {any} */ event) =>
    event.kind === "suspended" ? { ...event, callers: [3, 4] } : event,
  );
  assert.ok(events.some(({ callers = null }) => callers));
  const passed = cutTrace({ ...trace, deviations: [], events });
  assert.deepEqual(passed.events, JSON.parse(JSON.stringify(events)));
});

test("an answer that is too long is refused before it is parsed", () => {
  const { post, passed, gate } = stage();
  post("answer", "x".repeat(LIMITS.answer + 1));
  assert.deepEqual(passed, [
    {
      type: "refused",
      id: "a",
      message: "its answer has 24,000,001 characters, more than the 24,000,000 that are read",
    },
  ]);
  assert.equal(gate.isShut, true);
});

test("a trace that does not add up is refused with the words that say why", () => {
  const { post, passed } = stage();
  post("answer", { trace: { ...unlocked(), schema: "lockstep-trace/99" } });
  assert.equal(passed[0].type, "refused");
  assert.match(passed[0].message, /the trace says "lockstep-trace\/99"/);
});

test("a trace that is reported is held to the same", () => {
  const { post, passed } = stage();
  const trace = { ...unlocked(), deviations: [] };
  post("reported", { trace });
  assert.deepEqual(JSON.parse(passed[0].text).trace, JSON.parse(JSON.stringify(trace)));
  post("reported", { trace: { ...trace, schema: "lockstep-trace/99" } });
  assert.equal(passed[1].type, "refused");
});

test("of reports that come at once the first few and the last are passed on", () => {
  const { post, pass, passed } = stage();
  for (let line = 1; line <= 1000; line++) post("reported", report(line));
  pass(LIMITS.pause - 1);
  assert.equal(passed.length, LIMITS.burst);
  pass(1);
  const lines = passed.map(({ text }) => JSON.parse(text).running.line);
  assert.deepEqual(lines, [1, 2, 3, 4, 1000]);
});

test("a report of the next run is not left waiting for one that the last run's answer overtook", () => {
  const { gate, post, pass, passed } = stage();
  for (let line = 1; line <= LIMITS.burst + 1; line++) post("reported", report(line));
  post("answer", { error: { kind: "internal", message: "", line: null } });
  gate.expect("a");
  post("reported", report(99));
  pass(LIMITS.pause);
  assert.equal(JSON.parse(passed.at(-1).text).running.line, 99);
});

test("a flood of messages shuts the gate", () => {
  const { post, passed } = stage();
  for (let line = 0; line <= 2 * LIMITS.messages; line++) post("reported", report(line));
  assert.equal(passed.at(-1).type, "refused");
  assert.match(passed.at(-1).message, /it sent more than 5,000 messages/);
  assert.equal(passed.length, LIMITS.burst + 1);
});

test("what is no message of this run is not listened to", () => {
  const { gate, passed } = stage();
  for (const data of [null, "x", { type: "answer", id: "b", text: "{}" }, { type: "go" }]) {
    gate.receive(data);
  }
  assert.deepEqual(passed, []);
});

test("an error's text is clipped, and says by how much", () => {
  const { post, passed } = stage();
  post("answer", { error: { kind: "internal", message: "x".repeat(1e6), line: null } });
  const { error } = JSON.parse(passed[0].text);
  assert.equal(error.message, `${"x".repeat(LIMITS.text)}… (996,000 more characters)`);
});

test("the beginning of a long run is kept, is a trace, and says what is missing", () => {
  const trace = unlocked();
  const line = { ...trace.events.at(-1), kind: "printed", task: null, text: "a", stream: "stdout" };
  const more = Array.from({ length: LIMITS.events }, (_, at) => ({
    ...line,
    i: trace.events.length + at,
  }));
  const small = cutTrace({ ...trace, events: [...trace.events, ...more] });
  assert.equal(small.events.length, LIMITS.events);
  assert.deepEqual(small.cut, { events: trace.events.length });
  assert.deepEqual(readTrace(small).lost, readTrace(trace).lost);
});

test("a run of too many tasks is kept as far as it goes without those that are left out", () => {
  const tasks = Array.from({ length: LIMITS.tasks + 5 }, (_, id) => ({
    ...{ id, name: `t${id}`, label: `t${id}`, parent: null, line: 1, ended: "pending" },
  }));
  const created = (/** @type {number} */ child, /** @type {number} */ i) => ({
    ...{ i, t_us: 0, kind: "task-created", task: null, line: 1, child },
  });
  const events = [created(0, 0), created(LIMITS.tasks, 1), created(1, 2)];
  const small = cutTrace({ ...unlocked(), tasks, objects: [], findings: [], events });
  assert.equal(small.tasks.length, LIMITS.tasks);
  assert.deepEqual(small.events, [created(0, 0)]);
  assert.deepEqual(small.cut, { events: 2, tasks: 5 });
});

test("names and lines of any length are clipped where they stand", () => {
  const trace = unlocked();
  trace.tasks[0].label = "m".repeat(8e6);
  const small = cutTrace(trace);
  assert.equal(small.tasks[0].label, `${"m".repeat(200)}… (7,999,800 more characters)`);
});

test("what a trace holds beyond its schema is bounded, however it is nested", () => {
  let deep = /** @type {any} */ ("end");
  for (let level = 0; level < 5000; level++) deep = [deep];
  const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`n${at}`, at]));
  const small = cutTrace({ ...unlocked(), deep, wide });
  assert.ok(JSON.stringify(small.deep).length < 50);
  assert.equal(Object.keys(small.wide).length, LIMITS.list);
});
