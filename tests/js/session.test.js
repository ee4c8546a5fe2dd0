import assert from "node:assert/strict";
import { test } from "node:test";
import { RunnerError } from "../../site/js/runner/errors.js";
import { createSession } from "../../site/js/session.js";
import { initialState, reducer } from "../../site/js/state/reducer.js";
import { createStore } from "../../site/js/state/store.js";
import { readTrace } from "../../site/js/trace/model.js";
import { deposits, inTurn, ordersOf, THOUSANDS, unlocked } from "./fixtures.js";

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

test("a run that gives the same again is the same picture, opened anew", async () => {
  const trace = unlocked();
  const { store, session } = stage({ run: async () => trace });
  await session.run();
  const { model, cursor } = store.get();
  store.dispatch({ type: "cursor-set", cursor: cursor + 2 });
  store.dispatch({ type: "play" });
  await session.run();
  const again = store.get();
  assert.equal(again.model, model);
  assert.deepEqual([again.cursor, again.playing, again.phase], [cursor, false, "done"]);
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
    kind: "source",
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

test("an order that does not fit the program says so", async () => {
  const error = new RunnerError("schedule", "at boundary 3 it delivers completion 7");
  const { store, session } = stage(fails(error));
  await assert.rejects(session.run());
  assert.equal(store.get().message?.headline, "This order does not fit the program.");
  assert.match(store.get().message?.text ?? "", /boundary 3/);
});

test("a stopped run is no failure", async () => {
  const { store, session } = stage(fails(new RunnerError("stopped", "The run was stopped.")));
  await assert.rejects(session.run());
  assert.equal(store.get().phase, "idle");
  assert.equal(store.get().message?.headline, "Stopped.");
});

test("every order is tried with what is in the editor, and told as it goes", async () => {
  const asked = /** @type {any[]} */ ([]);
  const { store, phases, session } = stage({
    explore: async (/** @type {any} */ request, /** @type {(part: object) => void} */ onReport) => {
      asked.push(request);
      onReport(deposits({ complete: false, interleavings: 7 }));
      return { exploration: deposits() };
    },
  });
  const counts = /** @type {any[]} */ ([]);
  store.subscribe(({ explored }) => counts.push(explored.answer?.interleavings));
  store.dispatch({ type: "code-edited", code: "x = 1\n" });
  await session.explore();
  assert.deepEqual(phases.slice(-3), ["loading", "running", "done"]);
  assert.deepEqual([asked[0].source, asked[0].filename], ["x = 1\n", "main.py"]);
  assert.deepEqual(counts.slice(-2), [7, 90]);
  assert.deepEqual([store.get().explored.phase, store.get().origin], ["done", "live"]);
});

test("a new program is shown by the run that exploring begins with, and by no other", async () => {
  const asked = /** @type {any[]} */ ([]);
  const { store, session } = stage({
    run: async () => assert.fail("it was run once more"),
    explore: async (
      /** @type {any} */ request,
      /** @type {(part: object) => void} */ onReport,
      /** @type {(trace: object) => void} */ onRun,
    ) => {
      asked.push(request.shows_run);
      if (request.shows_run) onRun({ ...unlocked(), source: request.source });
      onReport(deposits({ complete: false }));
      assert.equal(store.get().model?.trace.source, "x = 1\n");
      assert.equal(store.get().stale, false);
      return { exploration: deposits() };
    },
  });
  store.dispatch({ type: "code-edited", code: "x = 1\n" });
  await session.explore();
  assert.deepEqual([store.get().phase, store.get().origin], ["done", "live"]);
  await session.explore();
  assert.deepEqual(asked, [true, false]);
});

test("a program that has run is not run again before its orders are tried; one whose run is too large to be reported is", async () => {
  let runs = 0;
  const { store, session } = stage({
    run: async (/** @type {any} */ { source }) => {
      runs += 1;
      return { ...unlocked(), source };
    },
    explore: async () => ({ exploration: deposits() }),
  });
  await session.explore();
  store.dispatch({ type: "code-edited", code: "x = 1\n" });
  await session.explore();
  assert.deepEqual([runs, store.get().model?.trace.source], [1, "x = 1\n"]);
});

test("beside an order that loses, one that ends well is run unless every order is recorded", async () => {
  const source = unlocked().source;
  const [good, bad] = [inTurn(), unlocked(2)].map((trace) => ({ ...trace, source }));
  const wrong = /** @type {any} */ ({ tone: "wrong", deviations: 1, schedule: "any-3.13:0=1" });
  const takes = async (/** @type {ReturnType<typeof ordersOf>} */ orders) => {
    const { store, session } = stage({ explore: async () => ({ exploration: deposits() }) });
    await session.explore();
    store.dispatch({ type: "orders-found", source, orders });
    await session.run({ order: wrong });
    return store.get().good !== null;
  };
  assert.equal(await takes(ordersOf([good, bad], THOUSANDS)), true);
  assert.equal(await takes(ordersOf([good, bad])), false);
});

/** Somebody chooses beyond what is recorded with a page. @param {object} behaviour */
function beyond(behaviour) {
  const { source } = unlocked();
  const staged = stage(behaviour);
  const recorded = [inTurn(), unlocked(2)].map((trace) => ({ ...trace, source }));
  staged.store.dispatch({ type: "orders-found", source, orders: ordersOf(recorded, THOUSANDS) });
  staged.store.dispatch({ type: "clock", action: { type: "bet-made", bet: "" } });
  return staged;
}

test("for a choice that nobody recorded Python is loaded, and what the clock lacks is asked for", async () => {
  const asked = /** @type {any[]} */ ([]);
  const orders = async (/** @type {any} */ { beginnings }) => {
    asked.push(beginnings.length);
    throw new RunnerError("internal", "no such order");
  };
  const { store, phases, session } = beyond({ orders });
  await session.grow();
  assert.deepEqual(phases, ["idle", "loading", "done"]);
  assert.equal(asked.length, 1);
  assert.ok(asked[0] > 0);
  assert.equal(store.get().isStuck, true); // it is said, and not asked for again
  await session.grow();
  assert.equal(asked.length, 1);
});

test("where Python cannot be loaded for a choice, that is told, and can be tried again", async () => {
  const warm = async () => {
    throw new RunnerError("load", "Python could not be loaded: no network. Run again.");
  };
  const { store, phases, session } = beyond({ warm });
  await session.grow();
  assert.deepEqual(phases, ["idle", "loading", "failed"]);
  assert.equal(store.get().message?.retry, true);
});

test("while orders are tried no run begins, and none disturbs them", async () => {
  const { store, session } = stage({ explore: async () => ({ exploration: deposits() }) });
  const exploring = session.explore();
  await assert.rejects(session.run(), /still going on/);
  await exploring;
  assert.equal(store.get().explored.phase, "done");
});

test("a stopped exploration is no failure", async () => {
  const error = new RunnerError("stopped", "The run was stopped.");
  const { store, session } = stage({
    explore: async (/** @type {any} */ _, /** @type {(part: object) => void} */ onReport) => {
      onReport(deposits({ complete: false }));
      throw error;
    },
  });
  await assert.rejects(session.explore(), error);
  assert.deepEqual([store.get().explored.phase, store.get().message], ["stopped", null]);
});

test("what is found out that cannot be read fails, in words", async () => {
  const { store, session } = stage({
    explore: async () => ({ exploration: { schema: "other/1" } }),
  });
  await assert.rejects(session.explore());
  assert.equal(store.get().phase, "failed");
  assert.match(store.get().message?.text ?? "", /lockstep-exploration/);
});

test("an order is taken by its schedule, with the usual one beside it if that is wanted", async () => {
  const asked = /** @type {any[]} */ ([]);
  const { store, session } = stage({
    run: async (/** @type {any} */ request) => {
      asked.push(request.schedule);
      return { ...unlocked(), source: request.source };
    },
  });
  const order = /** @type {any} */ (deposits().outcomes[1]);
  await session.run({ order });
  assert.deepEqual([asked, store.get().order, store.get().other], [[order.schedule], order, null]);
  await session.run({ order, besideDefault: true });
  assert.deepEqual(asked.slice(1), [order.schedule, null]);
  assert.equal(store.get().other?.mine, "This order: ends at 200");
  await session.run();
  assert.equal(store.get().order, null);
});

test("what is in the editor when Python has come is what runs", async () => {
  const { store, session } = stage({
    warm: async () => store.dispatch({ type: "own-program", code: "later = 1" }),
  });
  assert.equal((await session.run()).source, "later = 1");
  assert.deepEqual([store.get().source, store.get().phase], ["later = 1", "done"]);
});

test("a rerun that nobody asked for keeps nobody waiting who asks for a run", async () => {
  const { store, session } = stage();
  const rerun = session.rerun();
  assert.equal(store.get().doing, "rerun");
  assert.equal((await session.run()).source, "");
  const again = session.rerun();
  assert.equal((await session.runSource("b = 2")).source, "b = 2");
  await Promise.all([rerun, again]);
});

test("a scenario's own text that comes from outside is that scenario, any other the reader's own", async () => {
  const { store, session } = stage();
  await session.runSource("b = 2");
  assert.deepEqual([store.get().scenario, store.get().file], [null, "main.py"]);
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

test("while its orders are sought nobody is told how a program usually ends", async () => {
  const known = /** @type {boolean[]} */ ([]);
  const { store, session } = stage({
    run: async (/** @type {any} */ { source }) => ({ ...unlocked(), source }),
    orders: async () => {
      known.push(store.get().model?.trace.source === "x = 1\n" && !store.get().stale);
      return { complete: false, tree: null, doubt: "The bound of 60 s was hit" };
    },
  });
  store.dispatch({ type: "code-edited", code: "x = 1\n" });
  await session.orders();
  known.push(store.get().model?.trace.source === "x = 1\n" && !store.get().stale);
  assert.deepEqual(known, [false, true]);
  assert.deepEqual(store.get().untried?.why, "The bound of 60 s was hit");
});
