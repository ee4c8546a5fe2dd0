// Fetches the runtime's files, counting bytes. It knows nothing of what is in them.
import { loadFailed, stopped, wordsOf } from "./errors.js";

/**
 * @typedef {{url: string, bytes: number, gzip?: number}} RuntimeFile
 * @typedef {{loaded: number, total: number}} Count
 */

/**
 * Fetch `files` side by side. The sizes are known from the build, since a Content-Length is
 * absent or means compressed bytes. `onBytes` is told of every piece, in bytes as they are
 * transferred: a file that the server compresses comes in pieces that are already unpacked, of
 * which each stands for its share of the compressed file. `onFile` may take what has come, so that
 * work on it need not wait for the last byte of all. A file of `streams` is passed on there piece by
 * piece, and not kept.
 *
 * @param {Record<string, RuntimeFile>} files
 * @param {{signal: AbortSignal, resolve: (url: string) => string, onBytes: (count: Count) => void,
 *   streams?: Record<string, (piece: Uint8Array<ArrayBuffer>) => void>, onFile?: (name: string, file: ArrayBuffer) => void}} options
 * @returns {Promise<Record<string, ArrayBuffer>>}
 */
export async function download(files, { signal, resolve, onBytes, streams = {}, onFile }) {
  /** For each file: its size on its way, and how much of it is here, from 0 to 1. */
  const fetchedAs = new Map(Object.entries(files).map(([name, file]) => [name, asFetched(file)]));
  let last = { loaded: 0, total: 1 };
  /** It never goes back, though the total grows with a file that turns out not to be compressed. */
  const count = () => {
    const all = [...fetchedAs.values()];
    const loaded = Math.round(all.reduce((sum, { size, here }) => sum + size * here, 0));
    const total = all.reduce((sum, { size }) => sum + size, 0);
    if (loaded * last.total >= last.loaded * total) last = { loaded, total };
    return last;
  };
  const one = async (/** @type {[string, RuntimeFile]} */ [name, file]) => {
    const { body, isPacked } = await open(name, resolve(file.url), signal);
    const fetched = asFetched(file, isPacked);
    fetchedAs.set(name, fetched);
    const pieces = /** @type {Uint8Array[]} */ ([]);
    const take = streams[name] ?? ((piece) => pieces.push(piece));
    const came = await collect(name, body, signal, (piece) => {
      fetched.here += piece.byteLength / file.bytes;
      take(piece);
      onBytes(count());
    });
    if (came !== file.bytes) throw unlike(name, came, file);
    if (streams[name]) return [];
    const content = joined(pieces, came);
    onFile?.(name, content);
    return /** @type {const} */ ([[name, content]]);
  };
  const came = await Promise.all(Object.entries(files).map(one));
  return Object.fromEntries(came.flat());
}

/** Until a server has answered, what it will send is taken to be compressed, as on most hosts.
 * @param {RuntimeFile} file @param {boolean} isPacked
 */
const asFetched = ({ bytes, gzip = bytes }, isPacked = true) => ({
  size: isPacked ? gzip : bytes,
  here: 0,
});

/** @param {string} name @param {string} url @param {AbortSignal} signal */
async function open(name, url, signal) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw signal.aborted ? cancelled() : unreachable(name, wordsOf(error));
  }
  if (!response.ok) {
    const next = response.status === 404 ? RELOAD : CHECK;
    throw unreachable(name, `the server answered ${response.status}`, next);
  }
  if (!response.body) throw unreachable(name, "the server sent nothing");
  return { body: response.body, isPacked: isCompressed(response) };
}

/** The header is hidden from other origins, but these files are of the page's own.
 * @param {Response} response
 */
const isCompressed = ({ headers }) =>
  !["", "identity"].includes(headers.get("Content-Encoding") ?? "");

/**
 * @param {string} name @param {ReadableStream<Uint8Array<ArrayBuffer>>} body @param {AbortSignal} signal
 * @param {(piece: Uint8Array<ArrayBuffer>) => void} onPiece
 * @returns {Promise<number>} bytes that came
 */
async function collect(name, body, signal, onPiece) {
  let came = 0;
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      came += next.value.byteLength;
      onPiece(next.value);
    }
  } catch (error) {
    throw signal.aborted ? cancelled() : unreachable(name, `it broke off: ${wordsOf(error)}`);
  }
  return came;
}

/** @param {string} name @param {number} came @param {RuntimeFile} file */
const unlike = (name, came, { bytes }) =>
  unreachable(name, `${came} bytes came, where the site has ${bytes}`);

/** @param {Uint8Array[]} pieces @param {number} size of all of them */
function joined(pieces, size) {
  const content = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    content.set(piece, at);
    at += piece.byteLength;
  }
  return content.buffer;
}

const CHECK = "Check the connection and run again.";
/** Files are named by what they hold: a site that is put up anew has those of before no longer. */
const RELOAD =
  "If the site has been renewed since this page was opened, reload the page, and run again.";

/** @param {string} name @param {string} why */
const unreachable = (name, why, next = CHECK) =>
  loadFailed(`Python could not be loaded: the file ${name} did not arrive (${why}). ${next}`);

const cancelled = () => stopped("Loading was cancelled.");
