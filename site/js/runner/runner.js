// Runs a learner's program in the sandbox: loads the runtime once, keeps spare workers warm,
// gives each program a worker of its own, and ends whatever does not end by itself.

import { readReport } from "./answers.js";
import { createArchive } from "./archive.js";
import { deferred } from "./deferred.js";
import { RunnerError, stopped, unreadable, wordsOf } from "./errors.js";
import { keepAnswers } from "./kept-answers.js";
import { createKeptImage } from "./kept-image.js";
import { LIMITS } from "./limits.js";
import { createLoader } from "./loader.js";
import { FILES } from "./protocol.js";
import { createRetained } from "./retained.js";
import { watched } from "./watchdog.js";

/**
 * @typedef {import("./protocol.js").Request} Request
 * @typedef {import("./protocol.js").Answer} Answer
 * @typedef {import("./protocol.js").Exploration} Exploration
 * @typedef {import("./protocol.js").Running} Running
 * @typedef {import("./protocol.js").Trace} Trace
 * @typedef {import("./loader.js").Progress} Progress
 * @typedef {{stall: number, start: number, seconds: number, exploring: number, grace: number, spare: number, spares: number}} Limits
 * @typedef {import("./runtime.js").RuntimeData} RuntimeData
 * @typedef {{runtime: RuntimeData, root: string, onProgress?: (progress: Progress) => void,
 *   document?: Document, limits?: Partial<Limits>}} Options
 * @typedef {"cold" | "loading" | "warming" | "ready" | "running" | "disposed"} RunnerState
 * @typedef {{call: import("./protocol.js").Call, request: Request, seconds: number,
 *   grace: number, onReport?: (text: string) => void}} Asked
 * @typedef {{over: boolean, link: import("./worker-link.js").WorkerLink | null, end: (reason: Error) => void}} Run
 */

/**
 * All in seconds: how long the network may be silent, and Python take to start; how long a
 * program may run, or all its orders be tried, and how much longer until it is killed; when a
 * long run gets its spare. And how many spares there are: two bear two runs in quick succession, but phones lack memory.
 * @returns {Limits}
 */
const defaultLimits = () => ({
  ...{ stall: 30, start: 60, seconds: 10, exploring: 60, grace: 3, spare: 1 },
  spares: matchMedia("(pointer: coarse)").matches ? 1 : 2,
});

/** @param {Options} options */
export function createRunner(options) {
  const { runtime, root, onProgress = () => {}, document = globalThis.document } = options;
  const limits = { ...defaultLimits(), ...options.limits };
  const resolve = (/** @type {string} */ url) => new URL(root + url, location.href).href;
  const retained = createRetained();
  const late = { files: runtime.files, resolve, stall: limits.stall };
  const rest = createArchive(FILES.rest, { ...late, what: "A module that the program imports" });
  const exploring = createArchive(FILES.exploring, { ...late, what: "What tries every order" });
  const loader = createLoader({
    ...{ runtime, resolve, limits, onProgress, document, exploring },
    onForgotten: retained.drop,
    image: createKeptImage({ site: resolve("./"), version: runtime.files[FILES.wasm].url }),
  });
  const readAnswer = keepAnswers();
  /** @type {Run | null} */
  let current = null;
  /** @type {Set<(reason: Error) => void>} those who wait for warm() */
  const waiting = new Set();
  let disposed = false;

  /** @param {Asked} asked @returns {Promise<Answer>} */
  async function alone(asked) {
    if (disposed) throw new RunnerError("internal", "This runner has been closed.");
    if (current) throw new RunnerError("internal", "A run is still going on: stop it first.");
    refuseLong(asked.request.source);
    /** @type {ReturnType<typeof deferred<never>>} */
    const { promise, reject } = deferred();
    const mine = { over: false, link: null, end: reject };
    current = mine;
    try {
      return await Promise.race([answered(mine, asked), promise]);
    } finally {
      mine.over = true;
      current = null;
    }
  }

  /** @param {Run} mine @param {Asked} asked */
  async function answered(mine, asked) {
    let answer = await ask(mine, asked);
    if ("missing" in answer) {
      await rest.fetch();
      answer = await ask(mine, asked);
    }
    if ("missing" in answer) throw unreadable(`modules are missing: ${answer.missing.join(", ")}`);
    if ("error" in answer) throw refused(answer.error);
    return answer;
  }

  /** @param {Run} mine @param {Asked} asked */
  async function ask(mine, asked) {
    await loader.load();
    const archive = await rest.content;
    if (asked.call !== "answer" || archive) await loader.handExploring();
    loader.holdSpares();
    const again = await retained.take(asked);
    if (mine.over) {
      again?.drop(stopped("The run was stopped."));
      throw stopped("The run was stopped.");
    }
    const { link, ready } = again ? { link: again, ready: again.ready } : loader.takeWorker();
    mine.link = link;
    const soon = setTimeout(loader.keepSpares, limits.spare * 1000);
    let ended = false;
    try {
      await ready;
      const answer = read(readAnswer, await timed(link, asked, archive));
      ended = ("trace" in answer || asked.call === "orders") && !mine.over;
      return answer;
    } finally {
      clearTimeout(soon);
      if (ended) retained.keep(asked, link);
      else link.drop(stopped("The run was stopped."));
      loader.keepSparesSoon();
    }
  }

  /**
   * Python keeps the time budget itself, since it can say where it stood; what does not heed
   * it is killed after the grace.
   * @param {import("./worker-link.js").WorkerLink} link @param {Asked} asked @param {ArrayBuffer | null} archive
   */
  function timed(link, { call, request, seconds, grace, onReport }, archive) {
    const text = JSON.stringify({ ...request, seconds });
    return watched(
      () => link.ask(text, archive, { call, onReport }),
      seconds + grace,
      () => killed(seconds),
    );
  }

  /**
   * What is told before the end; a report that cannot be read ends the run.
   * @param {(report: ReturnType<typeof readReport>) => void} onReport
   */
  const reader = (onReport) => (/** @type {string} */ text) => {
    try {
      onReport(readReport(text));
    } catch (error) {
      current?.link?.drop(unreadable(wordsOf(error)));
    }
  };

  /**
   * @param {Request} request @param {(running: Running) => void} [onReport] how it is going
   * @returns {Promise<Trace>}
   */
  async function run(request, onReport = () => {}) {
    const seconds = request.seconds ?? limits.seconds;
    const { grace } = limits;
    const report = reader((part) => {
      if ("running" in part) onReport(/** @type {Running} */ (part.running));
    });
    const answer = await alone({ call: "answer", request, seconds, grace, onReport: report });
    if ("trace" in answer) return answer.trace;
    throw unreadable("it is no trace");
  }

  /**
   * Try every order.
   * @param {Request} request @param {(part: Exploration) => void} onReport what is known so far
   * @param {(trace: Trace) => void} [onRun] the run in the usual order, if the request asks to be shown it; one
   *   that is too large to be reported is not
   * @returns {Promise<{exploration: Exploration, orders?: Record<string, unknown> | null}>} the answer, and
   *   its orders as far as they are counted
   */
  async function explore(request, onReport, onRun = () => {}) {
    const seconds = request.seconds ?? limits.exploring;
    let isShown = !request.shows_run;
    const report = reader((part) => {
      if ("trace" in part && !isShown) {
        isShown = true;
        onRun(/** @type {Trace} */ (part.trace));
      }
      if ("outcomes" in part) onReport(/** @type {Exploration} */ (part));
    });
    // It may be in the midst of a run when its time is over, and sums up what it has found out.
    const grace = limits.seconds + limits.grace;
    const answer = await alone({ call: "explore", request, seconds, grace, onReport: report });
    if ("exploration" in answer) return answer;
    throw unreadable("it is no exploration");
  }

  /**
   * Judge an answer to an exercise over every order.
   * @param {Request} request whose source is the answer
   * @returns {Promise<import("./protocol.js").Grade>}
   */
  async function grade(request) {
    const seconds = limits.exploring;
    const grace = limits.seconds + limits.grace;
    const answer = await alone({ call: "grade", request, seconds, grace });
    if ("grade" in answer) return answer.grade;
    throw unreadable("it is no grade");
  }

  /**
   * Record every order, to choose from, or count them where they are too many; or record one for
   * each of the `beginnings` that are asked for.
   * @param {Request} request @param {(counted: {found: number, recorded: number}) => void} onReport how many so far
   * @returns {Promise<Record<string, unknown>>}
   */
  async function orders(request, onReport) {
    const seconds = request.seconds ?? limits.exploring;
    const report = reader((part) => {
      if ("recorded" in part) {
        onReport({ found: Number(part.found), recorded: Number(part.recorded) });
      }
    });
    const grace = limits.seconds + limits.grace;
    const answer = await alone({ call: "orders", request, seconds, grace, onReport: report });
    if ("orders" in answer && answer.orders) return answer.orders;
    throw unreadable("it is no orders");
  }

  /**
   * Have Python write what is known of a run as a text: a script, or a trace in another form.
   * @param {Request} request
   * @returns {Promise<string>}
   */
  async function write(request) {
    const seconds = request.seconds ?? limits.seconds;
    const { grace } = limits;
    const answer = await alone({ call: "write", request, seconds, grace });
    if ("text" in answer) return answer.text;
    throw unreadable("it is no text");
  }

  /** Settles when a run would begin at once. */
  async function warm() {
    const { promise, reject } = deferred();
    waiting.add(reject);
    try {
      await Promise.race([loader.warm(), promise]);
    } finally {
      waiting.delete(reject);
    }
  }

  function cancelLoading() {
    for (const end of waiting) end(stopped("Loading was cancelled."));
    if (loader.state === "loading") loader.cancel("Loading was cancelled.");
  }

  function stop() {
    if (!current?.link) cancelLoading();
    current?.link?.drop(stopped("The run was stopped."));
    current?.end(stopped("The run was stopped."));
  }

  return {
    run,
    explore,
    grade,
    orders,
    write,
    stop,
    cancelLoading,
    warm,
    dispose() {
      disposed = true;
      stop();
      loader.cancel("This runner has been closed.");
    },
    /** @returns {RunnerState} */
    get state() {
      if (disposed) return "disposed";
      if (current?.link) return "running";
      return loader.state;
    },
  };
}

/** @param {(text: string) => Answer} readAnswer @param {string} text */
function read(readAnswer, text) {
  try {
    return readAnswer(text);
  } catch (error) {
    throw unreadable(wordsOf(error));
  }
}

/** @param {string} source */
function refuseLong({ length }) {
  if (length <= LIMITS.source) return;
  const [has, most] = [length, LIMITS.source].map((count) => count.toLocaleString("en"));
  throw new RunnerError(
    "source",
    `The program has ${has} characters, more than the ${most} that can be run here. Run the file with plain Python.`,
  );
}

/** @type {readonly import("./errors.js").RunnerErrorKind[]} */
const REFUSALS = ["source", "schedule"];

/** @param {import("./protocol.js").Failure} failure */
const refused = ({ kind, message, line }) =>
  new RunnerError(REFUSALS.find((known) => known === kind) ?? "internal", message, line);

/** @param {number} seconds */
const killed = (seconds) =>
  new RunnerError(
    "killed",
    `The program was killed: it did not end within ${seconds} seconds and did not let itself be stopped. Look for a loop without an await or an end.`,
  );
