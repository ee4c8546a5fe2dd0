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
import { withExports } from "./instance.js";

/** @typedef {import("../../../site/js/runner/sandbox/image.js").Image} Image */
/** @typedef {{pyodide: any, exports: WebAssembly.Exports, getAhead: () => void,
 *   answer: (text: string) => string}} Interpreter */

/** As in the sandbox: what JavaScript collects of Python's is not let go of in Python. */
globalThis.FinalizationRegistry = /** @type {any} */ (
  class {
    register() {}
    unregister() {}
  }
);

/** What stands for our side of Python: it is imported once, and its functions are held. */
const HOST = `
import dataclasses, json, os

known = []

class Thing:
    pass

def prepare():
    known.append("what was there")

def get_ahead():
    import csv, decimal, statistics

def answer(text, tell):
    """What depends on addresses, on files, and on what there was before."""
    os.mkdir("/tmp/" + text)
    with open(f"/tmp/{text}/note.txt", "w") as note:
        note.write("x" * 5000)
    tell(text)
    inode = os.stat("/tmp/" + text).st_ino
    things = repr({Thing() for _ in range(5)})
    return json.dumps([id(object()), hash(Thing()), things, inode, known, os.getcwd()])
`;

/** As a worker starts: with an image, or prepared from nothing.
 * @param {Image} [image] @returns {Promise<Interpreter>}
 */
async function started(image) {
  const options = {
    ...{ stdout: () => {}, stderr: () => {}, jsglobals: Object.create(null), _makeSnapshot: true },
    ...{ env: { PYTHONHASHSEED: "0" }, _loadSnapshot: image?.head },
  };
  const { loaded: pyodide, exports } = await withExports((found) =>
    loadPyodide({
      ...options,
      async createPyodideModule(settings) {
        const module = await createPyodideModule(settings);
        if (image) fillMemory(image, found());
        return module;
      },
    }),
  );
  pyodide.FS.writeFile("/home/pyodide/held.py", HOST);
  const { prepare, get_ahead, answer } = pyodide.pyimport("held");
  if (image) enterImage(structuredClone(image), pyodide, exports);
  else prepare();
  return { pyodide, exports, getAhead: get_ahead, answer: (text) => answer(text, () => {}) };
}

/** @param {Interpreter} interpreter */
const memoryOf = ({ exports }) =>
  new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.memory).buffer).slice();

/** The first place at which two differ; -1: none. @param {Uint8Array} one @param {Uint8Array} other */
const difference = (one, other) =>
  one.length === other.length ? one.findIndex((byte, at) => byte !== other[at]) : 0;

/** @type {Interpreter} */
let first;
/** @type {Image} */
let image;
/** What the first held when it was ready, and once it had got ahead. @type {Uint8Array[]} */
let was;
/** @type {import("../../../site/js/runner/sandbox/image.js").Images["ahead"]} */
let ahead;
/** What a program saw there. @type {string} */
let seen;

before(async () => {
  first = await started();
  image = structuredClone(/** @type {Image} */ (takeImage(first.pyodide, first.exports)));
  const ready = memoryOf(first);
  ahead = changesBy(first.exports, first.getAhead);
  was = [ready, memoryOf(first)];
  seen = first.answer("program");
});

test("an interpreter that began with an image has every byte and the stack of the one it is of", async () => {
  const one = await started(image);
  assert.equal(difference(memoryOf(one), was[0]), -1);
  const { __stack_pointer: pointer } = one.exports;
  const [, kept] = image.globals.find(([name]) => name === "__stack_pointer") ?? [];
  assert.equal(/** @type {WebAssembly.Global} */ (pointer).value, kept);
});

test("whether it gets ahead by itself or by what changed in the first, it then has every byte of that", async () => {
  const [one, other] = [await started(image), await started(image)];
  assert.ok(ahead);
  change(one.exports, ahead);
  assert.equal(difference(memoryOf(one), was[1]), -1);
  other.getAhead();
  assert.equal(difference(memoryOf(other), was[1]), -1);
});

test("a program sees there what it saw in the first, addresses and inodes included", async () => {
  const one = await started(image);
  change(one.exports, ahead ?? []);
  assert.equal(one.answer("program"), seen);
  assert.deepEqual(JSON.parse(seen)[4], ["what was there"]);
});

test("what does more than change memory is not kept as changes", () => {
  const grow = () => /** @type {WebAssembly.Memory} */ (first.exports.memory).grow(1);
  assert.equal(changesBy(first.exports, grow), null);
});

test("where no image can be taken, or no changes, there is none, and the work is done all the same", () => {
  const fails = () => {
    throw new RangeError("no room");
  };
  const { exports } = first;
  assert.equal(takeImage(/** @type {any} */ ({ makeMemorySnapshot: fails }), exports), null);
  const { slice } = Uint8Array.prototype;
  Uint8Array.prototype.slice = fails;
  try {
    let isDone = false;
    const work = () => {
      isDone = true;
    };
    assert.equal(changesBy(exports, work), null);
    assert.ok(isDone);
  } finally {
    Uint8Array.prototype.slice = slice;
  }
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
