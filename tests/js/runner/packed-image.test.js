import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf } from "../../../site/js/runner/hash.js";
import { pack, readKept, unpack } from "../../../site/js/runner/sandbox/packed-image.js";

const stretch = (/** @type {number} */ from, /** @type {number[]} */ ...bytes) => ({
  from,
  content: Uint8Array.of(...bytes),
});
const IMAGE = {
  head: Uint8Array.of(1, 2, 3),
  size: 200_000,
  stretches: [stretch(0, 4, 5), stretch(65_536, 6)],
  functions: 12,
  globals: /** @type {[string, unknown][]} */ ([["__stack_pointer", 14_539_168]]),
  times: [{ mode: 16_895, atime: 1, mtime: 2, ctime: 3 }],
};

const packed = () => pack(IMAGE).arrayBuffer();

test("what is packed is unpacked as it was, each stretch in memory of its own", async () => {
  const image = unpack(await packed());
  assert.deepEqual(image, IMAGE);
  const buffers = image.stretches.map(({ content }) => content.buffer);
  assert.equal(new Set(buffers).size, 2);
  assert.deepEqual(
    buffers.map(({ byteLength }) => byteLength),
    [2, 1],
  );
});

test("what is short, long or nothing of the kind is refused", async () => {
  const bytes = Buffer.from(await packed());
  for (const other of [
    bytes.subarray(0, -1),
    bytes.subarray(0, 2),
    Buffer.concat([bytes, Buffer.of(0)]),
    Buffer.of(0xff, 0xff, 0xff, 0xff, 1),
    Buffer.of(2, 0, 0, 0, 0x7b, 0x7d),
    Buffer.alloc(0),
  ]) {
    assert.throws(() => unpack(new Uint8Array(other).buffer), Error);
  }
});

test("what cannot be written as text is not packed", () => {
  assert.throws(() => pack({ ...IMAGE, globals: [["wide", 1n]] }), TypeError);
});

test("what was kept is read if every byte of it is what it was", async () => {
  const content = pack(IMAGE);
  const hash = await hashOf(await packed());
  assert.deepEqual(await readKept({ content, hash }), IMAGE);
  const changed = new Uint8Array(await packed());
  changed[changed.length - 1] ^= 1;
  assert.equal(await readKept({ content: new Blob([changed]), hash }), null);
  const rubbish = new Blob(["rubbish"]);
  assert.equal(
    await readKept({ content: rubbish, hash: await hashOf(await rubbish.arrayBuffer()) }),
    null,
  );
});

test("what cannot be read is none, and what does not come is not waited for", async () => {
  const hash = await hashOf(await packed());
  const gone = /** @type {any} */ ({ arrayBuffer: () => Promise.reject(new Error("deleted")) });
  assert.equal(await readKept({ content: gone, hash }), null);
  const silent = /** @type {any} */ ({ arrayBuffer: () => new Promise(() => {}) });
  assert.equal(await readKept({ content: silent, hash }, 1), null);
});
