/**
 * One runtime for all embeds of a page. Frames of one origin reach each other through their
 * common parent; the one whose runner was asked first owns it, whatever frames come alive later,
 * and the others ask it. One program runs at a time, and who comes second waits. Where frames cannot reach each other (a host that sandboxes
 * them), each has a runner of its own. The learner's code is in the owner's sandbox all the same.
 */

import { deferred } from "../runner/deferred.js";
import { RunnerError, stopped } from "../runner/errors.js";
import { createRunnerOnDemand } from "../runner/on-demand.js";

/** @typedef {Omit<import("../runner/runner.js").Options, "onProgress">} Options */
/** @typedef {import("../main.js").Runner} Runner */
/** @typedef {(progress: import("../runner/loader.js").Progress) => void} Listener */
/** @typedef {{runner: Runner, listeners: Set<Listener>, turn: Promise<unknown>, gone: Promise<never>, isAsked: boolean}} Owner isAsked: whether its runner has been asked for anything yet */

const NAME = "lockstepRunnerOwner";

/** @param {Options} options @param {Window} view @returns {Owner} */
function ownerOf(options, view) {
  /** @type {Set<Listener>} */
  const listeners = new Set();
  const onProgress = (/** @type {Parameters<Listener>[0]} */ progress) => {
    for (const notify of listeners) notify(progress);
  };
  const gone = /** @type {ReturnType<typeof deferred<never>>} */ (deferred());
  view.addEventListener("pagehide", () =>
    gone.reject(new RunnerError("load", "The part of the page that held Python is gone.")),
  );
  const runner = createRunnerOnDemand(options);
  runner.listen(onProgress);
  return { runner, listeners, turn: Promise.resolve(), gone: gone.promise, isAsked: false };
}

/** The owner that a frame beside this one offers; null if it offers none, or is of another origin.
 * @param {Window} frame @returns {Owner | null}
 */
function offered(frame) {
  try {
    return /** @type {any} */ (frame)[NAME] ?? null;
  } catch {
    return null;
  }
}

/** The one that was asked already; before that, the first.
 * @param {Window} view
 */
function ownerAmong(view) {
  if (view.parent === view) return null;
  // of a parent of another origin only `length` and the frames themselves can be read
  const frames = Array.from({ length: view.parent.length }, (_, at) => view.parent[at]);
  const owners = frames.map(offered).filter((owner) => owner !== null);
  return owners.find(({ isAsked }) => isAsked) ?? owners[0] ?? null;
}

/** An error of another frame is of another class there, and none here. @param {any} error */
const ourOwn = (error) =>
  typeof error?.kind === "string"
    ? new RunnerError(error.kind, String(error.message), error.line ?? null)
    : error;

/**
 * @param {Options} options
 * @param {Window} [view]
 * @returns {Runner}
 */
export function createSharedRunner(options, view = window) {
  const own = ownerOf(options, view);
  Object.assign(view, { [NAME]: own });
  /** @type {Listener} */
  let listener = () => {};
  const notify = (/** @type {Parameters<Listener>[0]} */ progress) => listener(progress);
  /** @type {{owner: Owner, waits: boolean, end: (reason: Error) => void} | null} */
  let mine = null;

  const owner = () => ownerAmong(view) ?? own;

  /** The owner, for good from now on. */
  function asked() {
    const chosen = owner();
    chosen.isAsked = true;
    return chosen;
  }

  /** @template T @param {(runner: Runner) => Promise<T>} work @returns {Promise<T>} */
  async function inTurn(work) {
    const chosen = asked();
    const { promise: ended, reject: end } = /** @type {ReturnType<typeof deferred<never>>} */ (
      deferred()
    );
    const turn = { owner: chosen, waits: true, end };
    mine = turn;
    chosen.listeners.add(notify);
    const before = chosen.turn.catch(() => {});
    const result = before.then(() => {
      turn.waits = false;
      return mine === turn ? Promise.race([work(chosen.runner), chosen.gone]) : ended;
    });
    chosen.turn = result.catch(() => {});
    try {
      return await Promise.race([result, ended]);
    } catch (error) {
      throw ourOwn(error);
    } finally {
      chosen.listeners.delete(notify);
      if (mine === turn) mine = null;
    }
  }

  return {
    listen(onLoading) {
      listener = onLoading;
    },
    get state() {
      return owner().runner.state;
    },
    run: (request) => inTurn((runner) => runner.run(request)),
    explore: (...asked) => inTurn((runner) => runner.explore(...asked)),
    orders: (request, onReport) => inTurn((runner) => runner.orders(request, onReport)),
    write: (request) => inTurn((runner) => runner.write(request)),
    async warm() {
      const chosen = asked();
      chosen.listeners.add(notify);
      try {
        await Promise.race([chosen.runner.warm(), chosen.gone]);
      } catch (error) {
        throw ourOwn(error);
      } finally {
        chosen.listeners.delete(notify);
      }
    },
    stop() {
      if (!mine) return owner().runner.stop();
      if (!mine.waits) return mine.owner.runner.stop();
      const waiting = mine;
      mine = null;
      waiting.end(stopped("The run was stopped before its turn came."));
    },
    cancelLoading: () => owner().runner.cancelLoading(),
  };
}
