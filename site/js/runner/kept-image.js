/**
 * An image of Python in the visitor's own browser, with which the next visit begins.
 *
 * 1. It is this page's own: made by its first worker before any program ran there (see
 *    sandbox/frame.js), and never fetched. So a reader who saves data has it, too.
 * 2. There is one of a site. It is read where all is as it was when it was made: the runtime, the
 *    browser, and what Python takes from the visitor's settings as it starts; else it is let go of.
 * 3. It is held to its hash when it is read.
 * 4. No failure here is a failure of the page: without an image, Python starts as on a first visit.
 */

/**
 * @typedef {{caches: CacheStorage, crypto: Crypto, navigator: Navigator, CompressionStream: unknown,
 *   setTimeout: (act: () => void, ms: number) => unknown}} Place the browser's own, or a test's
 * @typedef {ReturnType<typeof createKeptImage>} KeptImage
 */

/** Storage that does not answer is not waited for longer, in ms. One that is only slow is worth its time: a
 * page that opens is busy, and Python takes longer without.
 */
const PATIENCE = 5_000;
/** An image is kept where it takes at most this share of what the browser lets the site have. */
const SHARE = 1 / 10;
/** Less than any image has, in bytes: where there is no room for that, none need be made. */
const LEAST = 4e6;

const STATE = "Lockstep-State";
const HASH = "Lockstep-Hash";

/** What must be as it was. @param {string} version of the runtime @param {Navigator} navigator */
function stateOf(version, { userAgent, language }) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  // the shift to summer time is looked up by the year
  const year = new Date().getFullYear();
  return encodeURIComponent([version, userAgent, language, timeZone, year].join(" "));
}

/** @param {{site: string, version: string}} of the site's address, with a slash at its end; its runtime
 * @param {Place} [place]
 */
export function createKeptImage({ site, version }, place = globalThis) {
  // not to be taken for a store of the offline site, see offline/keeper.js
  const name = `lockstep-image ${site}`;
  const address = `${site}kept-image`;

  /** @param {ArrayBuffer} content */
  async function hashOf(content) {
    const digest = new Uint8Array(await place.crypto.subtle.digest("SHA-256", content));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function found() {
    const response = await place.caches.match(address, { cacheName: name });
    if (!response) return null;
    const content = await response.arrayBuffer();
    const { headers } = response;
    const isOurs = headers.get(STATE) === stateOf(version, place.navigator);
    if (isOurs && headers.get(HASH) === (await hashOf(content))) return content;
    await place.caches.delete(name);
    return null;
  }

  /** @param {number} bytes */
  async function hasRoom(bytes) {
    const { quota = Infinity } = (await place.navigator.storage?.estimate?.()) ?? {};
    return bytes <= quota * SHARE;
  }

  /** @template T @param {Promise<T>} work @param {T} otherwise */
  const orElse = (work, otherwise) => work.catch(() => otherwise);

  return {
    /** The packed image, or null. @returns {Promise<ArrayBuffer | null>} */
    read() {
      /** @type {Promise<null>} */
      const late = new Promise((done) => place.setTimeout(() => done(null), PATIENCE));
      return Promise.race([orElse(found(), null), late]);
    },
    /** Whether one could be kept, so that it is worth while to make it. */
    isWanted: () =>
      orElse(
        (async () => {
          const { caches, crypto, CompressionStream } = place;
          return Boolean(caches && crypto?.subtle && CompressionStream) && hasRoom(LEAST);
        })(),
        false,
      ),
    /** @param {ArrayBuffer} packed @returns {Promise<boolean>} whether it is kept now */
    write: (packed) =>
      orElse(
        (async () => {
          if (!(await hasRoom(packed.byteLength))) return false;
          const state = stateOf(version, place.navigator);
          const headers = { [STATE]: state, [HASH]: await hashOf(packed) };
          const store = await place.caches.open(name);
          await store.put(address, new Response(packed, { headers }));
          return true;
        })(),
        false,
      ),
    /** Let go of it: Python did not start with it. */
    forget: () => orElse((async () => place.caches.delete(name))(), false),
  };
}
