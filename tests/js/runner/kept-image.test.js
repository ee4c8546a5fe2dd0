import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeptImage } from "../../../site/js/runner/kept-image.js";

const SITE = "https://example.org/lockstep/";
const NAME = `lockstep-image ${SITE}`;
const VERSION = "runtime/0123/pyodide.asm.wasm";
const PACKED = Uint8Array.of(1, 2, 3, 4).buffer;

/** A browser's storage. */
function caches() {
  /** @type {Map<string, Map<string, Response>>} */
  const stores = new Map();
  return {
    stores,
    match: async (/** @type {string} */ url, { cacheName = "" } = {}) =>
      stores.get(cacheName)?.get(url)?.clone(),
    open: async (/** @type {string} */ name) => {
      const store = stores.get(name) ?? new Map();
      stores.set(name, store);
      return {
        put: async (/** @type {string} */ url, /** @type {Response} */ response) =>
          void store.set(url, response),
      };
    },
    delete: async (/** @type {string} */ name) => stores.delete(name),
  };
}

/** @param {object} [changes] */
const browser = (changes = {}) => ({
  caches: caches(),
  crypto,
  navigator: {
    userAgent: "Browser/1",
    language: "en",
    storage: { estimate: async () => ({ usage: 0, quota: 1e9 }) },
  },
  CompressionStream,
  setTimeout,
  ...changes,
});

/** @param {object} place @param {string} [version] */
const kept = (place, version = VERSION) =>
  createKeptImage({ site: SITE, version }, /** @type {any} */ (place));

test("what one visit keeps the next one reads, in a store that the offline site takes for none of its own", async () => {
  const place = browser();
  assert.equal(await kept(place).read(), null);
  assert.equal(place.caches.stores.size, 0, "looking makes no store");
  assert.equal(await kept(place).write(PACKED), true);
  assert.deepEqual(await kept(place).read(), PACKED);
  assert.deepEqual([...place.caches.stores.keys()], [NAME]);
  assert.ok(!NAME.startsWith(`lockstep ${SITE}`));
});

test("an image of another runtime, browser or language is let go of", async () => {
  const { navigator } = browser();
  for (const change of [
    { version: "runtime/4567/pyodide.asm.wasm" },
    { navigator: { ...navigator, userAgent: "Browser/2" } },
    { navigator: { ...navigator, language: "de" } },
  ]) {
    const place = browser();
    await kept(place).write(PACKED);
    assert.equal(await kept({ ...place, ...change }, change.version).read(), null);
    assert.equal(place.caches.stores.size, 0);
  }
});

test("an image of which a byte has changed is let go of, and so is one without a hash", async () => {
  for (const changed of [
    (/** @type {Response} */ { headers }) => new Response(Uint8Array.of(1, 2, 3, 5), { headers }),
    (/** @type {Response} */ { headers }) => new Response(PACKED.slice(0, 3), { headers }),
    () => new Response(PACKED),
  ]) {
    const place = browser();
    await kept(place).write(PACKED);
    const store = /** @type {Map<string, Response>} */ (place.caches.stores.get(NAME));
    for (const [url, response] of store) store.set(url, changed(response));
    assert.equal(await kept(place).read(), null);
    assert.equal(place.caches.stores.size, 0);
  }
});

test("a second image takes the place of the first", async () => {
  const place = browser();
  await kept(place).write(PACKED);
  const other = Uint8Array.of(9).buffer;
  await kept(place, "runtime/4567/pyodide.asm.wasm").write(other);
  assert.equal(place.caches.stores.get(NAME)?.size, 1);
  assert.deepEqual(await kept(place, "runtime/4567/pyodide.asm.wasm").read(), other);
});

test("it takes no more than a tenth of the room, and none is made where none would fit", async () => {
  const { navigator } = browser();
  const with_ = (/** @type {number} */ quota) =>
    browser({ navigator: { ...navigator, storage: { estimate: async () => ({ quota }) } } });
  assert.equal(await kept(with_(40)).write(PACKED), true);
  assert.equal(await kept(with_(39)).write(PACKED), false);
  assert.equal(await kept(with_(3e7)).isWanted(), false);
  assert.equal(await kept(with_(1e8)).isWanted(), true);
});

test("where a browser has no storage, hash or compression nothing is wanted, and nothing fails", async () => {
  const refuses = () => Promise.reject(new DOMException("not here", "SecurityError"));
  const refusing = { match: refuses, open: refuses, delete: refuses };
  const throws = new Proxy(browser(), {
    get(place, name) {
      if (name === "caches") throw new DOMException("not here", "SecurityError");
      return Reflect.get(place, name);
    },
  });
  const without = [{ caches: undefined }, { crypto: {} }, { CompressionStream: undefined }];
  for (const place of [...without.map(browser), throws]) {
    assert.equal(await kept(place).isWanted(), false);
  }
  for (const place of [browser({ caches: refusing }), browser({ crypto: {} }), throws]) {
    assert.equal(await kept(place).write(PACKED), false);
    assert.equal(await kept(place).read(), null);
    await kept(place).forget();
  }
});

test("storage that never answers is not waited for", async () => {
  const never = new Promise(() => {});
  const place = browser({
    caches: { match: () => never },
    setTimeout: (/** @type {() => void} */ act) => act(),
  });
  assert.equal(await kept(place).read(), null);
});

test("what Python did not start with is let go of", async () => {
  const place = browser();
  await kept(place).write(PACKED);
  await kept(place).forget();
  assert.equal(await kept(place).read(), null);
});
