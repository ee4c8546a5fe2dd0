/** The playground of a page of the site: with the page's address, and what has been done of the lessons. */

import { loadPage } from "../hydration/data.js";
import { startPlayground } from "../main.js";
import { createRunnerOnDemand, fetchAhead } from "../runner/on-demand.js";
import { followLesson } from "../state/address.js";
import { momentOf, programIn } from "../state/share-link.js";
import { onFirstAct } from "../ui/first-act.js";
import { countLesson } from "./lessons.js";
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
  if (details?.open) open();
  else details?.addEventListener("toggle", open, { once: true });
}

/** Load what the page's parts are made from. @param {Document} document @param {import("../hydration/data.js").Places} places */
export async function loadPlayground(document, places) {
  const data = await loadPage(places, document, { chooses: true });
  return () => {
    const root = /** @type {HTMLElement} */ (document.getElementById("playground"));
    const { store, base, session } = startPlayground(root, data, createRunnerOnDemand);
    onFirstAct(document, fetchAhead);
    const open = () => openAddress(store, new URL(data.snippets, base).href);
    countLesson(store, data.scenario);
    window.addEventListener("hashchange", open);
    open();
    followLesson(store, { window, base });
    offerEmbed(document, store, base);
    return session;
  };
}
