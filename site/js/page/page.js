/**
 * A page of the site: its theme, what has been done of the lessons, and its playground if it has
 * one. What a page does with its address is here: an embed leaves the address alone.
 */

import { mountExerciseIndex } from "../exercise/index.js";
import { startPlayground } from "../main.js";
import { createRunnerOnDemand, fetchAhead } from "../runner/on-demand.js";
import { followLesson } from "../state/address.js";
import { momentOf, programIn } from "../state/share-link.js";
import { onFirstAct } from "../ui/first-act.js";
import { mountTheme } from "../ui/theme.js";
import { pageData } from "./data.js";
import { countLesson, showProgress } from "./lessons.js";
import { loadSnippet, snippetNamed } from "./snippets.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

/** The program that an address carries, or names in the reference; null if it does neither.
 * @param {string} hash @param {string} snippets where the reference's programs are
 */
async function programAt(hash, snippets) {
  const name = snippetNamed(hash);
  if (name !== null) return { code: await loadSnippet(snippets, name), file: `${name}.py` };
  if (!/^#\d+\./.test(hash)) return null;
  const code = programIn(await momentOf(hash));
  return code === null ? null : { code };
}

/** Open it as a program of the reader's own. It is run by its reader, never by its address.
 * @param {PageStore} store @param {string} snippets
 */
async function openAddress(store, snippets) {
  try {
    const program = await programAt(location.hash, snippets);
    if (program) store.dispatch({ type: "own-program", ...program });
  } catch (error) {
    const headline = `This ${snippetNamed(location.hash) ? "snippet" : "link"} could not be opened.`;
    const text = error instanceof Error ? error.message : String(error);
    store.dispatch({ type: "run-failed", message: { headline, text, kind: "load" } });
  }
}

/** What to paste elsewhere, made when it is first asked for.
 * @param {Document} document @param {PageStore} store @param {URL} base
 */
function offerEmbed(document, store, base) {
  const details = /** @type {HTMLDetailsElement | null} */ (document.getElementById("embed-this"));
  const place = /** @type {HTMLElement | null} */ (details?.querySelector("div"));
  const open = async () => {
    const { mountEmbedThis } = await import("../views/embed-this.js");
    if (place) mountEmbedThis(place, store, { document, base });
  };
  details?.addEventListener("toggle", open, { once: true });
}

/** Where a page speaks of the site's own address, it knows it only here. @param {Document} document */
function nameSite(document) {
  for (const place of document.querySelectorAll("[data-site]")) {
    const root = place.getAttribute("data-site") ?? "";
    place.textContent = new URL(root, location.href).href;
  }
}

/** A page that asks something of its reader. @param {HTMLElement} root @param {Document} document */
async function openExercise(root, document) {
  const block = document.getElementById("exercise-data");
  const { exercise, runtime, root: to } = JSON.parse(block?.textContent ?? "{}");
  const { mountExercise } = await import("../exercise/exercise.js");
  const { createRunner } = await import("../runner/runner.js");
  const progress = /** @type {HTMLElement} */ (document.getElementById("exercise-progress"));
  const runner = createRunner({
    runtime,
    root: to,
    onProgress: ({ loaded, total }) => {
      const [has, all] = [loaded, total].map((bytes) => (bytes / 1e6).toFixed(1));
      progress.textContent = loaded < total ? `Python loads: ${has} of ${all} MB` : "";
    },
  });
  await mountExercise(root, exercise, runner, document);
}

mountTheme(document);
showProgress(document);
mountExerciseIndex(document);
const asks = document.getElementById("exercise");
if (asks) openExercise(asks, document);
nameSite(document);
const root = document.getElementById("playground");
const data = pageData(document);
if (root && data) {
  const { store, base } = startPlayground(root, data, createRunnerOnDemand);
  onFirstAct(document, fetchAhead);
  const open = () => openAddress(store, new URL(data.snippets, base).href);
  countLesson(store, data.scenario);
  window.addEventListener("hashchange", open);
  open();
  followLesson(store, { window, base });
  offerEmbed(document, store, base);
  document.dispatchEvent(new Event("lockstep-wired")); // heard by before-paint.js
}

/** Not before all else is done: it is for the next visit. */
function whenIdle(/** @type {() => void} */ work) {
  const wait = () => setTimeout(() => (window.requestIdleCallback ?? setTimeout)(work), 3_000);
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
}
whenIdle(async () => {
  const { keepOffline } = await import("../offline/offer.js");
  keepOffline(window, new URL("../offline.js", import.meta.url));
});
