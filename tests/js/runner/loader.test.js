import assert from "node:assert/strict";
import { test } from "node:test";
import { createLoader } from "../../../site/js/runner/loader.js";
import { NEEDED } from "../../../site/js/runner/protocol.js";

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
function stage() {
  /** @type {{started: string[], packs: number, announce: (message: object) => void}} */
  const played = { started: [], packs: 0, announce: () => {} };
  const listen = (/** @type {MessagePort} */ port) => {
    played.announce = (message) => port.postMessage(message);
    port.onmessage = ({ data }) => {
      if (data.type === "sealed") port.postMessage({ type: "compiled" });
      if (data.type === "start") played.started.push(data.worker);
      if (data.type === "pack") played.packs += 1;
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
    document: /** @type {any} */ (document),
  });
  return { loader, played };
}

/** All that has been posted has come by then. */
async function delivered() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

/** @param {import("node:test").TestContext} t @param {(all: ReturnType<typeof stage>) => Promise<void>} act */
async function onStage(t, act) {
  t.mock.method(globalThis, "fetch", async () => new Response("x"));
  const before = globalThis.Worker;
  globalThis.Worker = /** @type {any} */ (ReadyWorker);
  const all = stage();
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
