// The runner, fetched when it is first needed: nothing of it is in a page's first picture. It can be
// asked before the page is live, so that Python loads beside the page's own scripts.

import { deferred } from "./deferred.js";
import { loadFailed, stopped, wordsOf } from "./errors.js";

/** @typedef {ReturnType<typeof import("./runner.js").createRunner>} Runner */
/** @typedef {import("./loader.js").Progress} Progress */

/** Fetch it ahead of need; a failure is no news until somebody wants to run. */
export const fetchAhead = () => import("./runner.js").catch(() => {});

/** @param {Omit<import("./runner.js").Options, "onProgress">} options */
export function createRunnerOnDemand(options) {
  /** @type {Runner | null} */
  let runner = null;
  /** @type {(progress: Progress) => void} */
  let listener = () => {};
  const onProgress = (/** @type {Progress} */ progress) => listener(progress);
  /** @type {Set<(reason: Error) => void>} those who wait for the runner */
  const waiting = new Set();

  async function made() {
    try {
      const { createRunner } = await import("./runner.js");
      runner ??= createRunner({ ...options, onProgress });
      return runner;
    } catch (error) {
      throw loadFailed(`A part of this page did not load: ${wordsOf(error)}.`);
    }
  }

  /** @template T @param {(runner: Runner) => Promise<T>} work @returns {Promise<T>} */
  async function withRunner(work) {
    if (runner) return work(runner);
    /** @type {ReturnType<typeof deferred<never>>} */
    const { promise, reject } = deferred();
    waiting.add(reject);
    try {
      return await work(await Promise.race([made(), promise]));
    } finally {
      waiting.delete(reject);
    }
  }

  function endWaiting() {
    for (const end of waiting) end(stopped("Loading was cancelled."));
  }

  return {
    /** Who hears from now on how the loading goes on. @param {typeof listener} onLoading */
    listen(onLoading) {
      listener = onLoading;
    },
    /** @type {Runner["run"]} */
    run: (request, onReport) => withRunner((one) => one.run(request, onReport)),
    /** @type {Runner["explore"]} */
    explore: (...asked) => withRunner((one) => one.explore(...asked)),
    /** @type {Runner["orders"]} */
    orders: (request, onReport) => withRunner((one) => one.orders(request, onReport)),
    /** @type {Runner["write"]} */
    write: (request) => withRunner((one) => one.write(request)),
    warm: () => withRunner((one) => one.warm()),
    stop: () => (runner ? runner.stop() : endWaiting()),
    cancelLoading: () => (runner ? runner.cancelLoading() : endWaiting()),
    /** @returns {Runner["state"]} */
    get state() {
      if (runner) return runner.state;
      return waiting.size ? "loading" : "cold";
    },
  };
}
