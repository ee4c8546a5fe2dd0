// Starts Pyodide from parts that are already here: there is no network in the sandbox.
import { loadPyodide } from "pyodide";
import { deferred } from "../deferred.js";
import { FILES } from "../protocol.js";
import { checkpoint } from "./checkpoint.js";
import { createStates } from "./states.js";

/** @typedef {(request: string, tell: (text: string) => void) => string} Ask
 * @typedef {{answer: Ask, explore: Ask, grade: Ask, orders: Ask, write: Ask, addRest(archive: Uint8Array): void, getAhead(): void, rewind(): boolean}} Python
 *   getAhead: import what exploring needs; rewind: back to the state before its last run, if that could be done */

/** A place that is never fetched from: every name below it is looked up in what was handed over. */
const NOWHERE = "https://runtime.invalid/";
const ENGINE = "/lib/lockstep.zip";
const REST = "/lib/stdlib-rest.zip";

/** The order of a set of texts must not differ between two runs, so their hash is not random. */
const ENV = { PYTHONHASHSEED: "0" };

/** @typedef {(name: string) => Promise<any>} Handed what a worker is handed under a name, which may still be on its way */

/** @param {Handed} handed @returns {Promise<Python>} */
export async function loadPython(handed) {
  serveParts(handed);
  const { broken, exports } = serveWasm(handed(FILES.wasm));
  const { default: createPyodideModule } = await importModule(await handed(FILES.glue));
  const loading = loadPyodide({
    ...{ indexURL: NOWHERE, packageBaseUrl: NOWHERE, stdLibURL: NOWHERE + FILES.stdlib },
    ...{
      lockFileContents: PYODIDE_LOCK,
      createPyodideModule,
      env: ENV,
      jsglobals: Object.create(null),
    },
    ...{ stdout: () => {}, stderr: () => {}, stdin: () => null },
  });
  const pyodide = await Promise.race([loading, broken]);
  return startHost(pyodide, new Uint8Array(await handed(FILES.engine)), await exports);
}

/**
 * Our own side of Python: see py/pagehost. Its functions are held here, where a program
 * cannot put others in their place.
 * @param {import("pyodide").PyodideInterface} pyodide @param {Uint8Array} engine @param {WebAssembly.Exports} exports
 * @returns {Python}
 */
function startHost(pyodide, engine, exports) {
  pyodide.FS.writeFile(ENGINE, engine);
  pyodide.runPython(`import sys; sys.path.append("${ENGINE}")`);
  const host = pyodide.pyimport("pagehost");
  const { answer, explore, grade, orders, write } = host;
  host.prepare();
  const states = createStates(host.prepare_exploring, () => checkpoint(exports, pyodide.FS));
  /** @type {string | undefined} */
  let rest;
  return {
    answer(request, tell) {
      states.enter("ready");
      return answer(request, rest, tell);
    },
    explore: (request, tell) => explore(request, tell, rest),
    grade: (request, tell) => grade(request, tell, rest),
    write: (request, tell) => write(request, tell, rest),
    orders(request, tell) {
      states.enter("ahead");
      return orders(request, tell, rest);
    },
    addRest(archive) {
      if (rest) return;
      states.change(() => pyodide.FS.writeFile(REST, archive));
      rest = REST;
    },
    getAhead: states.getAhead,
    rewind: states.rewind,
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
