// The page's side of the sandbox frame: makes it, feeds it, and has it make and drop workers.

import { deferred } from "./deferred.js";
import { loadFailed } from "./errors.js";
import { frameDocument, SANDBOX } from "./frame-document.js";
import { readFrameMessage } from "./protocol.js";

/**
 * @typedef {{onLost: (message: string) => void}} Listener
 * @typedef {ReturnType<typeof openFrame>} Frame
 */

/**
 * A port keeps what is posted until the other side listens, so the frame can be fed at once.
 * @param {Document} document @param {string} script
 */
export function openFrame(document, script) {
  const { port1: port, port2: theirs } = new MessageChannel();
  const element = makeElement(document, script);
  element.onload = () => element.contentWindow?.postMessage(null, "*", [theirs]);
  /** @type {Map<string, Listener>} */
  const listeners = new Map();
  /** @type {ReturnType<typeof deferred<void>>} */
  const compiled = deferred();
  let isAhead = false;
  /** @type {ReturnType<typeof deferred<void>>} */
  const ahead = deferred();
  /** @type {ReturnType<typeof deferred<ArrayBuffer | null>> | null} */
  let packed = null;
  port.onmessage = ({ data }) => {
    const message = readFrameMessage(data);
    if (message?.type === "compiled") compiled.resolve(undefined);
    if (message?.type === "broken") compiled.reject(cannotCompile(message.message));
    if (message?.type === "lost") listeners.get(message.worker)?.onLost(message.message);
    if (message?.type === "dropped") listeners.delete(message.worker);
    if (message?.type === "ahead") {
      isAhead = true;
      ahead.resolve(undefined);
    }
    if (message?.type === "packed") packed?.resolve(message.image);
  };
  document.body.append(element);
  return {
    /** Settles when the wasm is compiled. */
    compiled: compiled.promise,
    /** Settles when a worker has got ahead: those that begin from then on are given what that made. */
    ahead: ahead.promise,
    get isAhead() {
      return isAhead;
    },
    /** @param {Uint8Array} piece of the wasm, in order */
    feed: (piece) => port.postMessage({ type: "piece", piece }),
    /** Which image of Python the first worker begins with. @param {ArrayBuffer | null} packed null: none */
    begin: (packed) => port.postMessage({ type: "begin", packed }, packed ? [packed] : []),
    /** The image that the first worker made, packed; null if it began with one. There is no other. */
    pack() {
      if (!packed) {
        packed = deferred();
        port.postMessage({ type: "pack" });
      }
      return packed.promise;
    },
    /** All that a worker needs to begin. @param {string} script */
    furnish: (script) => port.postMessage({ type: "script", script }),
    /** What each worker is given. @param {string} name @param {ArrayBuffer} content */
    hand: (name, content) => port.postMessage({ type: "part", name, content }),
    /** The last piece has been fed. */
    seal: () => port.postMessage({ type: "sealed" }),
    /** @param {string} worker @param {MessagePort} channel @param {Listener} listener */
    start(worker, channel, listener) {
      listeners.set(worker, listener);
      port.postMessage({ type: "start", worker, port: channel }, [channel]);
    },
    /** @param {string} worker */
    drop: (worker) => port.postMessage({ type: "drop", worker }),
    close() {
      port.close();
      element.remove();
    },
  };
}

/** @param {Document} document @param {string} script */
function makeElement(document, script) {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", SANDBOX);
  element.setAttribute("aria-hidden", "true");
  element.title = "Lockstep sandbox";
  element.tabIndex = -1;
  element.hidden = true;
  element.srcdoc = frameDocument(script);
  return element;
}

/** @param {string} why */
const cannotCompile = (why) =>
  loadFailed(
    `Python could not be started: this browser refused its WebAssembly (${why}). Run again, or try a current browser.`,
  );
