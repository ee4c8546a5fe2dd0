import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { difference } from "../../../site/js/editor/difference.js";
import { docstringFold } from "../../../site/js/editor/docstring.js";
import { drawCode } from "../../../site/js/editor/static-code.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

test("a listing holds the source and nothing else, a line in each of its rows", () => {
  const source = 'import asyncio\n\nx = "<b>&amp;"  # a note\n';
  const listing = drawCode(document, source);
  assert.equal(listing.textContent, source);
  assert.equal(listing.querySelectorAll(".code-line").length, 4);
});

const LESSON = '"""A title\n\nWhat it teaches.\nOrder: 1\n"""\n\nimport asyncio\n';

test("the text that a file begins with is folded behind its first line, and nothing is lost", () => {
  const listing = drawCode(document, LESSON, "x", { fold: true });
  assert.equal(listing.textContent, LESSON);
  assert.equal(listing.querySelector("summary")?.textContent, '"""A title\n');
  assert.equal(listing.querySelectorAll("details .code-line").length, 5);
  assert.equal(listing.querySelectorAll(".code-line")[6].getAttribute("data-line"), "7");
  assert.equal(drawCode(document, LESSON).querySelector("details"), null);
});

test("a fold goes from the end of the first line to the closing quotes", () => {
  const fold = docstringFold(LESSON);
  assert.ok(fold);
  assert.equal(
    LESSON.slice(0, fold.from) + LESSON.slice(fold.to),
    '"""A title"""\n\nimport asyncio\n',
  );
  assert.ok(docstringFold(`#!/usr/bin/env python3\n\n${LESSON}`));
  for (const none of ["", "x = 1\n", '"""one line"""\n', '"""never closed\n\n\n\n\n', "'a'\n"]) {
    assert.equal(docstringFold(none), null, none);
  }
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
