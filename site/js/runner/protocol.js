// What the page, the sandbox frame and the worker say to each other, and how the page checks it.
// A leaf: it knows neither of them. Whatever comes out of the sandbox is data of unknown
// origin, because the learner's code shares the worker with ours: it is read by the functions
// below and by nothing else.

/** The names of the runtime's files, as py/sitebuild/runtime.py writes them. */
export const FILES = Object.freeze({
  glue: "pyodide.asm.mjs",
  wasm: "pyodide.asm.wasm",
  stdlib: "stdlib-core.zip",
  rest: "stdlib-rest.zip",
  engine: "lockstep.zip",
  exploring: "lockstep-exploring.zip",
  worker: "worker.js",
  gate: "gate.js",
});

/** The names under which a worker is handed the port to the page, what there is of images of Python, or
 * one that it is only to pack; all else that it is handed is a file. */
export const PORT = "port";
export const IMAGES = "images";
export const PACKING = "packing";

/** What comes once all that a run needs is here; what comes when a program asks for it. */
const LATER = /** @type {readonly string[]} */ ([FILES.exploring, FILES.rest]);

/** What must be here before Python can start. */
export const NEEDED = Object.freeze(Object.values(FILES).filter((name) => !LATER.includes(name)));

/**
 * @typedef {{source: string, filename: string, schedule?: string | null, seed?: number, seconds?: number, exercise?: string,
 *   task?: string, what?: string, trace?: unknown, beginnings?: string[][], shows_run?: boolean, locks?: boolean}} Request
 * @typedef {{schema: string, status: string, source: string, tasks: unknown[], objects: unknown[],
 *   events: unknown[], findings: unknown[], [key: string]: unknown}} Trace
 * @typedef {{schema: string, outcomes: unknown[], [key: string]: unknown}} Exploration
 * @typedef {"answer" | "explore" | "grade" | "orders" | "write"} Call what Python is asked to do with a request
 * @typedef {import("../trace/types.js").Grade} Grade
 * @typedef {import("../trace/types.js").Failure} Failure
 * @typedef {import("../trace/types.js").Running} Running
 * @typedef {{trace: Trace} | {exploration: Exploration, orders?: Record<string, unknown> | null} | {grade: Grade} | {orders: Record<string, unknown>} | {text: string}
 *   | {error: Failure} | {missing: string[]}} Answer
 * @typedef {{type: "ready", seconds: number} | {type: "answer", id: string, text: string}
 *   | {type: "reported", id: string, text: string} | {type: "rested", id: string, isFresh: boolean}
 *   | {type: "failed", id: string | null, message: string}} WorkerMessage
 * @typedef {WorkerMessage | {type: "refused", id: string | null, message: string}} GateMessage what the gate passes
 *   on, or that it does not
 * @typedef {{type: "compiled"} | {type: "broken", message: string}
 *   | {type: "lost", worker: string, message: string} | {type: "dropped", worker: string}
 *   | {type: "ahead"} | {type: "packed", image: ArrayBuffer | null}} FrameMessage
 */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");

/**
 * A message of the worker, or null for anything else.
 * @param {unknown} data
 * @returns {WorkerMessage | null}
 */
export function readWorkerMessage(data) {
  if (!isRecord(data)) return null;
  if (data.type === "ready") return { type: "ready", seconds: Number(data.seconds) || 0 };
  if (data.type === "failed") {
    const id = typeof data.id === "string" ? data.id : null;
    return { type: "failed", id, message: text(data.message) };
  }
  if (data.type === "rested" && typeof data.id === "string") {
    return { type: "rested", id: data.id, isFresh: data.isFresh === true };
  }
  if (typeof data.id !== "string" || typeof data.text !== "string") return null;
  const { id, text: content } = data;
  if (data.type === "answer") return { type: "answer", id, text: content };
  return data.type === "reported" ? { type: "reported", id, text: content } : null;
}

/**
 * A message of the frame, or null for anything else.
 * @param {unknown} data
 * @returns {FrameMessage | null}
 */
export function readFrameMessage(data) {
  if (!isRecord(data)) return null;
  const message = text(data.message);
  const worker = text(data.worker);
  if (data.type === "compiled") return { type: "compiled" };
  if (data.type === "ahead") return { type: "ahead" };
  if (data.type === "broken") return { type: "broken", message };
  if (data.type === "lost") return { type: "lost", worker, message };
  if (data.type === "packed") {
    return { type: "packed", image: data.image instanceof ArrayBuffer ? data.image : null };
  }
  return data.type === "dropped" ? { type: "dropped", worker } : null;
}
