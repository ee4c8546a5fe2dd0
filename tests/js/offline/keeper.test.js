import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createKeeper } from "../../../site/js/offline/keeper.js";

const SCOPE = "https://x.test/repo/";
const CONTENT = {
  "index.html": "<p>front</p>",
  "scenarios/a/index.html": "<p>a</p>",
  "assets/page-AAAAAAAA.js": "page()",
  "runtime/0123456789abcdef/python.wasm": "wasm",
};

/** @param {string | ArrayBuffer} content */
const hash = (content) =>
  createHash("sha256")
    .update(Buffer.from(/** @type {ArrayBuffer} */ (content)))
    .digest("hex");
const hashOf = async (/** @type {ArrayBuffer} */ content) => hash(content);

/** Cache Storage in memory, that can be full. */
function storage(quota = Number.POSITIVE_INFINITY) {
  /** @type {Map<string, Map<string, Response>>} */
  const stores = new Map();
  const open = async (/** @type {string} */ name) => {
    const held = stores.get(name) ?? new Map();
    stores.set(name, held);
    return {
      match: async (/** @type {string} */ url) => held.get(url)?.clone(),
      put: async (/** @type {string} */ url, /** @type {Response} */ response) => {
        if ([...stores.values()].reduce((sum, { size }) => sum + size, 0) >= quota) {
          throw new DOMException("full", "QuotaExceededError");
        }
        held.set(url, response);
      },
      delete: async (/** @type {string} */ url) => held.delete(url),
      keys: async () => [...held.keys()].map((url) => ({ url })),
    };
  };
  const caches = /** @type {CacheStorage} */ (
    /** @type {unknown} */ ({
      open,
      keys: async () => [...stores.keys()],
      delete: async (/** @type {string} */ name) => stores.delete(name),
    })
  );
  return { stores, caches };
}

/** A site as its server has it; `asked` are the addresses that were fetched.
 * @param {{build?: string, content?: Record<string, string>, scope?: string, kept?: ReturnType<typeof storage>}} its
 */
function site({ build = "b1", content = CONTENT, scope = SCOPE, kept = storage() } = {}) {
  /** @type {{content: Record<string, string>, isUp: boolean, isSilent: boolean}} */
  const server = { content: { ...content }, isUp: true, isSilent: false };
  /** @type {string[]} */
  const asked = [];
  /** @param {Request | string} request @returns {Promise<Response>} */
  const fetch = async (request) => {
    const url = typeof request === "string" ? request : request.url;
    asked.push(url);
    if (!server.isUp) throw new TypeError("no network");
    if (server.isSilent) return new Promise(() => {});
    const path = url
      .slice(scope.length)
      .split("?")[0]
      .replace(/(^|\/)$/, "$1index.html");
    const text = server.content[path];
    return text === undefined ? new Response("", { status: 404 }) : new Response(text);
  };
  const files = Object.fromEntries(Object.entries(content).map(([p, t]) => [p, hash(t)]));
  const list = { scope, build, files };
  const after = () => new Promise((/** @type {(v: void) => void} */ done) => setTimeout(done, 30));
  const keeper = createKeeper({ list, caches: kept.caches, fetch, hashOf, after });
  const get = async (/** @type {string} */ path) => {
    const request = /** @type {Request} */ ({ url: scope + path, method: "GET" });
    const file = keeper.pathOf(request);
    return file === null ? null : (await keeper.answer(file, request)).text();
  };
  return { keeper, server, asked, kept, get };
}

test("after it was filled, every file is there without a network", async () => {
  const { keeper, server, get } = site();
  assert.equal(await keeper.fill(), "complete");
  server.isUp = false;
  assert.deepEqual(
    await Promise.all(["", "?x=1", "scenarios/a/", "assets/page-AAAAAAAA.js"].map(get)),
    ["<p>front</p>", "<p>front</p>", "<p>a</p>", "page()"],
  );
});

test("only files of the list are answered for, and nothing beside the site", () => {
  const { keeper } = site();
  const path = (/** @type {string} */ url, method = "GET") => keeper.pathOf({ url, method });
  assert.equal(path("https://x.test/repo/scenarios/a/?q#h"), "scenarios/a/index.html");
  for (const url of ["https://x.test/", "https://x.test/repo2/", "https://x.test/repo/else/"]) {
    assert.equal(path(url), null);
  }
  assert.equal(path("https://x.test/repo/toString"), null);
  assert.equal(path("https://x.test/repo/", "POST"), null);
});

test("a page comes from the network as long as there is one, a file named by its content does not", async () => {
  const { keeper, server, asked, get } = site();
  await keeper.fill();
  asked.length = 0;
  server.content["index.html"] = "<p>new</p>";
  assert.equal(await get(""), "<p>new</p>");
  assert.equal(await get("assets/page-AAAAAAAA.js"), "page()");
  assert.deepEqual(asked, [SCOPE]);
});

test("a network that does not answer is not waited for", async () => {
  const { keeper, server, get } = site();
  await keeper.fill();
  server.isSilent = true;
  assert.equal(await get("scenarios/a/"), "<p>a</p>");
});

for (const [path, content] of Object.entries(CONTENT)) {
  test(`what is damaged of ${path} is not answered with, and is fetched anew`, async () => {
    const { keeper, server, kept, get } = site();
    await keeper.fill();
    const [store] = kept.stores.values();
    const address = SCOPE + path.replace(/index\.html$/, "");
    store.set(address, new Response("rubbish"));
    assert.equal(await get(path), content);
    await keeper.fill();
    server.isUp = false;
    assert.equal(await get(path), content);
  });
}

test("what broke off is gone on with, and only what is missing is fetched", async () => {
  const { keeper, server, asked, kept } = site();
  server.isUp = false;
  assert.equal(await keeper.fill(), "unreachable");
  server.isUp = true;
  await keeper.fill();
  const [store] = kept.stores.values();
  store.delete(`${SCOPE}scenarios/a/`);
  asked.length = 0;
  assert.equal(await keeper.fill(), "complete");
  assert.deepEqual(asked, [`${SCOPE}scenarios/a/`]);
});

test("where nothing can be kept, everything is answered from the network", async () => {
  const { keeper, get } = site({ kept: storage(2) });
  assert.equal(await keeper.fill(), "refused");
  for (const [path, content] of Object.entries(CONTENT)) {
    assert.equal(await get(path), content);
  }
});

test("a file that the server no longer has as listed is never kept", async () => {
  const { keeper, server, kept } = site();
  server.content["index.html"] = "<p>new</p>";
  assert.equal(await keeper.fill(), "superseded");
  assert.equal([...kept.stores.values()][0].has(SCOPE), false);
});

test("an update takes from the older build what has not changed, and then lets go of it", async () => {
  const first = site();
  await first.keeper.fill();
  const { kept } = first;
  const other = site({ scope: "https://x.test/repo/below/", kept });
  await other.keeper.fill();
  const second = site({ build: "b2", content: { ...CONTENT, "index.html": "<p>2</p>" }, kept });
  assert.deepEqual([await second.keeper.hasOlder(), await first.keeper.hasOlder()], [true, false]);
  assert.equal(await second.keeper.fill(), "complete");
  assert.deepEqual(second.asked, [SCOPE]);
  first.server.isUp = false;
  assert.equal(await first.get(""), "<p>front</p>"); // a tab of the older build, meanwhile
  await second.keeper.letGo("others");
  assert.deepEqual([...kept.stores.keys()].sort(), [
    "lockstep https://x.test/repo/ b2",
    "lockstep https://x.test/repo/below/ b1",
  ]);
});
