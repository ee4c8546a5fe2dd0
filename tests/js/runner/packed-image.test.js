import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { pack, unpack } from "../../../site/js/runner/sandbox/packed-image.js";

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

/** @param {Uint8Array} bytes @returns {ArrayBuffer} */
const packedAnew = (bytes) => new Uint8Array(gzipSync(bytes)).buffer;

test("what is packed is unpacked as it was, each stretch in memory of its own", async () => {
  const image = await unpack(await pack(IMAGE));
  assert.deepEqual(image, IMAGE);
  const buffers = image.stretches.map(({ content }) => content.buffer);
  assert.equal(new Set(buffers).size, 2);
  assert.deepEqual(
    buffers.map(({ byteLength }) => byteLength),
    [2, 1],
  );
});

test("what is short, long or nothing of the kind is refused", async () => {
  const bytes = gunzipSync(await pack(IMAGE));
  for (const other of [
    bytes.subarray(0, -1),
    bytes.subarray(0, 2),
    Buffer.concat([bytes, Buffer.of(0)]),
    Buffer.of(0xff, 0xff, 0xff, 0xff, 1),
    Buffer.of(2, 0, 0, 0, 0x7b, 0x7d),
    Buffer.alloc(0),
  ]) {
    await assert.rejects(unpack(packedAnew(other)), Error);
  }
  await assert.rejects(unpack(new Uint8Array(bytes).buffer), Error);
});

test("what cannot be written as text is not packed", async () => {
  await assert.rejects(pack({ ...IMAGE, globals: [["wide", 1n]] }), TypeError);
});
