import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { drawCode } from "../../site/js/draw/code.js";
import { difference } from "../../site/js/editor/difference.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

test("a listing holds the source and nothing else, a line in each of its rows", () => {
  const source = 'import asyncio\n\nx = "<b>&amp;"  # a note\n';
  const listing = drawCode(document, source);
  assert.equal(listing.textContent, source);
  assert.equal(listing.querySelectorAll(".code-line").length, 4);
});

test("what the source says is never markup", () => {
  assert.equal(drawCode(document, "'<img src=x>'").querySelector("img"), null);
});

test("keywords and definitions are told apart by class", () => {
  const listing = drawCode(document, "async def deposit(): pass");
  assert.equal(listing.querySelector(".tok-definition")?.textContent, "deposit");
  assert.equal(listing.querySelector(".tok-keyword")?.textContent, "async");
});

test("two texts differ in one stretch, and only that is replaced", () => {
  assert.deepEqual(difference("ATMS = 3\n", "ATMS = 12\n"), { from: 7, to: 8, insert: "12" });
  assert.deepEqual(difference("aa", "aaa"), { from: 2, to: 2, insert: "a" });
  assert.deepEqual(difference("same", "same"), { from: 4, to: 4, insert: "" });
});
