// Runs in the sandboxed frame, whose origin is opaque: it compiles the wasm while the pieces
// come in, makes the workers and drops them. The page talks to it through the one port that
// came with the first message. A worker may give it images of Python before it runs any
// program; after that it listens to no worker, so a learner's program that posts to its parent
// speaks to nobody.

import { FILES, IMAGES, PORT } from "../protocol.js";

/** @typedef {{piece: Uint8Array<ArrayBuffer>}} Piece */
/** @typedef {{name: string, content: ArrayBuffer}} Part */
/** @typedef {{worker: string, port: MessagePort}} Start */

/** @type {MessagePort | undefined} */
let page;
/** @type {ReadableStreamDefaultController<Uint8Array> | null} null once the compiler wants no more */
let incoming = null;
/** @type {Uint8Array<ArrayBuffer>[]} */
const pieces = [];
/** @type {() => void} */
let seal;
/** @type {Promise<void>} */
const sealed = new Promise((resolve) => {
  seal = resolve;
});
/** @type {Promise<WebAssembly.Module>} */
let compiling;
/** @type {string} of each worker */
let script;
/** @type {Part[]} what each worker is given */
const parts = [];
/** @type {import("./image.js").Images} Python as the first workers had it */
const images = { ready: null, ahead: null };
/** @type {Map<string, Worker>} */
const workers = new Map();

addEventListener("message", ({ source, ports: [port] }) => {
  if (page || source !== parent || !port) return;
  page = port;
  compiling = compileAsItComes().catch(compileWhole);
  compiling.then(
    () => {
      pieces.length = 0;
      toPage({ type: "compiled" });
    },
    (error) => toPage({ type: "broken", message: String(error) }),
  );
  port.onmessage = ({ data }) => handlers[/** @type {keyof typeof handlers} */ (data.type)](data);
});

/** How much of an error is told. */
const SHOWN = 500;

/** The first error of a worker says that it is lost. @param {ErrorEvent} event */
const ignored = (event) => event.preventDefault();

const handlers = {
  /** @param {Piece} message */
  piece({ piece }) {
    pieces.push(piece);
    incoming?.enqueue(piece);
  },

  sealed() {
    seal();
    incoming?.close();
  },

  /** @param {{script: string}} message */
  script(message) {
    script = message.script;
  },

  /** @param {Part} message */
  part({ name, content }) {
    const part = { name, content };
    parts.push(part);
    for (const worker of workers.values()) worker.postMessage(part);
  },

  /** @param {Start} message */
  start({ worker: name, port }) {
    const worker = new Worker(dataUrl(script), { type: "module" });
    workers.set(name, worker);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.onerror = ignored;
      const message = event.message.slice(0, SHOWN) || "the worker did not start";
      toPage({ type: "lost", worker: name, message });
    };
    worker.postMessage({ name: PORT, content: port }, [port]);
    handImages(worker);
    for (const part of parts) worker.postMessage(part);
    compiling.then(
      (content) => worker.postMessage({ name: FILES.wasm, content }),
      () => {},
    );
  },

  /** @param {{worker: string}} message */
  drop({ worker: name }) {
    workers.get(name)?.terminate();
    workers.delete(name);
    toPage({ type: "dropped", worker: name });
  },
};

/**
 * To begin with, and a way to give what there is not yet. A worker closes that way before it runs any
 * program: nothing of a program gets here.
 * @param {Worker} worker
 */
function handImages(worker) {
  const isAll = images.ready && images.ahead;
  const { port1: ours, port2 } = new MessageChannel();
  const port = isAll ? null : port2;
  worker.postMessage({ name: IMAGES, content: { ...images, port } }, port ? [port] : []);
  let begunWith = images.ready;
  ours.onmessage = ({ data: { ready, ahead } }) => {
    if (ready) {
      images.ready ??= ready;
      begunWith = ready;
    }
    if (ahead && begunWith === images.ready) images.ahead ??= ahead;
  };
}

async function compileAsItComes() {
  const stream = new ReadableStream({
    start(controller) {
      incoming = controller;
    },
    cancel() {
      incoming = null;
    },
  });
  const response = new Response(stream, { headers: { "Content-Type": "application/wasm" } });
  return WebAssembly.compileStreaming(response);
}

/** For a browser that cannot compile from a stream made here. */
async function compileWhole() {
  await sealed;
  return WebAssembly.compile(await new Blob(pieces).arrayBuffer());
}

/** @param {string} script */
const dataUrl = (script) => `data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`;

/** @param {import("../protocol.js").FrameMessage} message */
const toPage = (message) => page?.postMessage(message);
