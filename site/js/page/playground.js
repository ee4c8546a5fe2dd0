/** The playground of a page of the site: with the page's address, and what has been done of the lessons. */

import { showDrawn } from "../hydration/hydration.js";
import { startPlayground } from "../main.js";
import { fetchAhead } from "../runner/on-demand.js";
import { followProgram, isLink } from "../state/address.js";
import { onFirstAct } from "../ui/first-act.js";
import { countLesson } from "./lessons.js";
import { loadSnippet, snippetNamed } from "./snippets.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

/** What the address names is opened, as a program that came from elsewhere. It is run by its reader,
 * never by its address.
 * @param {PageStore} store @param {string} snippets where the reference's programs are
 * @param {(link: string) => Promise<unknown>} openLink
 */
async function openAddress(store, snippets, openLink) {
  const { hash } = location;
  const name = snippetNamed(hash);
  try {
    if (name !== null) {
      const code = await loadSnippet(snippets, name);
      store.dispatch({ type: "own-program", code, file: `${name}.py` });
    } else if (isLink(hash)) await openLink(hash);
  } catch (error) {
    const headline = `This ${name === null ? "link" : "snippet"} could not be opened.`;
    const text = error instanceof Error ? error.message : String(error);
    store.dispatch({ type: "run-failed", message: { headline, text, kind: "load" } });
  }
}

/** Edits outlive a reload: this tab's comes back, unless the address names another program.
 * @param {PageStore} store
 */
async function keepEdits(store) {
  const brings = !isLink(location.hash) && snippetNamed(location.hash) === null;
  const part = await import("../share/share.js").catch(() => null); // without it one can edit
  part?.keepDrafts(store, { document, brings });
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

/** Make the page live. @param {import("../hydration/data.js").PageData} data @param {import("../main.js").Runner} runner */
export function openPlayground(data, runner) {
  const root = /** @type {HTMLElement} */ (document.getElementById("playground"));
  const { store, base, api } = startPlayground(root, data, runner);
  onFirstAct(document, fetchAhead);
  const open = () => openAddress(store, new URL(data.snippets, base).href, api.open);
  countLesson(store, data.scenario);
  window.addEventListener("hashchange", open);
  const brought = [open(), keepEdits(store)];
  followProgram(store, { window, base });
  Promise.allSettled(brought).then(() => showDrawn(document));
  offerEmbed(document, store, base);
  return api;
}
