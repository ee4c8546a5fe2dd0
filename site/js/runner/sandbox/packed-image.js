// An image of Python as one string of bytes, for a place that keeps nothing else: packed in one
// visit, unpacked in the next.

/** @typedef {import("./image.js").Image} Image */

/** The length of the description, which comes first. */
const PREFIX = Uint32Array.BYTES_PER_ELEMENT;

/** @param {Image} image @returns {Promise<ArrayBuffer>} */
export async function pack({ head, stretches, ...others }) {
  const bounds = stretches.map(({ from, content }) => [from, content.length]);
  const text = new TextEncoder().encode(
    JSON.stringify({ ...others, head: head.length, stretches: bounds }),
  );
  const contents = stretches.map(({ content }) => content);
  const all = new Blob([Uint32Array.of(text.length), text, head, ...contents]);
  return through(all, new CompressionStream("gzip"));
}

/** Fails for what is no packed image. @param {ArrayBuffer} packed @returns {Promise<Image>} */
export async function unpack(packed) {
  const all = await through(new Blob([packed]), new DecompressionStream("gzip"));
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

/** Both ends are looked at: what is no gzip fails at either of them.
 * @param {Blob} bytes @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, { readable, writable }) {
  const written = bytes.stream().pipeTo(/** @type {any} */ (writable));
  const [all] = await Promise.all([
    new Response(/** @type {any} */ (readable)).arrayBuffer(),
    written,
  ]);
  return all;
}
