import assert from "node:assert/strict";
import { before, test } from "node:test";
import { loadPyodide } from "pyodide";
// @ts-expect-error: it is not declared
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import {
  change,
  changesBy,
  enterImage,
  fillMemory,
  takeImage,
} from "../../../site/js/runner/sandbox/image.js";

/** @typedef {import("../../../site/js/runner/sandbox/image.js").Image} Image */
/** @typedef {{pyodide: any, exports: WebAssembly.Exports}} Interpreter */

/** As in the sandbox: what JavaScript collects of Python's is not let go of in Python. */
globalThis.FinalizationRegistry = /** @type {any} */ (
  class {
    register() {}
    unregister() {}
  }
);

/** @param {Image} [image] @returns {Promise<Interpreter>} */
async function started(image) {
  const { instantiate } = WebAssembly;
  /** @type {WebAssembly.Exports | undefined} */
  let exports;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any} */ ...args) => {
      const made = /** @type {any} */ (await instantiate(.../** @type {[any]} */ (args)));
      exports ??= (made.instance ?? made).exports;
      return made;
    }
  );
  const pyodide = await loadPyodide({
    ...{ stdout: () => {}, stderr: () => {}, jsglobals: Object.create(null), _makeSnapshot: true },
    ...{ env: { PYTHONHASHSEED: "0" }, _loadSnapshot: image?.head },
    async createPyodideModule(settings) {
      const module = await createPyodideModule(settings);
      if (image) fillMemory(image, /** @type {WebAssembly.Exports} */ (exports));
      return module;
    },
  });
  WebAssembly.instantiate = instantiate;
  return { pyodide, exports: /** @type {WebAssembly.Exports} */ (exports) };
}

/** What a program does that sees addresses, files, and what was there before it. */
const PROGRAM = `
import collections, json, os, tempfile
class Thing: pass
def seen():
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "note.txt"), "w").write("x" * 5000)
        inode = os.stat(folder).st_ino
    mixed = {Thing() for _ in range(5)}
    return json.dumps([id(object()), hash(Thing()), repr(mixed), inode, known, os.getcwd()])
seen()
`;
const AHEAD = "import csv, decimal, statistics";

/** @param {Interpreter} interpreter */
const memoryOf = ({ exports }) =>
  new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.memory).buffer);

/** The first place at which two differ; -1: none. @param {Uint8Array} one @param {Uint8Array} other */
const difference = (one, other) =>
  one.length === other.length ? one.findIndex((byte, at) => byte !== other[at]) : 0;

/** @type {Interpreter} */
let first;
/** @type {Image} */
let image;
/** What the first held when the image was taken, and once it had got ahead. @type {Uint8Array[]} */
const was = [];
/** @type {import("../../../site/js/runner/sandbox/image.js").Images["ahead"]} */
let ahead;
/** What a program saw there. @type {string} */
let seen;

before(async () => {
  first = await started();
  first.pyodide.runPython("import dataclasses, asyncio\nknown = ['what was there']");
  image = structuredClone(takeImage(first.pyodide, first.exports));
  was.push(memoryOf(first).slice());
  ahead = changesBy(first.exports, () => first.pyodide.runPython(AHEAD));
  was.push(memoryOf(first).slice());
  seen = first.pyodide.runPython(PROGRAM);
});

/** One that began with the image, as a worker does. */
async function restored() {
  const one = await started(image);
  enterImage(structuredClone(image), one.pyodide, one.exports);
  return one;
}

test("an interpreter that began with an image has every byte and the stack of the one it is of", async () => {
  const one = await restored();
  assert.equal(difference(memoryOf(one), was[0]), -1);
  const { __stack_pointer: pointer } = one.exports;
  const [, kept] = image.globals.find(([name]) => name === "__stack_pointer") ?? [];
  assert.equal(/** @type {WebAssembly.Global} */ (pointer).value, kept);
});

test("it gets ahead by what changed when the first did, and then has every byte of it", async () => {
  const one = await restored();
  assert.ok(ahead);
  change(one.exports, ahead);
  assert.equal(difference(memoryOf(one), was[1]), -1);
});

test("a program sees there what it saw in the first, addresses and inodes included", async () => {
  const one = await restored();
  change(one.exports, ahead ?? []);
  assert.equal(one.pyodide.runPython(PROGRAM), seen);
  assert.deepEqual(JSON.parse(seen)[4], ["what was there"]);
});

test("what does more than change memory is not kept as changes", () => {
  const grow = () => /** @type {WebAssembly.Memory} */ (first.exports.memory).grow(1);
  assert.equal(changesBy(first.exports, grow), null);
});

test("an image that is not of such an interpreter is refused", async () => {
  const one = await started(image);
  for (const other of [
    { ...image, size: image.size + 65_536 },
    { ...image, functions: image.functions + 1 },
    { ...image, times: image.times.slice(1) },
  ]) {
    assert.throws(
      () => enterImage(other, one.pyodide, one.exports),
      /another interpreter|not those of the image/,
    );
  }
});
