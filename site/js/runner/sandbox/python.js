// Starts Pyodide from parts that are already here: there is no network in the sandbox.
import { loadPyodide } from "pyodide";
import { deferred } from "../deferred.js";
import { FILES, IMAGES } from "../protocol.js";
import { checkpoint } from "./checkpoint.js";
import { change, changesBy, enterImage, fillMemory, releaseImage, takeImage } from "./image.js";
import { unpack } from "./packed-image.js";
import { createStates } from "./states.js";

/** @typedef {import("./image.js").Images} Images */
/** @typedef {Images & {packed: ArrayBuffer | null, port: MessagePort | null}} Handout packed: the image of an
 * earlier visit; port: where images are wanted that there are not */
/** @typedef {Images & {isKept: boolean}} Beginning isKept: whether `ready` is of an earlier visit */
/** @typedef {(request: string, report: (text: string) => void) => string} Ask
 * @typedef {{answer: Ask, explore: Ask, grade: Ask, orders: Ask, write: Ask, addRest(archive: Uint8Array): void, addExploring(archive: Uint8Array): void, getAhead(): void, rewind(): boolean, beginPrograms(): void}} Python
 *   addExploring: what it needs, before it is asked to or gets ahead; getAhead: import that; rewind: back to the state before its last run, if that could be done;
 *   beginPrograms: from now on nothing of it is given to the frame */

/** A place that is never fetched from: every name below it is looked up in what was handed over. */
const NOWHERE = "https://runtime.invalid/";
const ENGINE = "/lib/lockstep.zip";
const REST = "/lib/stdlib-rest.zip";
const EXPLORING = "/lib/lockstep-exploring.zip";

/** The order of a set of texts must not differ between two runs, so their hash is not random. */
const ENV = { PYTHONHASHSEED: "0" };

/** @typedef {(name: string) => Promise<any>} Handed what a worker is handed under a name, which may still be on its way */

/** @param {Handed} handed @returns {Promise<Python>} */
export async function loadPython(handed) {
  const glue = handed(FILES.glue).then(importModule);
  glue.catch(() => {});
  const { packed, port, ...images } = /** @type {Handout} */ (await handed(IMAGES));
  const gift = createGift(port);
  const ready = images.ready ?? (packed && (await unpack(packed).catch(() => null)));
  const isKept = !images.ready;
  if (ready) {
    try {
      return await start(handed, glue, { ...images, ready, isKept }, gift);
    } catch {} // it does not fit: as if there were none
  }
  return start(handed, glue, { ready: null, ahead: null, isKept: false }, gift);
}

/** @param {Handed} handed @param {Promise<any>} glue @param {Beginning} beginning
 * @param {ReturnType<typeof createGift>} gift @returns {Promise<Python>}
 */
async function start(handed, glue, { ready, ahead, isKept }, gift) {
  serveParts(handed);
  const wasm = serveWasm(handed(FILES.wasm));
  const { default: createModule } = await glue;
  /** @param {unknown} settings */
  async function createPyodideModule(settings) {
    const module = await createModule(settings);
    if (ready) fillMemory(ready, await wasm.exports);
    return module;
  }
  const loading = loadPyodide({
    ...{ indexURL: NOWHERE, packageBaseUrl: NOWHERE, stdLibURL: NOWHERE + FILES.stdlib },
    ...{
      lockFileContents: PYODIDE_LOCK,
      createPyodideModule,
      env: ENV,
      jsglobals: Object.create(null),
    },
    ...{ stdout: () => {}, stderr: () => {}, stdin: () => null },
    ...{ _makeSnapshot: true, _loadSnapshot: ready?.head },
  });
  const pyodide = await Promise.race([loading, wasm.broken]);
  const exports = await wasm.exports;
  pyodide.FS.writeFile(ENGINE, new Uint8Array(await handed(FILES.engine)));
  const exploring = placeFor(pyodide.FS);
  const host = importHost(pyodide, !ready);
  if (ready) {
    enterImage(ready, pyodide, exports);
    if (isKept) gift.give({ ready, isKept });
    else releaseImage(ready);
  } else {
    host.prepare();
    if (gift.isWanted) gift.give({ ready: takeImage(pyodide, exports) });
  }
  host.seal();
  return startHost(host, { files: pyodide.FS, exports, ahead, gift, exploring });
}

/** Held here, where a program cannot put others in their place. */
const { parse, stringify } = JSON;

/** What of a request is the same for all runs of its program. @param {string} request */
function programOf(request) {
  const { source, filename } = parse(request);
  return stringify({ source, filename });
}

/**
 * Our own side of Python: see py/pagehost. Its functions are held here, where a program
 * cannot put others in their place.
 * @param {import("pyodide").PyodideInterface} pyodide @param {boolean} isNew
 */
function importHost(pyodide, isNew) {
  if (isNew) pyodide.runPython(`import sys; sys.path.append("${ENGINE}")`);
  const { read, answer, explore, grade, orders, write, prepare, prepare_exploring, seal } =
    pyodide.pyimport("pagehost");
  return { read, answer, explore, grade, orders, write, prepare, prepare_exploring, seal };
}

/** The way to the frame, which is closed before any program runs. @param {MessagePort | null} port */
function createGift(port) {
  return {
    get isWanted() {
      return port !== null;
    },
    /** @param {Partial<Beginning>} images */
    give(images) {
      const stretches = [...(images.ready?.stretches ?? []), ...(images.ahead ?? [])];
      port?.postMessage(
        images,
        stretches.map(({ content }) => content.buffer),
      );
    },
    close() {
      port?.close();
      port = null;
    },
  };
}

/** The archive's place, full of zeros until it comes: a program finds the same files before and after.
 * @param {import("pyodide").PyodideInterface["FS"]} files @returns {Uint8Array} what the file holds
 */
function placeFor(files) {
  const place = new Uint8Array(EXPLORING_SIZE);
  files.writeFile(EXPLORING, place, { canOwn: true });
  return place;
}

/**
 * @typedef {{files: import("pyodide").PyodideInterface["FS"], exports: WebAssembly.Exports,
 *   ahead: Images["ahead"], gift: ReturnType<typeof createGift>, exploring: Uint8Array}} Interpreter
 */

/** Import what exploring needs, or have what that changes if it is known.
 * @param {ReturnType<typeof importHost>} host @param {Interpreter} interpreter
 */
function prepareExploring(host, { exports, ahead, gift }) {
  if (ahead) change(exports, ahead);
  else if (gift.isWanted) gift.give({ ahead: changesBy(exports, host.prepare_exploring) });
  else host.prepare_exploring();
}

/** @param {ReturnType<typeof importHost>} host @param {Interpreter} interpreter @returns {Python} */
function startHost(host, interpreter) {
  const { read, answer, explore, grade, orders, write } = host;
  const { files, exports, ahead, gift, exploring } = interpreter;
  const states = createStates(
    () => prepareExploring(host, interpreter),
    () => checkpoint(exports, files),
  );
  /** @type {string | undefined} */
  let rest;
  return {
    answer(request, report) {
      const program = programOf(request);
      states.begin(() => read(program));
      return answer(request, rest, report);
    },
    explore(request, report) {
      if (ahead) states.leave();
      return explore(request, report, rest);
    },
    grade(request, report) {
      if (ahead) states.leave();
      return grade(request, report, rest);
    },
    write: (request, report) => write(request, report, rest),
    orders(request, report) {
      states.enter("ahead");
      return orders(request, report, rest);
    },
    addRest(archive) {
      if (rest) return;
      states.change(() => files.writeFile(REST, archive));
      rest = REST;
    },
    addExploring: (archive) => exploring.set(archive),
    getAhead: ahead ? () => {} : states.getAhead,
    rewind: states.rewind,
    beginPrograms: gift.close,
  };
}

/**
 * The loader fetches by name what was handed over. Anything else is refused here already, though
 * the policy of the frame would refuse it too.
 * @param {Handed} handed
 */
function serveParts(handed) {
  globalThis.fetch = async (resource) => {
    const name = String(resource).replace(NOWHERE, "");
    if (name === FILES.wasm) return new Response();
    if (name !== FILES.stdlib) throw new TypeError("There is no network in the sandbox.");
    return new Response(await handed(name));
  };
}

/**
 * Have Pyodide use the given module. Its loader would wait for ever when the wasm fails, so
 * the failure is also given here, as a promise that only rejects.
 * @param {Promise<WebAssembly.Module>} wasm
 * @returns {{broken: Promise<never>, exports: Promise<WebAssembly.Exports>}}
 */
function serveWasm(wasm) {
  /** @type {ReturnType<typeof deferred<never>>} */
  const { promise, reject } = deferred();
  /** @type {ReturnType<typeof deferred<WebAssembly.Exports>>} */
  const started = deferred();
  WebAssembly.instantiateStreaming = async (_response, imports) => {
    try {
      const module = await wasm;
      const instance = await WebAssembly.instantiate(module, imports);
      started.resolve(instance.exports);
      return { module, instance };
    } catch (error) {
      reject(error);
      throw error;
    }
  };
  return { broken: promise, exports: started.promise };
}

/**
 * From a blob URL where the browser allows it; else (WebKit) from a data URL, which is slower.
 * @param {ArrayBuffer} source
 */
async function importModule(source) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return await import(url);
  } catch {
    const text = encodeURIComponent(new TextDecoder().decode(source));
    return await import(`data:text/javascript;charset=utf-8,${text}`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
