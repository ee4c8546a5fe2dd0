import assert from "node:assert/strict";
import { test } from "node:test";
import { RunnerError } from "../../site/js/runner/errors.js";
import { createSession } from "../../site/js/session.js";
import { initialState, reducer } from "../../site/js/state.js";
import { createStore } from "../../site/js/store.js";
import { readTrace } from "../../site/js/trace.js";
import { unlocked } from "./fixtures.js";

/** A runner that answers as it is told, and a store with a recorded run in it.
 * @param {object} [behaviour]
 */
function stage(behaviour = {}) {
  const store = createStore(reducer, initialState({ model: readTrace(unlocked()) }));
  const phases = /** @type {string[]} */ ([]);
  store.subscribe(({ phase }) => phases.at(-1) === phase || phases.push(phase));
  const runner = /** @type {any} */ ({
    state: "cold",
    warm: async () => {},
    run: async (/** @type {{source: string}} */ { source }) => ({ ...unlocked(), source }),
    stop: () => {},
    cancelLoading: () => {},
    ...behaviour,
  });
  return { store, phases, session: createSession(store, runner) };
}

/** @param {Error} error */
const fails = (error) => ({
  state: "ready",
  run: async () => {
    throw error;
  },
});

test("a first run loads, runs, and is shown as live", async () => {
  const { store, phases, session } = stage();
  await session.run();
  assert.deepEqual(phases, ["loading", "running", "done"]);
  assert.equal(store.get().origin, "live");
});

test("a second run while one goes on is refused, and disturbs nothing", async () => {
  const { store, session } = stage();
  const first = session.run();
  await assert.rejects(session.run(), /still going on/);
  await first;
  assert.equal(store.get().phase, "done");
});

test("a syntax error is told with its line, without the name of the file", async () => {
  const error = new RunnerError("source", "unlocked.py:3: SyntaxError: expected ':'", 3);
  const { store, session } = stage(fails(error));
  await assert.rejects(session.run(), error);
  assert.deepEqual(store.get().message, {
    headline: "This code cannot run.",
    text: "Line 3: SyntaxError: expected ':'",
    line: 3,
    retry: false,
  });
});

test("what could not be loaded can be tried again", async () => {
  const error = new RunnerError("load", "Python could not be loaded: no network. Run again.");
  const { store, session } = stage(fails(error));
  await assert.rejects(session.run());
  assert.equal(store.get().message?.retry, true);
  assert.equal(store.get().message?.text, "No network. Run again.");
});

test("a stopped run is no failure", async () => {
  const { store, session } = stage(fails(new RunnerError("stopped", "The run was stopped.")));
  await assert.rejects(session.run());
  assert.equal(store.get().phase, "idle");
  assert.equal(store.get().message?.headline, "Stopped.");
});

test("stop cancels what is going on: the loading before the run", async () => {
  const asked = /** @type {string[]} */ ([]);
  const { session, store } = stage({
    cancelLoading: () => asked.push("cancelLoading"),
    stop: () => asked.push("stop"),
  });
  const run = session.run();
  session.stop();
  store.dispatch({ type: "run-began" });
  session.stop();
  await run;
  assert.deepEqual(asked, ["cancelLoading", "stop"]);
});

test("an answer that is no trace fails, in words", async () => {
  const { store, session } = stage({ run: async () => ({ schema: "lockstep-trace/9" }) });
  await assert.rejects(session.run());
  assert.equal(store.get().phase, "failed");
  assert.match(store.get().message?.text ?? "", /lockstep-trace/);
});

test("runSource puts the code into the page and gives its trace, one after the other", async () => {
  const { store, session } = stage();
  const both = [session.runSource("a = 1"), session.runSource("b = 2")];
  const [first, second] = await Promise.all(both);
  assert.deepEqual([first.source, second.source], ["a = 1", "b = 2"]);
  assert.equal(store.get().code, "b = 2");
});

test("runSource refuses what is not text, by name", () => {
  const { session } = stage();
  assert.throws(() => session.runSource(/** @type {any} */ (7)), /not number/);
});
