/**
 * A moment in the fragment of a URL, which no server ever sees. The format is that of
 * py/lockstep/embedding/links.py: version, a dot, base64url of deflated JSON.
 */

/** @typedef {{code?: string, setup?: string, schedule?: string, step?: number, widgets?: Record<string, string>}} Moment */

export const VERSION = 1;
/** Longer than any lesson by far; what is longer is refused before it is unpacked. */
export const MOST_PACKED = 64 * 1024;
export const MOST_UNPACKED = 512 * 1024;

/** A link that cannot be opened; its message says why, and what to do. */
export class LinkError extends Error {}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {GenericTransformStream} stream */
const through = (bytes, stream) =>
  new Blob([bytes])
    .stream()
    .pipeThrough(
      /** @type {ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>} */ (
        /** @type {unknown} */ (stream)
      ),
    );

/** @param {Uint8Array} bytes */
function toBase64Url(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64Url(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** @param {Moment} moment @returns {Promise<string>} the fragment, without its `#` */
export async function fragmentOf(moment) {
  const bytes = new TextEncoder().encode(JSON.stringify(moment));
  const packed = await new Response(
    through(bytes, new CompressionStream("deflate-raw")),
  ).arrayBuffer();
  return `${VERSION}.${toBase64Url(new Uint8Array(packed))}`;
}

/** Unpack, but never more than is allowed: a small text can unpack to gigabytes.
 * @param {Uint8Array<ArrayBuffer>} packed
 */
async function inflated(packed) {
  const reader = through(packed, new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts).text();
    size += value.length;
    if (size > MOST_UNPACKED) {
      await reader.cancel();
      throw new LinkError(
        `This link unpacks to more than ${MOST_UNPACKED / 1024} kB, the most that is opened.`,
      );
    }
    parts.push(value);
  }
}

/** @param {string} fragment @returns {Promise<Moment>} @throws {LinkError} */
export async function momentOf(fragment) {
  const [, version, packed] = /^#?(\d+)\.([A-Za-z0-9_-]*)$/.exec(fragment) ?? [];
  if (packed === undefined) throw new LinkError("This link is damaged or cut short: copy it anew.");
  if (Number(version) !== VERSION) {
    throw new LinkError(
      `This link is of format ${version}; this page reads format ${VERSION}. Open it on a newer copy of the site.`,
    );
  }
  if (packed.length > MOST_PACKED) {
    throw new LinkError(
      `This link is ${Math.ceil(packed.length / 1024)} kB long; up to ${MOST_PACKED / 1024} kB are opened.`,
    );
  }
  try {
    return readMoment(JSON.parse(await inflated(fromBase64Url(packed))));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError("This link is damaged or cut short: copy it anew.");
  }
}

/** The program that a moment carries: hidden set-up first. @param {Moment} moment @returns {string | null} null: it carries none */
export function programIn({ code, setup }) {
  if (code === undefined) return null;
  return setup?.trim() ? `${setup.trimEnd()}\n${code}` : code;
}

/** @param {any} value @returns {Moment} */
function readMoment(value) {
  const moment = /** @type {Moment} */ ({});
  for (const name of /** @type {const} */ (["code", "setup", "schedule"])) {
    if (typeof value[name] === "string") moment[name] = value[name];
  }
  if (Number.isSafeInteger(value.step) && value.step >= 0) moment.step = value.step;
  if (value.widgets && typeof value.widgets === "object") {
    const texts = Object.entries(value.widgets).filter(([, text]) => typeof text === "string");
    moment.widgets = /** @type {Record<string, string>} */ (Object.fromEntries(texts));
  }
  return moment;
}
