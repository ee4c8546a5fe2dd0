// From nothing to a frame that can start workers: fetch, hand over, compile.

import { download } from "./download.js";
import { FILES, NEEDED } from "./protocol.js";

/** What a worker is given first; its own script and the wasm go other ways. */
const PARTS = [FILES.glue, FILES.stdlib, FILES.engine];
/** @type {readonly string[]} */
const FIRST = [...PARTS, FILES.worker, FILES.gate];

/**
 * @typedef {Record<string, import("./download.js").RuntimeFile>} RuntimeFiles
 * @typedef {{files: RuntimeFiles, frame: string}} RuntimeData the frame's script is text, to begin at once
 * @typedef {{files: RuntimeFiles, resolve: (url: string) => string,
 *   signal: AbortSignal, onBytes: (count: import("./download.js").Count) => void}} Options
 */

/**
 * Fill `frame`. The wasm is by far the largest file: it is compiled while it arrives, and
 * `onFurnished` is given the gate's script as soon as all else is there, so that a worker can start meanwhile.
 * @param {import("./frame.js").Frame} frame @param {Options & {onFurnished: (gate: ArrayBuffer) => void}} options
 */
export async function fillFrame(frame, { files, resolve, signal, onBytes, onFurnished }) {
  /** @type {Record<string, ArrayBuffer>} */
  const here = {};
  const furnish = () => {
    const script = new TextDecoder().decode(here[FILES.worker]);
    frame.furnish(script, pick(here, PARTS));
    onFurnished(here[FILES.gate]);
  };
  const onFile = (/** @type {string} */ name, /** @type {ArrayBuffer} */ file) => {
    here[name] = file;
    if (FIRST.includes(name) && FIRST.every((wanted) => wanted in here)) furnish();
  };
  const onPiece = (/** @type {string} */ name, /** @type {Uint8Array} */ piece) => {
    if (name === FILES.wasm) frame.feed(piece);
  };
  await download(pick(files, NEEDED), { signal, resolve, onBytes, onPiece, onFile });
  frame.seal();
}

/** @template T @param {Record<string, T>} all @param {readonly string[]} names */
const pick = (all, names) => Object.fromEntries(names.map((name) => [name, all[name]]));
