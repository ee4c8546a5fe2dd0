// Runs in the sandboxed frame, whose origin is opaque: it compiles the wasm while the pieces
// come in, makes the workers and drops them. The page talks to it through the one port that
// came with the first message. A worker may give it images of Python before it runs any
// program; after that it listens to no worker, so a learner's program that posts to its parent
// speaks to nobody. So the image that the page keeps for its next visit is of no program's making.

import { deferred } from "../deferred.js";
import { FILES, IMAGES, PACKING, PORT } from "../protocol.js";

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
/** Whether `images.ready` was made here, and not in an earlier visit. */
let isNew = false;
/** @type {ReturnType<typeof deferred<ArrayBuffer | null>>} the image of an earlier visit, for the first worker */
const kept = deferred();
let isFirst = true;
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

  /** @param {{packed: ArrayBuffer | null}} message */
  begin({ packed }) {
    kept.resolve(packed);
  },

  pack() {
    const image = isNew ? images.ready : null;
    const none = () => toPage({ type: "packed", image: null });
    if (!image) return none();
    const packer = new Worker(dataUrl(script), { type: "module" });
    const { port1: ours, port2: port } = new MessageChannel();
    const end = (/** @type {() => void} */ report) => {
      packer.terminate();
      report();
    };
    packer.onerror = (event) => {
      event.preventDefault();
      end(none);
    };
    ours.onmessage = ({ data }) =>
      end(data ? () => toPage({ type: "packed", image: data }, [data]) : none);
    packer.postMessage({ name: PACKING, content: { image, port } }, [port]);
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
async function handImages(worker) {
  const packed = await firstTime(kept.promise);
  const isAll = images.ready && images.ahead;
  const { port1: ours, port2 } = new MessageChannel();
  const port = isAll ? null : port2;
  worker.postMessage({ name: IMAGES, content: { ...images, packed, port } }, port ? [port] : []);
  let begunWith = images.ready;
  ours.onmessage = ({ data }) => {
    const { ready, ahead, isKept } = data;
    if (ready) {
      if (!images.ready) isNew = !isKept;
      images.ready ??= ready;
      begunWith = ready;
    }
    if (ahead && begunWith === images.ready) images.ahead ??= ahead;
    if ("ahead" in data) toPage({ type: "ahead" }); // null: what there cannot be an image of
  };
}

/** What it is the first time, null from then on. @template T @param {Promise<T>} promised */
async function firstTime(promised) {
  const isMine = isFirst;
  isFirst = false;
  const value = await promised;
  return isMine ? value : null;
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

/** @param {import("../protocol.js").FrameMessage} message @param {Transferable[]} [given] */
const toPage = (message, given = []) => page?.postMessage(message, given);
