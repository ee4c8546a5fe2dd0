/**
 * A moment in the fragment of an address, which no server ever sees: the version's number, a dot,
 * then base64url of deflated JSON. `format.gen.js` has the table, docs/link-format.md the words.
 *
 * Whoever opens a link has not written it: it is measured before it is unpacked and while it is,
 * and every member is looked at. py/lockstep/share/links.py does the same, with the same sentences.
 */

import { FORMAT, MEMBERS, REFUSALS } from "./format.gen.js";

/**
 * @typedef {object} Moment what a link carries; whatever it does not say is missing
 * @property {string} [code] the program
 * @property {string} [setup] code that runs before it and is not shown
 * @property {string} [file] what the program is called, if it is no lesson's
 * @property {string} [scenario] the lesson whose program it is, edited or not
 * @property {Record<string, string>} [widgets]
 * @property {string} [schedule] the order shown; missing: the default order
 * @property {number} [choices] how many of the choices of that order are made, at the clock
 * @property {number} [step] how many steps have run at the moment shown
 */

/** A link that cannot be opened, or made; its message says why, and what to do. */
export class LinkError extends Error {}

/** @param {keyof typeof REFUSALS} name @param {Record<string, string | number>} [values] */
const refusal = (name, values = {}) =>
  new LinkError(REFUSALS[name].replaceAll(/\{(\w+)\}/g, (_, key) => String(values[key])));

/** @param {number} size */
const kilobytes = (size) => Math.ceil(size / 1024);

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

// --- what a moment is ------------------------------------------------------------------------

/** Half of a pair of surrogates is no character, and cannot be saved. @param {unknown} value */
const isText = (value) => typeof value === "string" && !/\p{Surrogate}/u.test(value);

/** @param {unknown} value */
const isWidgetText = (value) => isText(value) && String(value).length <= FORMAT.longestWidget;

/** @type {Record<string, (value: any) => boolean>} */
const KINDS = {
  text: isText,
  "whole number": (value) => Number.isSafeInteger(value) && value >= 0 && value <= FORMAT.highest,
  "list of texts by name": (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length <= FORMAT.mostWidgets &&
    Object.entries(value).flat().every(isWidgetText),
};

/** What is known of it, each member looked at. @param {Record<string, unknown>} given @returns {Moment} @throws {LinkError} */
function checked(given) {
  const moment = /** @type {Record<string, unknown>} */ ({});
  for (const [name, kind] of Object.entries(MEMBERS)) {
    if (!Object.hasOwn(given, name) || given[name] === undefined) continue;
    if (!KINDS[kind](given[name])) throw refusal("member", { name, kind });
    moment[name] = given[name];
  }
  return moment;
}

/** The program that a moment carries: hidden set-up first. @param {{code?: string, setup?: string}} moment @returns {string | null} null: it carries none */
export function programIn({ code, setup }) {
  if (code === undefined) return null;
  return setup?.trim() ? `${setup.trimEnd()}\n${code}` : code;
}

// --- packing and unpacking -------------------------------------------------------------------

/** @param {Moment} moment @returns {Promise<string>} the fragment, without its `#` @throws {LinkError} */
export async function fragmentOf(moment) {
  const bytes = new TextEncoder().encode(JSON.stringify(checked({ ...moment })));
  const stream = through(bytes, new CompressionStream("deflate-raw"));
  const packed = toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()));
  const [size, most] =
    packed.length / FORMAT.mostPacked > bytes.length / FORMAT.mostUnpacked
      ? [packed.length, FORMAT.mostPacked]
      : [bytes.length, FORMAT.mostUnpacked];
  if (size > most) throw refusal("too-much", { size: kilobytes(size), most: kilobytes(most) });
  return `${FORMAT.version}.${packed}`;
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
    if (done) return new Blob(parts).arrayBuffer();
    size += value.length;
    if (size > FORMAT.mostUnpacked) {
      await reader.cancel();
      throw refusal("large", { most: kilobytes(FORMAT.mostUnpacked) });
    }
    parts.push(value);
  }
}

/** @param {string} packed @returns {Promise<Record<string, unknown>>} */
async function unpacked(packed) {
  try {
    const bytes = await inflated(fromBase64Url(packed));
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const given = JSON.parse(decoder.decode(bytes));
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return given;
  } catch (error) {
    if (error instanceof LinkError) throw error;
  }
  throw refusal("broken");
}

/** @param {string} character */
function named(character) {
  if (/[^\p{C}\p{Z}]/u.test(character)) return `“${character}”`;
  const code = Number(character.codePointAt(0)).toString(16).toUpperCase();
  return `a character U+${code.padStart(4, "0")}`;
}

/** What a link carries; nothing of it is run.
 * @param {string} link an address with its fragment, or the fragment, with or without its `#`
 * @returns {Promise<Moment>} @throws {LinkError}
 */
export async function momentOf(link) {
  const fragment = link.trim().slice(link.trim().lastIndexOf("#") + 1);
  const [whole, version, packed] = /^(\d{1,9})(?:\.(.*))?$/s.exec(fragment) ?? [];
  if (whole === undefined) throw refusal("none");
  if (Number(version) !== FORMAT.version && packed !== undefined)
    throw refusal("future", { version: Number(version), own: FORMAT.version });
  const text = packed ?? "";
  if (text.length > FORMAT.mostPacked) {
    const most = kilobytes(FORMAT.mostPacked);
    throw refusal("long", { size: kilobytes(text.length), most });
  }
  const stranger = /[^A-Za-z0-9_-]/u.exec(text)?.[0];
  if (stranger) throw refusal("alphabet", { character: named(stranger) });
  return checked(await unpacked(text));
}
