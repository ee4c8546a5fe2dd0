import assert from "node:assert/strict";
import { test } from "node:test";
import { createGate } from "../../../site/js/runner/gate/gate.js";
import { startWorker } from "../../../site/js/runner/worker-link.js";

/** The gate, on this thread. @type {import("../../../site/js/runner/worker-link.js").OpenGate} */
function openGate(port, receive) {
  const clock = { now: () => performance.now(), after: () => {} };
  const gate = createGate(receive, clock);
  port.onmessage = ({ data }) => gate.receive(data);
  return {
    send(request) {
      gate.expect(request.id);
      port.postMessage(request);
    },
    close: () => port.close(),
  };
}

/** A frame whose one worker is played by the test, at the other end of the port. */
function stage() {
  /** @type {{dropped: boolean, lose: (message: string) => void}} */
  const played = { dropped: false, lose: () => {} };
  /** @type {MessagePort | null} */
  let port = null;
  const frame = {
    start(/** @type {string} */ _name, /** @type {MessagePort} */ channel, /** @type {any} */ to) {
      port = channel;
      played.lose = to.onLost;
    },
    drop() {
      played.dropped = true;
      port?.close();
    },
  };
  const link = startWorker(/** @type {any} */ (frame), openGate);
  const worker = /** @type {MessagePort} */ (/** @type {unknown} */ (port));
  return { link, worker, played };
}

const MISSING = '{"missing":["email"]}';
const SO_FAR = '{"running":{"line":7,"seconds":3,"lines":1,"tail":"a"}}';

/** @param {MessagePort} port @returns {Promise<any>} */
const received = (port) =>
  new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
  });

test("a worker is ready when it says so, and answers the request it is given", async () => {
  const { link, worker } = stage();
  worker.postMessage({ type: "ready", seconds: 0.5 });
  assert.equal(await link.ready, 0.5);
  assert.equal(link.isReady, true);
  const asked = received(worker);
  const answer = link.ask("{}", null);
  const { id, request } = await asked;
  assert.equal(request, "{}");
  worker.postMessage({ type: "answer", id, text: MISSING });
  assert.equal(await answer, MISSING);
  link.drop(new Error("over"));
});

test("an answer to another run than this one is not listened to", async () => {
  const { link, worker } = stage();
  const asked = received(worker);
  const answer = link.ask("{}", null);
  const { id } = await asked;
  worker.postMessage({ type: "answer", id: "forged", text: '{"missing":["forged"]}' });
  worker.postMessage({ type: "answer", id, text: MISSING });
  assert.equal(await answer, MISSING);
  link.drop(new Error("over"));
});

test("what is known before the end is reports at once, and only of this run", async () => {
  const { link, worker } = stage();
  const asked = received(worker);
  const reports = /** @type {string[]} */ ([]);
  const answer = link.ask("{}", null, { call: "explore", onReport: (text) => reports.push(text) });
  const { id, call } = await asked;
  assert.equal(call, "explore");
  worker.postMessage({ type: "reported", id: "forged", text: "forged" });
  worker.postMessage({ type: "reported", id, text: SO_FAR });
  worker.postMessage({ type: "answer", id, text: MISSING });
  assert.equal(await answer, MISSING);
  assert.deepEqual(reports, [SO_FAR]);
  link.drop(new Error("over"));
});

test("an answer that is none is refused, and the words say what is wrong with it", async () => {
  const { link, worker } = stage();
  const asked = received(worker);
  const answer = link.ask("{}", null);
  const { id } = await asked;
  worker.postMessage({ type: "answer", id, text: "x".repeat(300) });
  await assert.rejects(answer, /an answer that this page cannot read: the answer is not JSON/);
  link.drop(new Error("over"));
});

test("dropping it ends whoever waits, with the reason given", async () => {
  const { link, played } = stage();
  const answer = link.ask("{}", null);
  link.drop(new Error("The run was stopped."));
  await assert.rejects(answer, /The run was stopped/);
  await assert.rejects(link.ready, /The run was stopped/);
  assert.equal(played.dropped, true);
});

test("a worker that does not start is a failure of loading, which can be tried again", async () => {
  const { link, worker } = stage();
  worker.postMessage({ type: "failed", id: null, message: "RangeError: out of memory" });
  await assert.rejects(link.ready, { kind: "load", retry: true });
  link.drop(new Error("over"));
});

test("a worker that breaks down during a run says why", async () => {
  const { link, played } = stage();
  const answer = link.ask("{}", null);
  played.lose("memory access out of bounds");
  await assert.rejects(answer, /Python itself broke down.*memory access out of bounds/);
  link.drop(new Error("over"));
});

test("a worker is at rest before its first run and when it says so after one, and is not if it is lost", async () => {
  const { link, worker, played } = stage();
  assert.equal(await link.rested, true);
  for (const isFresh of [true, false]) {
    const asked = received(worker);
    link.ask("{}", null);
    const { id } = await asked;
    const { rested } = link;
    worker.postMessage({ type: "answer", id, text: MISSING });
    worker.postMessage({ type: "rested", id, isFresh });
    assert.equal(await rested, isFresh);
  }
  link.ask("{}", null).catch(() => {});
  const { rested } = link;
  played.lose("gone");
  assert.equal(await rested, false);
  link.drop(new Error("over"));
});
