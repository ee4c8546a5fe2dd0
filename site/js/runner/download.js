// Fetches the runtime's files, counting bytes. It knows nothing of what is in them.
import { loadFailed, stopped, wordsOf } from "./errors.js";

/**
 * @typedef {{url: string, bytes: number, gzip?: number}} RuntimeFile
 * @typedef {{loaded: number, total: number}} Count
 */

/**
 * Fetch `files` side by side. The total is known from the build, since a Content-Length is
 * absent or means compressed bytes. `onBytes` is told of every piece; `onPiece` and `onFile`
 * may take what has come, so that work on it need not wait for the last byte of all.
 *
 * @param {Record<string, RuntimeFile>} files
 * @param {{signal: AbortSignal, resolve: (url: string) => string, onBytes: (count: Count) => void,
 *   onPiece?: (name: string, piece: Uint8Array) => void, onFile?: (name: string, file: ArrayBuffer) => void | Promise<void>}} options
 * @returns {Promise<Record<string, ArrayBuffer>>}
 */
export async function download(files, { signal, resolve, onBytes, onPiece, onFile }) {
  const total = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  const one = async (/** @type {[string, RuntimeFile]} */ [name, file]) => {
    const body = await open(name, resolve(file.url), signal);
    const pieces = await collect(name, body, signal, (piece) => {
      loaded += piece.byteLength;
      onPiece?.(name, piece);
      onBytes({ loaded, total });
    });
    const content = whole(name, file, pieces);
    await onFile?.(name, content);
    return /** @type {const} */ ([name, content]);
  };
  return Object.fromEntries(await Promise.all(Object.entries(files).map(one)));
}

/** @param {string} name @param {string} url @param {AbortSignal} signal */
async function open(name, url, signal) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw signal.aborted ? cancelled() : unreachable(name, wordsOf(error));
  }
  if (!response.ok) throw unreachable(name, `the server answered ${response.status}`);
  if (!response.body) throw unreachable(name, "the server sent nothing");
  return response.body;
}

/**
 * @param {string} name @param {ReadableStream<Uint8Array<ArrayBuffer>>} body @param {AbortSignal} signal
 * @param {(piece: Uint8Array) => void} onPiece
 */
async function collect(name, body, signal, onPiece) {
  const pieces = [];
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      pieces.push(next.value);
      onPiece(next.value);
    }
  } catch (error) {
    throw signal.aborted ? cancelled() : unreachable(name, `it broke off: ${wordsOf(error)}`);
  }
  return pieces;
}

/** @param {string} name @param {RuntimeFile} file @param {Uint8Array[]} pieces */
function whole(name, file, pieces) {
  const came = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  if (came !== file.bytes) {
    throw unreachable(name, `${came} bytes came, where the site has ${file.bytes}`);
  }
  const content = new Uint8Array(came);
  let at = 0;
  for (const piece of pieces) {
    content.set(piece, at);
    at += piece.byteLength;
  }
  return content.buffer;
}

/** @param {string} name @param {string} why */
const unreachable = (name, why) =>
  loadFailed(
    `Python could not be loaded: ${name} did not arrive (${why}). Check the connection and run again.`,
  );

const cancelled = () => stopped("Loading was cancelled.");
