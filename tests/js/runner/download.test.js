import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { download } from "../../../site/js/runner/download.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** @param {(url: string, signal: AbortSignal) => Promise<Response>} answer */
function serve(answer) {
  globalThis.fetch = /** @type {typeof fetch} */ (
    (url, options) => answer(String(url), /** @type {AbortSignal} */ (options?.signal))
  );
}

const FILES = { a: { url: "r/a", bytes: 3 }, b: { url: "r/b", bytes: 5 } };
const CONTENT = /** @type {Record<string, string>} */ ({
  "/base/r/a": "aaa",
  "/base/r/b": "bbbbb",
});

/** @param {Partial<Parameters<typeof download>[1]>} [options] */
const fetchThem = (options) =>
  download(FILES, {
    signal: new AbortController().signal,
    resolve: (url) => `/base/${url}`,
    onBytes: () => {},
    ...options,
  });

test("every file comes back whole, by its name", async () => {
  serve(async (url) => new Response(CONTENT[url]));
  const { a, b } = await fetchThem();
  const text = (/** @type {ArrayBuffer} */ file) => new TextDecoder().decode(file);
  assert.deepEqual([a, b].map(text), ["aaa", "bbbbb"]);
});

test("progress counts the bytes of all files against the total the build knows", async () => {
  serve(async (url) => new Response(CONTENT[url]));
  /** @type {{loaded: number, total: number}[]} */
  const counts = [];
  await fetchThem({ onBytes: (count) => counts.push(count) });
  assert.deepEqual(counts.at(-1), { loaded: 8, total: 8 });
  assert.ok(
    counts.every(({ loaded, total }, n) => total === 8 && loaded > (counts[n - 1]?.loaded ?? 0)),
  );
});

test("progress counts what is transferred: of a compressed file its compressed bytes", async () => {
  const packed = { headers: { "Content-Encoding": "gzip" } };
  serve(async (url) => new Response(CONTENT[url], url.endsWith("b") ? packed : {}));
  /** @type {{loaded: number, total: number}[]} */
  const counts = [];
  const files = { a: { url: "r/a", bytes: 3, gzip: 2 }, b: { url: "r/b", bytes: 5, gzip: 1 } };
  await download(files, {
    signal: new AbortController().signal,
    resolve: (url) => `/base/${url}`,
    onBytes: (count) => counts.push(count),
  });
  assert.deepEqual(counts.at(-1), { loaded: 4, total: 4 });
  const shares = counts.map(({ loaded, total }) => loaded / total);
  assert.deepEqual(shares, shares.toSorted());
});

test("a file can be used before the last one has come", async () => {
  serve(async (url, signal) => {
    if (url.endsWith("a")) return new Response("aaa");
    return new Promise((_, reject) => signal.addEventListener("abort", reject));
  });
  const controller = new AbortController();
  const onFile = (/** @type {string} */ name) => {
    assert.equal(name, "a");
    controller.abort();
  };
  await assert.rejects(fetchThem({ signal: controller.signal, onFile }), { kind: "stopped" });
});

test("a file that is streamed is passed on piece by piece, counted, and not kept", async () => {
  serve(async (url) => new Response(CONTENT[url]));
  const pieces = /** @type {string[]} */ ([]);
  const b = (/** @type {Uint8Array} */ piece) => pieces.push(new TextDecoder().decode(piece));
  const kept = await fetchThem({ streams: { b } });
  assert.deepEqual([pieces.join(""), Object.keys(kept)], ["bbbbb", ["a"]]);
});

test("a file that is streamed and breaks off is named", async () => {
  serve(async (url) => new Response(url.endsWith("b") ? "bb" : CONTENT[url]));
  await assert.rejects(fetchThem({ streams: { b: () => {} } }), {
    message: /b did not arrive \(2 bytes came, where the site has 5\)/,
  });
});

test("a missing file is named, with the server's answer and the next step", async () => {
  serve(async () => new Response("no", { status: 404 }));
  await assert.rejects(
    fetchThem(),
    (/** @type {import("../../../site/js/runner/errors.js").RunnerError} */ error) => {
      assert.equal(error.kind, "load");
      assert.equal(error.retry, true);
      assert.match(error.message, /a did not arrive \(the server answered 404\).*run again/);
      return true;
    },
  );
});

test("a file of another size than the site's is refused: some networks answer for a site", async () => {
  serve(async () => new Response("Please log in"));
  await assert.rejects(fetchThem(), /13 bytes came, where the site has 3/);
});

test("a broken connection is told apart from a cancelled one", async () => {
  serve(async () => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(fetchThem(), { kind: "load" });
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(fetchThem({ signal: controller.signal }), { kind: "stopped" });
});
