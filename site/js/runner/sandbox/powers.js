// What the worker can do without, taken away for good before any of Python is there.
//
// The boundary is the sandbox of the frame and its policy, which a worker made in here would
// inherit. But a hundred such workers could spin without end, and whatever is posted, thrown or
// logged in a loop lands on a thread that others need: that is what this ends. Nothing keeps a
// reference, so nobody can give it back.

import { LIMITS } from "../limits.js";

/** Ways to other threads, to other places, and to whoever listens to this worker. */
const TAKEN = [
  ...["Worker", "SharedWorker", "ServiceWorker", "ServiceWorkerContainer", "ShadowRealm"],
  ...["MessageChannel", "BroadcastChannel", "postMessage", "reportError", "close", "name"],
  ...["XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource"],
  ...["importScripts", "indexedDB", "IDBFactory", "caches", "CacheStorage", "cookieStore"],
  ...["webkitRequestFileSystem", "webkitRequestFileSystemSync", "Notification"],
  ...["webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL"],
];

/** What is logged is sent to the thread of the frame, message by message. */
const SILENT = /** @type {const} */ (["log", "info", "warn", "error", "debug", "trace", "dir"]);

export function takePowers() {
  for (const name of TAKEN) take(globalThis, name);
  boundMemory();
  keepGarbage();
  take(globalThis, "console");
  const nothing = () => {};
  const console = Object.fromEntries(SILENT.map((name) => [name, nothing]));
  define(globalThis, "console", Object.freeze(console));
}

const PAGE = 65_536; // bytes, in WebAssembly's own counting
const { apply } = Reflect;

/**
 * What JavaScript collects of Python's is never let go of in Python: that would come by chance, in the
 * middle of anything, and after a way back to a state in which something else may be at its address.
 */
function keepGarbage() {
  define(
    globalThis,
    "FinalizationRegistry",
    class {
      register() {}
      unregister() {}
    },
  );
}

/** Python's memory only ever grows by this call, and a growth that fails is a MemoryError there. */
function boundMemory() {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  const most = LIMITS.memory;
  /** @this {WebAssembly.Memory} @param {number} pages */
  function bounded(pages) {
    const wanted = this.buffer.byteLength + pages * PAGE;
    if (wanted > most) throw new RangeError(`memory is bounded to ${most} bytes`);
    return apply(grow, this, [pages]);
  }
  define(prototype, "grow", bounded);
}

/** From the scope and from all that it inherits from. @param {object} scope @param {string} name */
function take(scope, name) {
  for (let holder = scope; holder; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) Reflect.deleteProperty(holder, name);
  }
  if (name in scope) define(scope, name, undefined);
}

/** @param {object} scope @param {string} name @param {unknown} value */
const define = (scope, name, value) =>
  Object.defineProperty(scope, name, { value, writable: false, configurable: false });
