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
  return through(await all.arrayBuffer(), new CompressionStream("gzip"));
}

/** Fails for what is no packed image. @param {ArrayBuffer} packed @returns {Promise<Image>} */
export async function unpack(packed) {
  const all = await through(packed, new DecompressionStream("gzip"));
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

/** Every end of the stream has a listener of its own: Firefox tells of each that has none.
 * @param {ArrayBuffer} bytes @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, { readable, writable }) {
  const writer = writable.getWriter();
  const reader = readable.getReader();
  const ends = [writer.write(new Uint8Array(bytes)), writer.close(), writer.closed, reader.closed];
  const [all] = await Promise.all([read(reader), ...ends]);
  return all;
}

/** @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader */
async function read(reader) {
  const pieces = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
  }
  return new Blob(pieces).arrayBuffer();
}
