/** Carries out what the page asks for: one run at a time, its outcome told to the store. */

import { secondProgram } from "./compare.js";
import { RunnerError, wordsOf } from "./runner/errors.js";
import { readTrace } from "./trace.js";

/** @typedef {import("./state.js").PageStore} PageStore */
/** @typedef {import("./state.js").Message} Message */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {Pick<ReturnType<typeof import("./runner/runner.js").createRunner>, "run" | "stop" | "cancelLoading" | "warm" | "state">} Runner */

/** @type {Record<string, string>} */
const HEADLINES = {
  load: "Python could not be loaded.",
  killed: "The program was ended.",
  source: "This code cannot run.",
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

/** @param {string} source @param {string | null} scenario */
const request = (source, scenario) => ({
  source,
  filename: `${scenario ?? "main"}.py`,
  schedule: null,
  seed: 0,
});

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

  /** @returns {Promise<Trace>} */
  async function traced() {
    const { code, scenario } = store.get();
    const second = secondProgram(store.get());
    store.dispatch({ type: "run-asked" });
    // A warm run goes straight to "running": nothing is loaded, so nothing says so.
    if (["cold", "loading"].includes(runner.state)) await runner.warm();
    store.dispatch({ type: "run-began" });
    const trace = await runner.run(request(code, scenario));
    const model = readTrace(trace);
    // Both are replaced at once: a picture beside one of another code would compare nothing.
    const other = second && (await runBeside(second));
    store.dispatch({ type: "run-ended", model, other, origin: "live" });
    return /** @type {Trace} */ (/** @type {unknown} */ (trace));
  }

  /** @param {unknown} error */
  function tell(error) {
    const stopped = error instanceof RunnerError && error.kind === "stopped";
    if (stopped) store.dispatch({ type: "stopped", message: STOPPED[store.get().phase] });
    else store.dispatch({ type: "run-failed", message: failure(error) });
  }

  /** Run the code shown. Rejects if it gives no trace; the page has been told by then. */
  async function run() {
    if (busy()) throw new RunnerError("internal", "A run is still going on: stop it first.");
    try {
      return await traced();
    } catch (error) {
      tell(error);
      throw error;
    }
  }

  return {
    run,
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
