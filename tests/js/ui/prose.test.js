import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { code, named, prose } from "../../../site/js/ui/prose.js";

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
    ["<code>a * b</code>", " is *not* ", "<code>c</code>"],
  );
});

test("a name with a hyphen is not broken at the end of a line, and a long one may be", () => {
  const parts = (/** @type {string} */ text) =>
    named(document, text).map((part) => (typeof part === "string" ? part : [part.textContent]));
  assert.deepEqual(parts("ATM-B read 0 from account-1.balance."), [
    ["ATM-B"],
    " read 0 from ",
    ["account-1.balance"],
    ".",
  ]);
  assert.deepEqual(parts("ends at -10 - or x"), ["ends at -10 - or x"]);
  assert.deepEqual(parts("a-name-that-goes-on-and-on-and-on"), [
    "a-name-that-goes-on-and-on-and-on",
  ]);
  const paragraph = document.createElement("p");
  paragraph.append(...code(document, "`a` of ATM-A's"));
  assert.equal(paragraph.querySelector("span")?.textContent, "ATM-A");
});
