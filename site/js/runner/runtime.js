// From nothing to a frame that can start workers: fetch, hand over, compile.

import { download } from "./download.js";
import { FILES, NEEDED } from "./protocol.js";

/** What a worker is given as it comes; its own script and the wasm go other ways. */
const PARTS = /** @type {readonly string[]} */ ([FILES.glue, FILES.stdlib, FILES.engine]);
/** What a worker begins with. */
const FIRST = /** @type {readonly string[]} */ ([FILES.worker, FILES.gate]);

/**
 * @typedef {Record<string, import("./download.js").RuntimeFile>} RuntimeFiles
 * @typedef {{files: RuntimeFiles, frame: string}} RuntimeData the frame's script is text, to begin at once
 * @typedef {{files: RuntimeFiles, resolve: (url: string) => string,
 *   signal: AbortSignal, onBytes: (count: import("./download.js").Count) => void}} Options
 */

/**
 * Fill `frame`. A worker can begin long before all is there, and what it lacks follows: `onFirst` is
 * given the gate's script when it can. The wasm, by far the largest file, is compiled while it arrives.
 * @param {import("./frame.js").Frame} frame @param {Options & {onFirst: (gate: ArrayBuffer) => void}} options
 */
export async function fillFrame(frame, { files, resolve, signal, onBytes, onFirst }) {
  /** @type {Record<string, ArrayBuffer>} */
  const here = {};
  const begin = () => {
    frame.furnish(new TextDecoder().decode(here[FILES.worker]));
    onFirst(here[FILES.gate]);
  };
  const onFile = (/** @type {string} */ name, /** @type {ArrayBuffer} */ file) => {
    here[name] = file;
    if (PARTS.includes(name)) frame.hand(name, file);
    if (FIRST.includes(name) && FIRST.every((wanted) => wanted in here)) begin();
  };
  const streams = { [FILES.wasm]: frame.feed };
  await download(pick(files, NEEDED), { signal, resolve, onBytes, streams, onFile });
  frame.seal();
}

/** @template T @param {Record<string, T>} all @param {readonly string[]} names */
const pick = (all, names) => Object.fromEntries(names.map((name) => [name, all[name]]));
