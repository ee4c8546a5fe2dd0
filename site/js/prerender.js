/**
 * The views as text, for pages that are read before, or without, any script:
 * `node site/js/prerender.js < [{name, trace}, ...] > {name: {code, timeline, scrubber, log, sentences}}`.
 */

import { argv, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { parseHTML } from "linkedom";
import { drawCode } from "./draw/code.js";
import { initialState, reducer } from "./state.js";
import { createStore } from "./store.js";
import { readTrace } from "./trace.js";
import { mountLog } from "./views/log.js";
import { mountScrubber } from "./views/scrubber.js";
import { mountSentences } from "./views/sentences.js";
import { mountTimeline } from "./views/timeline.js";

/**
 * The contents of each view's root, for one recorded run shown at its end.
 * @param {unknown} trace
 */
export function prerender(trace) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const model = readTrace(trace);
  const store = createStore(reducer, initialState({ model }));
  /** @param {(root: HTMLElement) => void} mount */
  const html = (mount) => {
    const root = document.createElement("div");
    mount(root);
    return root.innerHTML;
  };
  return {
    code: drawCode(document, model.trace.source).outerHTML,
    timeline: html((root) => mountTimeline(root, store, { document, measure: false })),
    scrubber: html((root) => mountScrubber(root, store, { document })),
    log: html((root) => mountLog(root, store, { document, live: false })),
    sentences: html((root) => mountSentences(root, store, { document, lazy: false })),
  };
}

async function main() {
  const runs = JSON.parse(await text(stdin));
  const pages = runs.map((/** @type {{name: string, trace: unknown}} */ { name, trace }) => [
    name,
    prerender(trace),
  ]);
  stdout.write(JSON.stringify(Object.fromEntries(pages)));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await main();
