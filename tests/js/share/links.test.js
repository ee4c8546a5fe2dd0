/** A link brings back what it was made of, and says in words why it cannot: as Python does, of the same links. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FORMAT } from "../../../site/js/share/format.gen.js";
import { fragmentOf, LinkError, momentOf, programIn } from "../../../site/js/share/links.js";

const LINKS = JSON.parse(readFileSync(new URL("links.json", import.meta.url), "utf-8"));

/** @param {string} link */
const refusalOf = (link) =>
  momentOf(link).then(
    () => "it opens",
    (error) => (error instanceof LinkError ? error.message : String(error)),
  );

for (const { name, link, moment } of LINKS.opened) {
  test(`opens: ${name}`, async () => {
    assert.deepEqual(await momentOf(link), moment);
    assert.deepEqual(await momentOf(`#${await fragmentOf(moment)}`), moment);
  });
}

for (const { name, link, error } of LINKS.refused) {
  test(`refuses in one sentence: ${name}`, async () => {
    assert.equal(await refusalOf(link), error);
  });
}

test("a link of 5 MB is refused before it is unpacked", async () => {
  const error = "This link is 5120 kB long, more than the 64 kB that are opened.";
  assert.equal(await refusalOf(`1.${"A".repeat(5 * 1024 * 1024)}`), error);
});

test("a small link that unpacks to gigabytes is refused while it is unpacked", async () => {
  const stream = new Blob([new Uint8Array(40_000_000)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const packed = Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
  assert.ok(packed.length < FORMAT.mostPacked);
  const error = "This link unpacks to more than 512 kB, the most that is opened.";
  assert.equal(await refusalOf(`1.${packed}`), error);
});

test("no link is made that could not be opened", async () => {
  const noise = Array.from({ length: 80_000 }, (_, i) => ((i * i * 7919) % 1_000_003).toString(36));
  await assert.rejects(fragmentOf({ code: noise.join("") }), {
    message:
      /^This program makes a link of \d+ kB, more than the 64 kB that can be opened: save it/,
  });
  await assert.rejects(fragmentOf({ code: "x".repeat(600_000) }), {
    message:
      "This program makes a link of 586 kB, more than the 512 kB that can be opened: save it as a file.",
  });
  await assert.rejects(fragmentOf({ step: -1 }), { message: /“step” in it is no whole number/ });
});

test("what is not said is not in the link", async () => {
  const fragment = await fragmentOf({ code: "x", setup: undefined });
  assert.deepEqual(await momentOf(fragment), { code: "x" });
});

test("what runs before a program runs first, and stands before it", () => {
  assert.equal(programIn({ code: "print(a)", setup: "a = 1\n\n" }), "a = 1\nprint(a)");
  assert.deepEqual(
    [programIn({ code: "", setup: " " }), programIn({ setup: "a = 1" })],
    ["", null],
  );
});
