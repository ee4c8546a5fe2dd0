// The page's side of one worker. A worker serves one run and is then dropped: what a program
// leaves behind in its interpreter can neither change nor see the next program. Between the two
// stands a gate (see gate/), which hears the worker in the page's stead.
import { deferred } from "./deferred.js";
import { loadFailed, RunnerError, unreadable } from "./errors.js";

/** @typedef {ReturnType<typeof startWorker>} WorkerLink */
/** @typedef {import("./protocol.js").Call} Call */
/** @typedef {import("./protocol.js").GateMessage} GateMessage */
/** @typedef {{send: (request: {id: string, call: Call, request: string, rest: ArrayBuffer | null}) => void, close: () => void}} Gate */
/** @typedef {(port: MessagePort, hear: (message: GateMessage) => void, onLost: (why: string) => void) => Gate} OpenGate */

/** @param {import("./frame.js").Frame} frame @param {OpenGate} openGate */
export function startWorker(frame, openGate) {
  const name = crypto.randomUUID();
  const { port1: port, port2: theirs } = new MessageChannel();
  /** @type {ReturnType<typeof deferred<number>>} */
  const ready = deferred();
  /** @type {ReturnType<typeof deferred<string>>} */
  const answer = deferred();
  let isReady = false;
  /** The id of the one run; the worker's own code never shows it to Python. */
  const id = crypto.randomUUID();

  let onTold = (/** @type {string} */ _text) => {};

  const fail = (/** @type {string} */ message) => {
    ready.reject(cannotStart(message));
    answer.reject(crashed(message));
  };
  const hear = (/** @type {GateMessage} */ message) => {
    if (message.type === "ready") {
      isReady = true;
      ready.resolve(message.seconds);
    }
    if (message.type === "failed") fail(message.message);
    if (message.type === "refused") answer.reject(unreadable(message.message));
    if (message.type === "told" && message.id === id) onTold(message.text);
    if (message.type === "answer" && message.id === id) answer.resolve(message.text);
  };
  const gate = openGate(port, hear, fail);
  frame.start(name, theirs, { onLost: fail });
  return {
    /** Settles when Python waits for a request; to the seconds it took. */
    ready: ready.promise,
    get isReady() {
      return isReady;
    },
    /**
     * @param {string} request @param {ArrayBuffer | null} rest
     * @param {{call?: Call, tell?: (text: string) => void}} [how] tell: what it knows before the end
     * @returns {Promise<string>}
     */
    ask(request, rest, { call = "answer", tell = () => {} } = {}) {
      onTold = tell;
      gate.send({ id, call, request, rest });
      return answer.promise;
    },
    /** End it, whatever it is doing. @param {Error} reason what `ask` is rejected with */
    drop(reason) {
      ready.reject(reason);
      answer.reject(reason);
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
