// An interpreter that has been made ready and has run no program, as data: another worker of the
// same page begins with it, and need not start Python again.
//
// A worker that began with an image is equal to the one that it was taken from, byte by byte: a
// program's course may depend on the addresses of its objects. Pyodide goes on from a snapshot of
// memory and makes its own objects anew, elsewhere; so memory is put back once more after that.
// What the loader still holds of those is garbage then, and nobody may let go of it: see `powers`.

import { setTimes, timesOf } from "./files.js";
import {
  clearWritten,
  globalsOf,
  putBack,
  release,
  setGlobals,
  stretchesOf,
  write,
} from "./memory.js";

/** @typedef {import("pyodide").PyodideInterface} Pyodide */
/** @typedef {import("./memory.js").Stretch} Stretch */
/**
 * @typedef {{head: Uint8Array<ArrayBuffer>, size: number, stretches: Stretch[], functions: number,
 *   globals: [string, unknown][], times: import("./files.js").Times[]}} Image
 *   head: what Pyodide puts before the memory of a snapshot, and reads from one without; size: of that memory, in bytes
 */
/**
 * @typedef {{ready: Image | null, ahead: Stretch[] | null}} Images what there is of them
 *   ahead: what changes in memory when a ready interpreter gets ahead
 */

/** Where a snapshot says how long its head is, in words of 32 bits. */
const HEAD = 1;

/** @param {WebAssembly.Exports} exports */
const bytesOf = (exports) =>
  new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.memory).buffer);

/** @param {WebAssembly.Exports} exports */
const functionsOf = (exports) =>
  /** @type {WebAssembly.Table} */ (exports.__indirect_function_table).length;

/** What a worker can do without is not worth its start: null where it cannot be had.
 * @template T @param {() => T} work @returns {T | null}
 */
function attempt(work) {
  try {
    return work();
  } catch {
    return null; // a loader of another kind, or no room for a copy of memory
  }
}

/** Null where none can be taken. @param {Pyodide} pyodide @param {WebAssembly.Exports} exports */
export const takeImage = (pyodide, exports) => attempt(() => imageOf(pyodide, exports));

/** @param {Pyodide} pyodide @param {WebAssembly.Exports} exports @returns {Image} */
function imageOf(pyodide, exports) {
  const snapshot = /** @type {Uint8Array<ArrayBuffer>} */ (pyodide.makeMemorySnapshot());
  const end = new Uint32Array(snapshot.buffer)[HEAD];
  const memory = snapshot.subarray(end);
  const image = {
    head: snapshot.slice(0, end),
    size: memory.length,
    stretches: stretchesOf(memory),
    functions: functionsOf(exports),
    globals: globalsOf(exports),
    times: timesOf(/** @type {any} */ (pyodide.FS)),
  };
  release(snapshot);
  return image;
}

/** In an interpreter that has not begun yet. @param {Image} image @param {WebAssembly.Exports} exports */
export const fillMemory = ({ stretches }, exports) => write(bytesOf(exports), stretches);

/** Make all as it was when the image was taken. @param {Image} image @param {Pyodide} pyodide @param {WebAssembly.Exports} exports */
export function enterImage(image, pyodide, exports) {
  const bytes = bytesOf(exports);
  if (bytes.length !== image.size || functionsOf(exports) !== image.functions) {
    throw new Error("this is the image of another interpreter");
  }
  setTimes(/** @type {any} */ (pyodide.FS), image.times);
  putBack(bytes, image.stretches, clearWritten);
  setGlobals(exports, image.globals);
}

/** @param {Image} image */
export function releaseImage({ stretches }) {
  for (const { content } of stretches) release(content);
}

/** What `work` changes in memory; null if it does more than that, or there is no room to compare.
 * @param {WebAssembly.Exports} exports @param {() => void} work @returns {Stretch[] | null}
 */
export function changesBy(exports, work) {
  const before = attempt(() => bytesOf(exports).slice());
  const functions = functionsOf(exports);
  work();
  if (!before) return null;
  const after = bytesOf(exports);
  const isMore = after.length !== before.length || functionsOf(exports) !== functions;
  const changes = isMore ? null : attempt(() => stretchesOf(after, before));
  release(before);
  return changes;
}

/** In an interpreter equal to that in which they were made.
 * @param {WebAssembly.Exports} exports @param {Stretch[]} changes
 */
export const change = (exports, changes) => write(bytesOf(exports), changes);
