// The page's side of one worker. A worker serves one program and is then dropped: what a program
// leaves behind in its interpreter can neither change nor see the next program. It may run its
// program again if it says that it is back in the state before the first run (see
// sandbox/checkpoint.js). Between the two stands a gate (see gate/), which hears the worker in the
// page's stead.
import { deferred } from "./deferred.js";
import { loadFailed, RunnerError, unreadable } from "./errors.js";

/** @typedef {ReturnType<typeof startWorker>} WorkerLink */
/** @typedef {import("./protocol.js").Call} Call */
/** @typedef {import("./protocol.js").GateMessage} GateMessage */
/** @typedef {{send: (request: {id: string, call: Call, request: string, rest: ArrayBuffer | null}) => void, close: () => void}} Gate */
/** @typedef {(port: MessagePort, hear: (message: GateMessage) => void, onLost: (why: string) => void) => Gate} OpenGate */

/** @typedef {ReturnType<typeof deferred<string>>} Deferred */
/** @typedef {Deferred & {id: string, onReport: (text: string) => void}} Asked what it is to answer */

/** @param {import("./frame.js").Frame} frame @param {OpenGate} openGate */
export function startWorker(frame, openGate) {
  const name = crypto.randomUUID();
  const { port1: port, port2: theirs } = new MessageChannel();
  /** @type {ReturnType<typeof deferred<number>>} */
  const ready = deferred();
  let isReady = false;
  /** @type {ReturnType<typeof deferred<boolean>>} */
  let rested = deferred();
  rested.resolve(true);
  /** @type {Asked | null} */
  let asked = null;
  /** @type {Error | null} why it can be asked nothing any more */
  let lost = null;

  /** @param {Error} why @param {Error} [start] if it has not even started */
  const lose = (why, start = why) => {
    lost ??= why;
    ready.reject(start);
    rested.resolve(false);
    asked?.reject(why);
  };
  const fail = (/** @type {string} */ message) => lose(crashed(message), cannotStart(message));
  /** @param {Asked} mine @param {GateMessage} message */
  const answered = (mine, message) => {
    if (message.type === "refused") mine.reject(unreadable(message.message));
    if (!("id" in message) || message.id !== mine.id) return;
    if (message.type === "reported") mine.onReport(message.text);
    if (message.type === "answer") mine.resolve(message.text);
    if (message.type === "rested") rested.resolve(message.isFresh);
  };
  const receive = (/** @type {GateMessage} */ message) => {
    if (message.type === "ready") {
      isReady = true;
      ready.resolve(message.seconds);
    }
    if (message.type === "failed") fail(message.message);
    if (asked) answered(asked, message);
  };
  const gate = openGate(port, receive, fail);
  frame.start(name, theirs, { onLost: fail });
  return {
    /** Settles when Python waits for a request; to the seconds it took. */
    ready: ready.promise,
    get isReady() {
      return isReady;
    },
    /** Settles when it has come to rest after a run; to whether it is then in the state of a worker
     * that has run nothing. */
    get rested() {
      return rested.promise;
    },
    /**
     * @param {string} request @param {ArrayBuffer | null} rest
     * @param {{call?: Call, onReport?: (text: string) => void}} [how] onReport: what it knows before the end
     * @returns {Promise<string>}
     */
    ask(request, rest, { call = "answer", onReport = () => {} } = {}) {
      if (lost) return Promise.reject(lost);
      // The worker's own code never shows the id to Python.
      const mine = { id: crypto.randomUUID(), onReport, .../** @type {Deferred} */ (deferred()) };
      asked = mine;
      rested = deferred();
      gate.send({ id: mine.id, call, request, rest });
      return mine.promise;
    },
    /** End it, whatever it is doing. @param {Error} reason what `ask` is rejected with */
    drop(reason) {
      lose(reason);
      gate.close();
      frame.drop(name);
    },
  };
}

/** @param {string} why */
const cannotStart = (why) =>
  loadFailed(`Python did not start in its sandbox (${why}). Run again to load it anew.`);

/** @param {string} why */
const crashed = (why) =>
  new RunnerError(
    "internal",
    `Python itself broke down during the run (${why}). The next run starts afresh.`,
  );
