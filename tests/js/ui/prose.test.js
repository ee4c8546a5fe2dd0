import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { code, prose } from "../../../site/js/ui/prose.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** @param {string} text */
function html(text) {
  const paragraph = document.createElement("p");
  paragraph.append(...prose(document, text));
  return paragraph.innerHTML;
}

test("code and emphasis become elements and the rest is text", () => {
  assert.equal(html("`a < b` and *this*"), "<code>a &lt; b</code> and <em>this</em>");
  assert.equal(html("`ATMS * AMOUNT * 2` is code"), "<code>ATMS * AMOUNT * 2</code> is code");
  assert.equal(html("2 * 3 * 4 is arithmetic"), "2 * 3 * 4 is arithmetic");
});

test("of a message only its code becomes elements: its stars are the program's own", () => {
  const parts = code(document, "`a * b` is *not* `c`");
  assert.deepEqual(
    parts.map((part) => (typeof part === "string" ? part : part.outerHTML)),
    ["", "<code>a * b</code>", " is *not* ", "<code>c</code>", ""],
  );
});
