/**
 * A page of the site: its theme, what has been done of the lessons, and its playground if it has
 * one. What a page does with its address is here: an embed leaves the address alone.
 */

import { followLesson } from "./address.js";
import { countLesson, showProgress } from "./lessons.js";
import { momentOf } from "./link.js";
import { startPlayground } from "./main.js";
import { pageData } from "./page-data.js";
import { createRunner } from "./runner/runner.js";
import { loadSnippet, snippetNamed } from "./snippets.js";
import { mountTheme } from "./theme.js";

/** @typedef {import("./state.js").PageStore} PageStore */

/** The program that an address carries, or names in the reference; null if it does neither.
 * @param {string} hash @param {string} snippets where the reference's programs are
 */
async function programIn(hash, snippets) {
  const name = snippetNamed(hash);
  if (name !== null) return { code: await loadSnippet(snippets, name), file: `${name}.py` };
  if (!/^#\d+\./.test(hash)) return null;
  const { code, setup } = await momentOf(hash);
  if (code === undefined) return null;
  return { code: setup ? `${setup.trimEnd()}\n${code}` : code };
}

/** Open it as a program of the reader's own. It is run by its reader, never by its address.
 * @param {PageStore} store @param {string} snippets
 */
async function openAddress(store, snippets) {
  try {
    const program = await programIn(location.hash, snippets);
    if (program) store.dispatch({ type: "own-program", ...program });
  } catch (error) {
    const headline = `This ${snippetNamed(location.hash) ? "snippet" : "link"} could not be opened.`;
    const text = error instanceof Error ? error.message : String(error);
    store.dispatch({ type: "run-failed", message: { headline, text, kind: "load" } });
  }
}

mountTheme(document);
showProgress(document);
const root = document.getElementById("playground");
const data = pageData(document);
if (root && data) {
  const { store, base } = startPlayground(root, data, createRunner);
  const open = () => openAddress(store, new URL(data.snippets, base).href);
  countLesson(store, data.scenario);
  window.addEventListener("hashchange", open);
  open();
  followLesson(store, { window, base });
}
