/**
 * Listings as text, for pages without a playground:
 * `node site/js/build/prerender-code.js < [{name, source, label}, ...] > {name: "<pre ...", ...}`.
 */

import { stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { parseHTML } from "linkedom";
import { drawCode } from "../editor/static-code.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
/** @type {{name: string, source: string, label: string}[]} */
const wanted = JSON.parse(await text(stdin));
const drawn = wanted.map(({ name, source, label }) => [
  name,
  drawCode(document, source, label).outerHTML,
]);
stdout.write(JSON.stringify(Object.fromEntries(drawn)));
