/** Carries out what the page asks for: one run at a time, its outcome told to the store. */

import { lackingOf } from "./clock/clock.js";
import { areAllRecorded, readOrders } from "./clock/orders.js";
import { RunnerError, wordsOf } from "./runner/errors.js";
import { readExploration } from "./state/exploration.js";
import { isBusy } from "./state/reducer.js";
import { knownOf } from "./state/results.js";
import { secondProgram } from "./state/second-program.js";
import { singular } from "./text/orders.js";
import { clip } from "./text/short.js";
import { runningText } from "./text/steps.js";
import { readTrace } from "./trace/model.js";

/** @typedef {import("./state/reducer.js").PageStore} PageStore */
/** @typedef {import("./state/reducer.js").Message} Message */
/** @typedef {import("./trace/types.js").Outcome} Outcome */
/** @typedef {import("./trace/types.js").Trace} Trace */
/** @typedef {Pick<ReturnType<typeof import("./runner/runner.js").createRunner>, "run" | "explore" | "orders" | "write" | "stop" | "cancelLoading" | "warm" | "state">} Runner */

/** @type {Record<string, string>} */
const HEADLINES = {
  load: "Python could not be loaded.",
  killed: "The program was ended.",
  source: "This code cannot run.",
  schedule: "This order does not fit the program.",
  internal: "The run gave no result.",
};

/** @type {Record<string, Message>} by what was going on */
const STOPPED = {
  loading: {
    kind: "cancelled",
    headline: "Loading was cancelled.",
    text: "Press Run to begin again.",
  },
  running: {
    kind: "stopped",
    headline: "Stopped.",
    text: "The program was ended before it was done.",
  },
};

/** Say a place as a person would, and nothing twice.
 * @param {RunnerError} error
 */
function wordsFor({ kind, line, message }) {
  const headline = HEADLINES[kind].slice(0, -1);
  const words = line ? message.replace(/^[^:\n]*:\d+: /, `Line ${line}: `) : message;
  if (!words.startsWith(headline)) return words;
  const rest = words.slice(headline.length).replace(/^[.:,;\s]+/, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** @param {unknown} error @returns {Message} */
function failure(error) {
  const known = error instanceof RunnerError ? error : new RunnerError("internal", wordsOf(error));
  const { kind, line } = known;
  const retry = kind === "load" || kind === "internal";
  return { kind, headline: HEADLINES[kind], text: wordsFor(known), line, retry };
}

/** @param {{code: string, file: string}} program @param {string | null} [schedule] */
const request = ({ code, file }, schedule = null) => ({
  source: code,
  filename: file,
  schedule,
  seed: 0,
});

/** Models by their traces: a run that gives the same again is the same picture.
 * @type {WeakMap<object, import("./trace/types.js").Model>}
 */
const models = new WeakMap();

/** @param {object} trace */
function modelOf(trace) {
  const model = models.get(trace) ?? readTrace(trace);
  models.set(trace, model);
  return model;
}

const LONGEST = 60;
/** Orders that are recorded at once for the clock: the next press does not wait long. */
const MOST_BEGINNINGS = 12;

/** The usual order of the same program, to be set beside one that departs from it.
 * @param {import("./state/reducer.js").State} state @param {Outcome} order @returns {import("./state/second-program.js").Program}
 */
const defaultProgram = ({ code, file }, order) => ({
  file,
  code,
  mine: `This order: ${clip(singular(order.text), LONGEST)}`,
  title: "The usual order",
});

/** An order that ends well, to be set beside one that does not: of those that were found, the one of the
 * fewest deviations. None is wanted where every order is recorded: then the nearest is known.
 * @param {import("./state/reducer.js").State} state @param {Outcome | null} order
 */
function rightOrder({ orders, explored }, order) {
  if (order?.tone !== "wrong" || (orders && areAllRecorded(orders))) return null;
  const right = (explored.answer?.outcomes ?? []).filter(({ tone }) => tone === "right");
  return right.sort((a, b) => a.deviations - b.deviations)[0] ?? null;
}

/** A run in the usual order that nothing stands beside.
 * @param {string} source @param {import("./trace/types.js").Model} model
 */
const shownAlone = (source, model) => ({
  ...{ source, model, other: null, order: null, good: null },
  origin: /** @type {const} */ ("live"),
});

/** The order in which a program from outside is to be run, if it is that one.
 * @param {import("./state/reducer.js").State} state
 */
const orderBrought = ({ brought, code }) => (brought?.source === code ? brought.order : null);

/** What is large is read in one task and drawn in the next, so that neither holds up the page. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

/** @typedef {{order?: Outcome | null, besideDefault?: boolean, code?: string, auto?: boolean}} Wanted */

/** @param {unknown} error */
const isStop = (error) => error instanceof RunnerError && error.kind === "stopped";

/**
 * @param {PageStore} store
 * @param {Runner} runner
 */
export function createSession(store, runner) {
  let last = Promise.resolve();
  /** @type {Promise<unknown>} the run that nobody pressed a button for, and that nobody waits for */
  let rerunning = Promise.resolve();
  /** @type {Promise<unknown> | null} what Python writes of a run, which is over soon */
  let writing = null;
  /** @type {Promise<boolean> | null} runs for the clock, that nobody waits for */
  let growing = null;

  const busy = () => isBusy(store.get());

  /** @param {import("./trace/types.js").Running} running */
  const reportRunning = (running) => store.dispatch({ type: "run-goes-on", running });

  /** Where the run was when it was ended is what its author looks for. @param {Message} message */
  function withPlace(message) {
    const { running } = store.get();
    const place = running ? runningText(running) : "";
    return place ? { ...message, text: `${message.text} ${place}`, line: running?.line } : message;
  }

  /** @param {import("./state/second-program.js").Program} second */
  async function runBeside({ mine, title, ...program }) {
    const trace = await runner.run(request(program), reportRunning);
    return { mine, title, model: modelOf(trace) };
  }

  const isLoaded = () => !["cold", "loading"].includes(runner.state);

  /** A warm runtime is not waited for: nothing is loaded, so nothing says so. */
  async function loaded() {
    if (!isLoaded()) await runner.warm();
  }

  /** Run a program, and what is set beside it: both are shown at once, since a picture beside one
   * of another code would compare nothing.
   * @param {import("./state/reducer.js").State} state @param {Outcome | null} [order] the order to take; null: the usual one
   * @param {boolean} [besideDefault]
   */
  async function ran(state, order = null, besideDefault = false) {
    const byDefault = order && besideDefault ? defaultProgram(state, order) : null;
    // What a page sets beside is another program, or other values: in the usual order, both.
    const second = order?.deviations ? byDefault : secondProgram(state);
    const trace = await runner.run(request(state, order?.schedule), reportRunning);
    const model = modelOf(trace);
    const other = second && (await runBeside(second));
    const right = rightOrder(state, order);
    const good = right && modelOf(await runner.run(request(state, right.schedule), reportRunning));
    await nextTask();
    const origin = /** @type {const} */ ("live");
    const shown = { source: state.code, model, other, order, good, origin };
    return { trace: /** @type {Trace} */ (/** @type {unknown} */ (trace)), shown };
  }

  /** What is in the editor when Python is there is what runs, unless a certain code was asked for.
   * @param {Wanted} wanted @returns {Promise<Trace>}
   */
  async function traced({ order, besideDefault, code, auto }) {
    store.dispatch({ type: "run-asked", auto, isLoaded: isLoaded() });
    await loaded();
    const state = store.get();
    const program = code === undefined ? state : { ...state, code };
    const taken = order === undefined && code === undefined ? orderBrought(state) : order;
    store.dispatch({ type: "run-began", source: program.code });
    const { trace, shown } = await ran(program, taken, besideDefault);
    store.dispatch({ type: "run-ended", ...shown });
    return trace;
  }

  /** Its usual order is run first, if it has not been: the orders are told beside a run of their own program.
   * Exploring begins with that run; it is a run of its own only where another program stands beside it.
   * @param {{locks?: boolean}} asked locks: also how they end without each lock
   */
  async function explored({ locks = false }) {
    store.dispatch({ type: "explore-asked" });
    await loaded();
    const state = store.get();
    store.dispatch({ type: "explore-began" });
    const isNew = !state.model || state.stale;
    const isAlone = isNew && !secondProgram(state);
    if (isNew && !isAlone) store.dispatch({ type: "run-shown", ...(await ran(state)).shown });
    await exploredOf(state, isAlone, locks);
  }

  /** @param {import("./state/reducer.js").State} program @param {boolean} showsRun @param {boolean} locks */
  async function exploredOf(program, showsRun, locks) {
    const began = performance.now();
    let isShown = !showsRun;
    const onRun = (/** @type {object} */ trace) => {
      store.dispatch({ type: "run-shown", ...shownAlone(program.code, modelOf(trace)) });
      isShown = true;
    };
    const answered = (/** @type {unknown} */ json) => ({
      exploration: readExploration(json),
      seconds: (performance.now() - began) / 1000,
    });
    const found = await runner.explore(
      { ...request(program), shows_run: showsRun, locks },
      (part) => store.dispatch({ type: "explore-progressed", ...answered(part) }),
      onRun,
    );
    if (!isShown) store.dispatch({ type: "run-shown", ...(await ran(program)).shown });
    store.dispatch({ type: "explore-ended", ...answered(found.exploration) });
    if (found.orders && !knownOf(store.get().memory, program.code).orders) {
      const orders = readOrders(found.orders);
      store.dispatch({ type: "orders-found", source: program.code, orders });
    }
  }

  /** Every order of the code shown, to choose from. */
  async function ordered() {
    store.dispatch({ type: "run-asked" });
    await loaded();
    const state = store.get();
    store.dispatch({ type: "run-began", source: state.code });
    // How it usually ends is part of what is bet on: it is shown where there is nothing to choose.
    const shown = !state.model || state.stale ? (await ran(state)).shown : null;
    const found = await runner
      .orders(request(state), (counted) => store.dispatch({ type: "orders-counted", counted }))
      .finally(() => shown && store.dispatch({ type: "run-shown", ...shown }));
    const orders = found.complete === true || found.tree ? readOrders(found) : null;
    const why = String(found.doubt ?? "");
    store.dispatch({ type: "orders-found", source: state.code, orders, why, opens: true });
  }

  /** What the clock lacks is run: first what it needs to go on, then, while there is nothing else to
   * do, what a next choice would need.
   */
  async function grow() {
    const state = store.get();
    const { clock, orders, stale, isStuck } = state;
    if (growing || busy() || !clock || !orders || stale || isStuck) return;
    const { needed, ahead } = lackingOf(orders, clock);
    const beginnings = [...needed, ...(isLoaded() ? ahead : [])].slice(0, MOST_BEGINNINGS);
    if (beginnings.length === 0) return;
    growing = grown(state, beginnings);
    const isGrown = await growing;
    growing = null;
    if (isGrown) await grow();
  }

  /** @param {import("./state/reducer.js").State} state @param {string[][]} beginnings */
  async function grown(state, beginnings) {
    try {
      if (!isLoaded()) await loadedForClock(state.code);
      const recorded = await runner.orders({ ...request(state), beginnings }, () => {});
      store.dispatch({ type: "orders-grown", source: state.code, recorded });
      return true;
    } catch (error) {
      if (busy()) showFailure(error);
      else if (!isStop(error)) store.dispatch({ type: "orders-stuck", source: state.code });
      return false;
    }
  }

  /** Beyond what is recorded with a page, choosing needs Python. @param {string} source */
  async function loadedForClock(source) {
    store.dispatch({ type: "orders-loading", source });
    await runner.warm();
    store.dispatch({ type: "orders-loaded" });
  }

  /** @param {unknown} error */
  function showFailure(error) {
    if (isStop(error))
      store.dispatch({ type: "stopped", message: withPlace(STOPPED[store.get().phase]) });
    else store.dispatch({ type: "run-failed", message: withPlace(failure(error)) });
  }

  /** @param {unknown} error */
  function showExploringFailure(error) {
    if (isStop(error)) store.dispatch({ type: "explore-stopped" });
    else store.dispatch({ type: "explore-failed", message: failure(error) });
  }

  /** One thing at a time. Rejects if it fails; the page has been told by then.
   * @template T @param {() => Promise<T>} work @param {(error: unknown) => void} onError
   */
  async function attempt(work, onError) {
    if (store.get().doing === "rerun") await rerunning;
    if (writing) await writing;
    if (growing) await growing;
    if (busy()) throw new RunnerError("internal", "A run is still going on: stop it first.");
    try {
      return await work();
    } catch (error) {
      onError(error);
      throw error;
    }
  }

  /** Run the code shown, in its usual order or in another. @param {Wanted} [wanted] */
  const run = (wanted = {}) => attempt(() => traced(wanted), showFailure);

  /** Bring a program into the page that somebody else has written: a scenario, if it is one.
   * @param {string} code
   */
  function bring(code) {
    const { catalogue, code: shown } = store.get();
    if (code === shown) return;
    const scenario = catalogue.find(({ source }) => source === code);
    if (scenario) store.dispatch({ type: "scenario-chosen", name: scenario.name });
    else store.dispatch({ type: "own-program", code });
  }

  return {
    run,
    /** What Run does: where somebody stood at the choices of a program from outside, they come back. */
    runAsked() {
      const { brought, code } = store.get();
      const chose = brought?.source === code && brought.choices !== null;
      return chose ? attempt(ordered, showFailure) : run();
    },
    /** Try every order of the code shown. @param {{locks?: boolean}} [asked] */
    explore: (asked = {}) => attempt(() => explored(asked), showExploringFailure),
    /** Record every order of the code shown, and let its reader choose. */
    orders: () => attempt(ordered, showFailure),
    /** Put code into the page and run it, after whatever was asked for before. @param {string} code */
    runSource(code) {
      if (typeof code !== "string") {
        throw new TypeError(`runSource wants Python source as a string, not ${typeof code}`);
      }
      const result = Promise.all([last, rerunning]).then(() => {
        if (!busy()) bring(code);
        return run({ code });
      });
      last = result.then(
        () => {},
        () => {},
      );
      return result;
    },
    /** Have Python write what is shown, in a form of its own.
     * @param {"script" | "perfetto"} what @returns {Promise<string>}
     */
    async write(what) {
      const state = store.get();
      if (busy()) throw new RunnerError("internal", "A run is still going on: stop it first.");
      const trace = state.model?.trace;
      const written = runner.write({ ...request(state, trace?.schedule), what, trace });
      writing = written.then(
        () => {},
        () => {},
      );
      return written;
    },
    /** Whether a run would begin at once. */
    isReady: () => ["ready", "warming"].includes(runner.state) && !busy(),
    /** Run what a control has made: nobody pressed Run, and whoever does comes after it. */
    rerun() {
      const reported = () => {}; // the page has been told of a failure by then
      rerunning = attempt(() => traced({ auto: true }), showFailure).then(reported, reported);
      return rerunning;
    },
    stop() {
      if (store.get().phase === "loading") runner.cancelLoading();
      else runner.stop();
    },
    grow,
    /** Load ahead of need. A failure is no news until somebody wants to run. */
    async warm() {
      await loaded().catch(() => {});
    },
  };
}
