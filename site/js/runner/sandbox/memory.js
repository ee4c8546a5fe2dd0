// Python's memory as it is at one moment, to be put back later, here or in another worker.

/** @typedef {{from: number, content: Uint8Array<ArrayBuffer>}} Stretch of memory */

const PAGE = 64 * 1024;

/** Where memory is not what it was, by whole pages.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {Uint8Array<ArrayBuffer>} [before] or else all zero, as
 *   about half of it stays
 * @returns {[number, number][]} from, to
 */
function boundsOf(bytes, before) {
  const words = wordsOf(bytes);
  const were = before && wordsOf(before);
  const size = PAGE / words.BYTES_PER_ELEMENT;
  const bounds = /** @type {[number, number][]} */ ([]);
  for (let page = 0; page < bytes.length / PAGE; page += 1) {
    const end = (page + 1) * size;
    let at = page * size;
    while (at < end && words[at] === (were ? were[at] : 0)) at += 1;
    if (at === end) continue;
    const last = bounds.at(-1);
    if (last && last[1] === page * PAGE) last[1] += PAGE;
    else bounds.push([page * PAGE, (page + 1) * PAGE]);
  }
  return bounds;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
const wordsOf = ({ buffer, byteOffset, byteLength }) =>
  new Int32Array(buffer, byteOffset, byteLength / Int32Array.BYTES_PER_ELEMENT);

/** What memory holds, or what of it has changed.
 * @param {Uint8Array<ArrayBuffer>} bytes whole pages @param {Uint8Array<ArrayBuffer>} [before] what they were
 * @returns {Stretch[]}
 */
export const stretchesOf = (bytes, before) =>
  boundsOf(bytes, before).map(([from, to]) => ({ from, content: bytes.slice(from, to) }));

/** What has changed in memory since it held these stretches, and zeros between them.
 * @param {Uint8Array<ArrayBuffer>} bytes whole pages @param {Stretch[]} stretches
 * @returns {Stretch[]}
 */
export function changesSince(bytes, stretches) {
  const changes = /** @type {Stretch[]} */ ([]);
  /** @param {number} from @param {number} to @param {Uint8Array<ArrayBuffer>} [before] */
  function compare(from, to, before) {
    for (const stretch of stretchesOf(bytes.subarray(from, to), before)) {
      changes.push({ ...stretch, from: from + stretch.from });
    }
  }
  let end = 0;
  for (const { from, content } of stretches) {
    compare(end, from);
    end = from + content.length;
    compare(from, end, content);
  }
  compare(end, bytes.length);
  return changes;
}

/** @param {Uint8Array} bytes @param {Stretch[]} stretches */
export function write(bytes, stretches) {
  for (const { from, content } of stretches) bytes.set(content, from);
}

/** Make memory what it was, all of it.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {Stretch[]} stretches
 * @param {(gap: Uint8Array<ArrayBuffer>) => void} clear what lies between them
 */
export function putBack(bytes, stretches, clear = (gap) => gap.fill(0)) {
  let end = 0;
  for (const { from, content } of stretches) {
    clear(bytes.subarray(end, from));
    bytes.set(content, from);
    end = from + content.length;
  }
  clear(bytes.subarray(end));
}

/** Memory that nobody has written to takes none of the machine's: it stays so. @param {Uint8Array<ArrayBuffer>} gap */
export function clearWritten(gap) {
  for (const [from, to] of boundsOf(gap)) gap.fill(0, from, to);
}

/** Give back at once what is wanted no more: a worker that waits collects no garbage.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function release({ buffer }) {
  /** @type {ArrayBuffer & {transfer?: (size: number) => ArrayBuffer}} */ (buffer).transfer?.(0);
}

/** Those of the globals that can change: the stack pointer is one.
 * @param {WebAssembly.Exports} exports @returns {[string, unknown][]}
 */
export function globalsOf(exports) {
  const kept = /** @type {[string, unknown][]} */ ([]);
  for (const [name, each] of Object.entries(exports)) {
    if (!(each instanceof WebAssembly.Global)) continue;
    const { value } = each;
    try {
      each.value = value;
      kept.push([name, value]);
    } catch {} // a constant
  }
  return kept;
}

/** @param {WebAssembly.Exports} exports @param {[string, unknown][]} kept */
export function setGlobals(exports, kept) {
  for (const [name, value] of kept) {
    /** @type {WebAssembly.Global} */ (exports[name]).value = value;
  }
}
