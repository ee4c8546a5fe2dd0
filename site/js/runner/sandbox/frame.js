// Runs in the sandboxed frame, whose origin is opaque: it compiles the wasm while the pieces
// come in, makes the workers and drops them. The page talks to it through the one port that
// came with the first message. It never listens to what a worker posts, so a learner's
// program that posts to its parent speaks to nobody.

/** @typedef {{piece: Uint8Array<ArrayBuffer>}} Piece */
/** @typedef {{script: string, parts: Record<string, Blob>}} Parts */
/** @typedef {{wasm: Blob}} Sealed */
/** @typedef {{worker: string, port: MessagePort}} Start */

/** @type {MessagePort | undefined} */
let page;
/** @type {ReadableStreamDefaultController<Uint8Array>} */
let incoming;
/** @type {Promise<WebAssembly.Module>} */
let streamed;
/** @type {Parts} */
let furniture;
/** @type {(message: Sealed) => void} */
let seal;
/** @type {Promise<Sealed & {compiled: WebAssembly.Module}>} */
const whole = new Promise((resolve) => {
  seal = resolve;
}).then(compileWhole);
/** @type {Map<string, Worker>} */
const workers = new Map();

addEventListener("message", ({ source, ports: [port] }) => {
  if (page || source !== parent || !port) return;
  page = port;
  streamed = compileAsItComes();
  streamed.catch(() => {});
  port.onmessage = ({ data }) => handlers[/** @type {keyof typeof handlers} */ (data.type)](data);
});

const handlers = {
  /** @param {Piece} message */
  piece: ({ piece }) => incoming.enqueue(piece),

  /** @param {Parts} parts */
  parts(parts) {
    furniture = parts;
  },

  /** @param {Sealed} message */
  sealed(message) {
    incoming.close();
    seal(message);
    whole.then(
      () => tell({ type: "compiled" }),
      (error) => tell({ type: "broken", message: String(error) }),
    );
  },

  /** @param {Start} message */
  start({ worker: name, port }) {
    const worker = new Worker(dataUrl(furniture.script), { type: "module" });
    workers.set(name, worker);
    worker.onerror = (event) => {
      event.preventDefault();
      tell({ type: "lost", worker: name, message: event.message || "the worker did not start" });
    };
    worker.postMessage({ parts: furniture.parts }, [port]);
    whole.then(
      ({ wasm, compiled }) => {
        // Two messages: where a module cannot be handed over, the second one is lost.
        worker.postMessage({ wasm });
        worker.postMessage({ compiled });
      },
      () => {},
    );
  },

  /** @param {{worker: string}} message */
  drop({ worker: name }) {
    workers.get(name)?.terminate();
    workers.delete(name);
    tell({ type: "dropped", worker: name });
  },
};

function compileAsItComes() {
  const stream = new ReadableStream({
    start(controller) {
      incoming = controller;
    },
  });
  const response = new Response(stream, { headers: { "Content-Type": "application/wasm" } });
  return WebAssembly.compileStreaming(response);
}

/**
 * A browser that cannot compile from a stream made here compiles from the whole.
 * @param {Sealed} sealed
 */
async function compileWhole({ wasm }) {
  const module = streamed.catch(async () => WebAssembly.compile(await wasm.arrayBuffer()));
  return { wasm, compiled: await module };
}

/** @param {string} script */
const dataUrl = (script) => `data:text/javascript;charset=utf-8,${encodeURIComponent(script)}`;

/** @param {import("../../protocol.js").FrameMessage} message */
const tell = (message) => page?.postMessage(message);
