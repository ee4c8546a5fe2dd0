import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { FILES, NEEDED } from "../../../site/js/runner/protocol.js";
import { fillFrame } from "../../../site/js/runner/runtime.js";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const files = Object.fromEntries(NEEDED.map((name) => [name, { url: name, bytes: name.length }]));

test("a worker begins with its own script and its gate; what it lacks is handed over as it comes", async () => {
  const wording = /** @type {string[]} */ ([]);
  /** @type {() => void} */
  let letCome = () => {};
  const late = new Promise((resolve) => {
    letCome = () => resolve(null);
  });
  globalThis.fetch = /** @type {any} */ (
    async (/** @type {string} */ name) => {
      if (name !== FILES.worker && name !== FILES.gate) await late;
      return new Response(name);
    }
  );
  const frame = {
    furnish: (/** @type {string} */ script) => wording.push(`begins with ${script}`),
    hand: (/** @type {string} */ name) => wording.push(`is handed ${name}`),
    feed: () => wording.push("compiles"),
    seal: () => wording.push("has all"),
  };
  await fillFrame(/** @type {any} */ (frame), {
    files,
    resolve: (url) => url,
    signal: new AbortController().signal,
    onBytes: () => {},
    onFirst: letCome,
  });
  const followed = wording.slice(1, -1).toSorted();
  assert.deepEqual(
    [wording[0], followed, wording.at(-1)],
    [
      `begins with ${FILES.worker}`,
      ["compiles", ...[FILES.engine, FILES.glue, FILES.stdlib].map((name) => `is handed ${name}`)],
      "has all",
    ],
  );
});
