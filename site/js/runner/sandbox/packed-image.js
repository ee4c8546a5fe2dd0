// An image of Python as one string of bytes, for a place that keeps nothing else: packed in one
// visit, unpacked in the next. It is not compressed: to undo that would take longer than to read
// three times the bytes, on a second visit, whose reader waits.

import { hashOf } from "../hash.js";

/** @typedef {import("./image.js").Image} Image */
/** @typedef {import("../kept-image.js").Kept} Kept */

/** The length of the description, which comes first. */
const PREFIX = Uint32Array.BYTES_PER_ELEMENT;
/** A storage that does not give what it has is not waited for longer, in ms: Python has started without
 * by then, on all but the slowest machines.
 */
const PATIENCE = 10_000;

/** @param {Image} image @returns {Blob} */
export function pack({ head, stretches, ...others }) {
  const bounds = stretches.map(({ from, content }) => [from, content.length]);
  const text = new TextEncoder().encode(
    JSON.stringify({ ...others, head: head.length, stretches: bounds }),
  );
  const contents = stretches.map(({ content }) => content);
  return new Blob([Uint32Array.of(text.length), text, head, ...contents]);
}

/** Fails for what is no packed image. @param {ArrayBuffer} all @returns {Image} */
export function unpack(all) {
  let at = 0;
  const next = (/** @type {number} */ length) => {
    const end = at + length;
    if (!(length >= 0 && end <= all.byteLength)) throw new RangeError("the image is not whole");
    const piece = new Uint8Array(all.slice(at, end)); // each of its own, to be given away
    at = end;
    return piece;
  };
  const [length] = new Uint32Array(next(PREFIX).buffer);
  const { head, stretches, ...others } = JSON.parse(new TextDecoder().decode(next(length)));
  const image = {
    ...others,
    head: next(head),
    stretches: stretches.map((/** @type {[number, number]} */ [from, size]) => ({
      from,
      content: next(size),
    })),
  };
  if (at !== all.byteLength) throw new RangeError("the image is longer than it says");
  return image;
}

/** The image that was kept; null if that is not what it was, or does not come.
 * @param {Kept} kept @param {number} [patience] @returns {Promise<Image | null>}
 */
export const readKept = (kept, patience = PATIENCE) => soundly(kept, patience).catch(() => null);

/** @param {Kept} kept @param {number} patience */
async function soundly({ content, hash }, patience) {
  /** @type {Promise<null>} */
  const late = new Promise((done) => setTimeout(() => done(null), patience));
  const all = await Promise.race([content.arrayBuffer(), late]);
  if (!all) return null;
  const [is, image] = await Promise.all([hashOf(all), unpack(all)]); // beside each other
  return is === hash ? image : null;
}
