/** Carries out what the page asks for: one run at a time, its outcome told to the store. */

import { secondProgram } from "./compare.js";
import { readExploration } from "./exploration.js";
import { singular } from "./orders.js";
import { RunnerError, wordsOf } from "./runner/errors.js";
import { readTrace } from "./trace.js";
import { clip } from "./words.js";

/** @typedef {import("./state.js").PageStore} PageStore */
/** @typedef {import("./state.js").Message} Message */
/** @typedef {import("./types.js").Outcome} Outcome */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {Pick<ReturnType<typeof import("./runner/runner.js").createRunner>, "run" | "explore" | "stop" | "cancelLoading" | "warm" | "state">} Runner */

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
    headline: "Loading was cancelled.",
    text: "Press Run to begin again.",
  },
  running: {
    headline: "Stopped.",
    text: "The program was ended before it was done, so there is no balance to show.",
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
  return { headline: HEADLINES[kind], text: wordsFor(known), line, retry };
}

/** @param {string} source @param {string | null} scenario @param {string | null} [schedule] */
const request = (source, scenario, schedule = null) => ({
  source,
  filename: `${scenario ?? "main"}.py`,
  schedule,
  seed: 0,
});

const LONGEST = 60;

/** The usual order of the same program, to be set beside one that departs from it.
 * @param {import("./state.js").State} state @param {Outcome} order @returns {import("./compare.js").Program}
 */
const usualProgram = ({ code, scenario }, order) => ({
  name: scenario ?? "main",
  code,
  mine: `This order: ${clip(singular(order.text), LONGEST)}`,
  title: "The usual order",
});

/** What is large is read in one task and drawn in the next, so that neither holds up the page. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

/** @param {unknown} error */
const isStop = (error) => error instanceof RunnerError && error.kind === "stopped";

/**
 * @param {PageStore} store
 * @param {Runner} runner
 */
export function createSession(store, runner) {
  let last = Promise.resolve();

  const busy = () => ["loading", "running"].includes(store.get().phase);

  /** @param {import("./compare.js").Program} second */
  async function runBeside({ name, code, mine, title }) {
    const trace = await runner.run(request(code, name));
    return { mine, title, model: readTrace(trace) };
  }

  /** A warm runtime is not waited for: nothing is loaded, so nothing says so. */
  async function loaded() {
    if (["cold", "loading"].includes(runner.state)) await runner.warm();
  }

  /** @param {Outcome | null} order the order to take; null: the usual one @param {boolean} besideUsual @returns {Promise<Trace>} */
  async function traced(order, besideUsual) {
    const state = store.get();
    const { code, scenario } = state;
    const usual = order && besideUsual ? usualProgram(state, order) : null;
    // What a page sets beside is another program, or other values: in the usual order, both.
    const second = order?.deviations ? usual : secondProgram(state);
    store.dispatch({ type: "run-asked" });
    await loaded();
    store.dispatch({ type: "run-began" });
    const trace = await runner.run(request(code, scenario, order?.schedule));
    const model = readTrace(trace);
    // Both are replaced at once: a picture beside one of another code would compare nothing.
    const other = second && (await runBeside(second));
    await nextTask();
    store.dispatch({ type: "run-ended", model, other, order, origin: "live" });
    return /** @type {Trace} */ (/** @type {unknown} */ (trace));
  }

  async function explored() {
    const { code, scenario } = store.get();
    store.dispatch({ type: "explore-asked" });
    await loaded();
    store.dispatch({ type: "explore-began" });
    const began = performance.now();
    const heard = (/** @type {unknown} */ json) => ({
      exploration: readExploration(json),
      seconds: (performance.now() - began) / 1000,
    });
    const found = await runner.explore(request(code, scenario), (part) =>
      store.dispatch({ type: "explore-told", ...heard(part) }),
    );
    store.dispatch({ type: "explore-ended", ...heard(found) });
  }

  /** @param {unknown} error */
  function tell(error) {
    if (isStop(error)) store.dispatch({ type: "stopped", message: STOPPED[store.get().phase] });
    else store.dispatch({ type: "run-failed", message: failure(error) });
  }

  /** @param {unknown} error */
  function tellExploring(error) {
    if (isStop(error)) store.dispatch({ type: "explore-stopped" });
    else store.dispatch({ type: "explore-failed", message: failure(error) });
  }

  /** One thing at a time. Rejects if it fails; the page has been told by then.
   * @template T @param {() => Promise<T>} work @param {(error: unknown) => void} onError
   */
  async function attempt(work, onError) {
    if (busy()) throw new RunnerError("internal", "A run is still going on: stop it first.");
    try {
      return await work();
    } catch (error) {
      onError(error);
      throw error;
    }
  }

  /** Run the code shown, in its usual order or in another. @param {Outcome | null} [order] @param {boolean} [besideUsual] */
  const run = (order = null, besideUsual = false) =>
    attempt(() => traced(order, besideUsual), tell);

  return {
    run,
    /** Try every order of the code shown. */
    explore: () => attempt(explored, tellExploring),
    /** Put code into the page and run it, after whatever was asked for before. @param {string} code */
    runSource(code) {
      if (typeof code !== "string") {
        throw new TypeError(`runSource wants Python source as a string, not ${typeof code}`);
      }
      const result = last.then(() => {
        store.dispatch({ type: "code-edited", code });
        return run();
      });
      last = result.then(
        () => {},
        () => {},
      );
      return result;
    },
    stop() {
      if (store.get().phase === "loading") runner.cancelLoading();
      else runner.stop();
    },
    /** Load ahead of need. A failure is no news until somebody wants to run. */
    warm() {
      if (runner.state === "cold") runner.warm().catch(() => {});
    },
  };
}
