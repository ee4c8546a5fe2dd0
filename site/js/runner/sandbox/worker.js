// Runs in the worker: starts Python from what the frame handed over, then answers requests.
//
// From the first request on, the learner's program shares this global scope. What must still
// be ours then is held in this module's own scope, taken before that program could replace it.
import { deferred } from "../deferred.js";
import { LIMITS } from "../limits.js";
import { createPace } from "../pace.js";
import { FILES, PACKING, PORT } from "../protocol.js";
import { pack } from "./packed-image.js";
import { takePowers } from "./powers.js";
import { loadPython } from "./python.js";

/** @typedef {{id: string, call: import("../protocol.js").Call, request: string, rest: ArrayBuffer | null}} Run */

const handed = hands();
/** Whether this worker is one that runs a program. */
let hasPort = false;
/** The clock, and how much of an error is told; held here like all that must stay ours. */
const now = performance.now.bind(performance);
const SHOWN = 500;
/** How long nobody asks for anything before Python gets ahead of what may be asked, in ms: that takes
 * a second of the processor, for which a press on Run would wait, and which who leaves at once has no use for. */
const LEISURE = 1000;
/** After these Python is put back to where it began, for the next one. */
const REPEATED = new Set(["answer", "orders"]);

async function boot() {
  const began = now();
  const port = /** @type {MessagePort} */ (await handed(PORT));
  hasPort = true;
  const send = port.postMessage.bind(port);
  try {
    const python = await loadPython(handed);
    const addExploring = async () =>
      python.addExploring(new Uint8Array(await handed(FILES.exploring)));
    let isAsked = false;
    setTimeout(async () => {
      await addExploring();
      if (!isAsked) python.getAhead();
    }, LEISURE);
    port.onmessage = async ({ data }) => {
      isAsked = true;
      python.beginPrograms();
      if (data.call !== "answer" || data.rest) await addExploring();
      answer(python, data, send);
    };
    send({ type: "ready", seconds: (now() - began) / 1000 });
  } catch (error) {
    send({ type: "failed", id: null, message: String(error) });
  }
}

/** A worker for that alone: it takes half a second of the processor, which the frame has not. */
async function packImage() {
  const asked = await handed(PACKING);
  if (hasPort) return; // a program plays the frame
  const { image, port } = asked;
  const packed = await pack(image).catch(() => null);
  port.postMessage(packed, packed ? [packed] : []);
}

/**
 * @param {import("./python.js").Python} python @param {Run} run
 * @param {(message: import("../protocol.js").WorkerMessage) => void} send
 */
function answer(python, { id, call, request, rest }, send) {
  const fail = (/** @type {string} */ message) => send({ type: "failed", id, message });
  try {
    if (rest) python.addRest(new Uint8Array(rest));
    const text = python[call](request, reporter(id, send));
    const problem = problemWith(text, LIMITS.answer);
    if (problem) fail(`its answer ${problem}`);
    else {
      send({ type: "answer", id, text });
      // While the page draws it.
      send({ type: "rested", id, isFresh: REPEATED.has(call) && python.rewind() });
    }
  } catch (error) {
    fail(String(error).slice(0, SHOWN));
  }
}

/**
 * What Python tells before the end, no oftener than the page listens: a program that gets hold of
 * this can call it in a loop. A message of a busy worker leaves at once.
 * @param {string} id @param {(message: import("../protocol.js").WorkerMessage) => void} send
 */
function reporter(id, send) {
  const pace = createPace(LIMITS, now);
  return (/** @type {string} */ text) => {
    if (problemWith(text, LIMITS.report) || !pace.take()) return;
    send({ type: "reported", id, text });
  };
}

/** Python may be forged, and what it returns anything. @param {unknown} text @param {number} most */
function problemWith(text, most) {
  if (typeof text !== "string") return `is no text but ${typeof text}`;
  return text.length > most
    ? `has ${text.length} characters, more than the ${most} that are read`
    : "";
}

/**
 * What the frame hands over, in whatever order it comes: files under their names, the wasm among
 * them compiled for all workers, and the port to the page. What cannot be read here is the wasm.
 * @returns {import("./python.js").Handed}
 */
function hands() {
  /** @type {Map<string, ReturnType<typeof deferred<any>>>} */
  const held = new Map();
  const place = (/** @type {string} */ name) => {
    const found = held.get(name) ?? deferred();
    held.set(name, found);
    return found;
  };
  addEventListener("message", ({ data: { name, content } }) => place(name).resolve(content));
  addEventListener("messageerror", () => {
    const why = "this browser does not hand compiled WebAssembly to a worker";
    place(FILES.wasm).reject(new Error(why));
  });
  return (name) => place(name).promise;
}

takePowers();
boot();
packImage();
