import assert from "node:assert/strict";
import { test } from "node:test";
import { createLoader } from "../../../site/js/runner/loader.js";
import { FILES, NEEDED } from "../../../site/js/runner/protocol.js";

/** A gate whose worker is ready at once. */
class ReadyWorker {
  /** @type {(event: {data: object}) => void} */
  onmessage = () => {};
  postMessage() {
    queueMicrotask(() => this.onmessage({ data: { type: "ready", seconds: 0 } }));
  }
  terminate() {}
}

/** A page whose sandbox frame is played by the test: it compiles, and counts the workers it is to make. */
function stage(fetchExploring = async () => new ArrayBuffer(1)) {
  /** @type {{started: string[], packs: number, wording: string[], announce: (message: object) => void}} */
  const played = { started: [], packs: 0, wording: [], announce: () => {} };
  const listen = (/** @type {MessagePort} */ port) => {
    played.announce = (message) => port.postMessage(message);
    port.onmessage = ({ data }) => {
      if (data.type === "sealed") port.postMessage({ type: "compiled" });
      if (data.type === "start") played.started.push(data.worker);
      if (data.type === "pack") played.packs += 1;
      if (data.type === "sealed") played.wording.push("has all for a run");
      if (data.type === "part") played.wording.push(data.name);
    };
  };
  const contentWindow = {
    postMessage: (/** @type {[unknown, string, MessagePort[]]} */ ...[, , [port]]) => listen(port),
  };
  const element = { contentWindow, setAttribute() {}, remove() {}, onload() {} };
  const document = { createElement: () => element, body: { append: () => element.onload() } };
  const loader = createLoader({
    runtime: {
      files: Object.fromEntries(NEEDED.map((url) => [url, { url, bytes: 1 }])),
      frame: "",
    },
    resolve: (url) => url,
    limits: { stall: 30, start: 30, spares: 2 },
    onProgress() {},
    onForgotten() {},
    image: /** @type {any} */ ({ read: async () => null, isWanted: async () => true }),
    exploring: /** @type {any} */ ({ fetch: fetchExploring }),
    document: /** @type {any} */ (document),
  });
  return { loader, played };
}

/** All that has been posted has come by then. */
async function delivered() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** @param {import("node:test").TestContext} t @param {(all: ReturnType<typeof stage>) => Promise<void>} act
 * @param {() => Promise<ArrayBuffer>} [fetchExploring]
 */
async function onStage(t, act, fetchExploring) {
  t.mock.method(globalThis, "fetch", async () => new Response("x"));
  const before = globalThis.Worker;
  globalThis.Worker = /** @type {any} */ (ReadyWorker);
  const all = stage(fetchExploring);
  try {
    await all.loader.warm();
    await act(all);
  } finally {
    all.loader.cancel("The test is over.");
    globalThis.Worker = before;
  }
}

test("the second spare begins once the first has got ahead, so that this is done once", (t) =>
  onStage(t, async ({ loader, played }) => {
    loader.keepSpares();
    loader.keepSpares();
    await delivered();
    assert.equal(played.started.length, 1);
    played.announce({ type: "ahead" });
    await delivered();
    assert.equal(played.started.length, 2);
  }));

test("a spare that is taken before it has got ahead has another follow it", (t) =>
  onStage(t, async ({ loader, played }) => {
    loader.keepSpares();
    loader.takeWorker();
    loader.keepSpares();
    await delivered();
    assert.equal(played.started.length, 2);
    played.announce({ type: "ahead" });
    await delivered();
    assert.equal(played.started.length, 3);
  }));

test("nothing is packed for a later visit before the spares are there", (t) =>
  onStage(t, async ({ loader, played }) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    loader.keepSparesSoon();
    t.mock.timers.tick(1_000);
    t.mock.timers.reset();
    await delivered();
    assert.equal(played.packs, 0);
    played.announce({ type: "ahead" });
    for (let turn = 0; turn < 5; turn += 1) await delivered();
    assert.deepEqual([played.started.length, played.packs], [2, 1]);
  }));

test("what only exploring needs is handed over once, after all that a run needs", (t) =>
  onStage(t, async ({ loader, played }) => {
    await loader.handExploring();
    await loader.handExploring();
    await delivered();
    const { wording } = played;
    assert.deepEqual(wording.slice(wording.indexOf("has all for a run")), [
      "has all for a run",
      FILES.exploring,
    ]);
  }));

test("a run can be made without it, and it is asked for again", (t) => {
  let isThere = false;
  const fetchExploring = async () => {
    if (!isThere) throw new Error("offline");
    return new ArrayBuffer(1);
  };
  return onStage(
    t,
    async ({ loader, played }) => {
      await assert.rejects(loader.handExploring(), /offline/);
      isThere = true;
      await loader.handExploring();
      await delivered();
      assert.ok(played.wording.includes(FILES.exploring));
    },
    fetchExploring,
  );
});
