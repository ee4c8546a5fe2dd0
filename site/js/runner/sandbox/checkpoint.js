// The way back to a prepared interpreter, so that one worker can run one program again.
//
// A run must begin in the state in which its first one began. All of Python's state is in the
// memory of its WebAssembly instance, which is copied back as it was. What is outside of it cannot
// be copied: the files, which the loader keeps in JavaScript, and the table of functions. If a run
// has left anything there, there is no way back, and the worker has to be dropped.

import { keepFiles } from "./files.js";
import { changesSince, globalsOf, putBack, setGlobals, stretchesOf, write } from "./memory.js";

/** Memory never shrinks: what has grown by more than this is not cleared but given back whole. */
const GROWN = 32 * 1024 * 1024;

/** @typedef {() => boolean} Way back to a state; false: there is none */
/** @typedef {{back: Way, after: (work: () => void) => Way | null}} Checkpoint
 *   back: to the state of then; after: to what `work` makes of that state, which is done at once; null: there is no way
 */

/**
 * @param {WebAssembly.Exports} exports of Python's instance
 * @param {import("pyodide").PyodideInterface["FS"]} files
 * @returns {Checkpoint}
 */
export function checkpoint(exports, files) {
  const memory = /** @type {WebAssembly.Memory} */ (exports.memory);
  const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
  const bytes = () => new Uint8Array(memory.buffer);
  const size = memory.buffer.byteLength;
  const stretches = stretchesOf(bytes());
  const functions = table.length;
  const globals = globalsOf(exports);
  const rewindFiles = keepFiles(/** @type {any} */ (files));

  function back() {
    if (memory.buffer.byteLength > size + GROWN || table.length !== functions) return false;
    if (!rewindFiles()) return false;
    putBack(bytes(), stretches);
    setGlobals(exports, globals);
    return true;
  }

  /** @param {() => void} work that changes nothing but memory */
  function after(work) {
    if (!back()) return null;
    work();
    const changes = changesSince(bytes(), stretches);
    const again = () => {
      const isBack = back();
      if (isBack) write(bytes(), changes);
      return isBack;
    };
    return table.length === functions ? again : null;
  }

  return { back, after };
}
