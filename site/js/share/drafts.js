/**
 * Edits outlive a reload. Each tab has its own, in its session storage, so no tab meddles with
 * another's; besides, each page that was loaded leaves its last edit in the local storage, under a
 * name of its own, from where another tab is offered it. Where storage is refused, that is said once.
 */

import { h } from "../ui/dom.js";
import { keepTabDraft, tabDraft } from "./tab-draft.js";

/** @typedef {import("../state/catalogue.js").Values} Values */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../state/reducer.js").Draft} Draft */
/** @typedef {{page: string, at: number, draft: Draft}} Kept */

/** With a name of its own: what some tab edited some time. */
const KEPT_KEY = "lockstep-kept ";
/** So many edits are kept of all pages; the oldest goes first. */
const MOST = 20;
/** An edit is written down once its author has stopped for so long, or leaves the page. */
const PAUSE_MS = 300;
const REFUSED = "This browser keeps no edits: copy yours to keep it.";

/** @param {unknown} json @returns {Draft | null} null for what we have not written */
function readDraft(json) {
  const { scenario, params, code, file } = /** @type {any} */ (json ?? {});
  const known = scenario === null || typeof scenario === "string";
  const texts = typeof code === "string" && typeof file === "string";
  if (!known || !texts || typeof params !== "object" || params === null) return null;
  const values = Object.entries(params).filter(([, value]) =>
    ["number", "boolean"].includes(typeof value),
  );
  return { scenario, params: Object.fromEntries(values), code, file };
}

/** @param {string | null} text */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** @template T @param {() => T} work @returns {T | null} null where the storage is refused */
function tried(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** The names of what is kept, the newest first. @returns {{key: string, kept: Kept}[]} */
function allKept() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(KEPT_KEY));
  const all = names.map((key) => ({ key, kept: parsed(localStorage.getItem(key)) }));
  return all.sort((one, other) => (Number(other.kept?.at) || 0) - (Number(one.kept?.at) || 0));
}

/** @param {State} state */
const isOwnEdit = ({ edited, brought, code }) => edited && brought?.source !== code;

/** What of a program is kept. @param {State} state @returns {Draft} */
const draftOf = ({ scenario, params, code, file }) => ({ scenario, params, code, file });

/** What this tab had edited is in the editor again. @param {PageStore} store @param {Draft} draft */
function restore(store, { scenario, params, code, file }) {
  const known = store.get().catalogue.some(({ name }) => name === scenario);
  if (known && scenario !== null) {
    store.dispatch({ type: "scenario-chosen", name: scenario, params });
    store.dispatch({ type: "code-edited", code });
  } else store.dispatch({ type: "own-program", code, file });
}

/** The last edit that another tab, or an earlier visit, has left of this page.
 * @param {PageStore} store @param {string} page
 */
function offer(store, page) {
  const found = tried(allKept)?.find(({ kept }) => kept?.page === page);
  const draft = readDraft(found?.kept.draft);
  if (draft && draft.code !== store.get().code) store.dispatch({ type: "draft-kept", draft });
}

/** @param {Document} document */
function showRefused(document) {
  if (document.getElementById("kept-note")) return;
  const note = h(document, "p", { id: "kept-note", class: "replaced" }, REFUSED);
  document.getElementById("replaced")?.after(note);
}

/** Write down each edit of this page, and forget the tab's own when it is given up.
 * @param {PageStore} store @param {Document} document @param {boolean} restored whether it begins with one
 */
function keep(store, document, restored) {
  const view = /** @type {Window} */ (document.defaultView);
  const mine = `${KEPT_KEY}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  let later = 0;

  /** @param {State} state @param {string} page */
  const textOf = (state, page) =>
    isOwnEdit(state) ? JSON.stringify({ page, draft: draftOf(state) }) : "";

  let written = restored ? textOf(store.get(), view.location.pathname) : "";

  /** @param {Draft} draft @param {string} page */
  function write(draft, page) {
    keepTabDraft(page, JSON.stringify(draft));
    for (const { key } of allKept().slice(MOST - 1)) if (key !== mine) localStorage.removeItem(key);
    localStorage.setItem(mine, JSON.stringify({ page, at: Date.now(), draft }));
  }

  function save() {
    clearTimeout(later);
    const state = store.get();
    const page = view.location.pathname;
    const text = textOf(state, page);
    if (text === written) return;
    written = text;
    try {
      if (text) write(draftOf(state), page);
      else keepTabDraft(page, null);
    } catch {
      if (text) showRefused(document);
    }
  }

  store.subscribe((state, before) => {
    const given = before.drafts.at(-1);
    if (state.drafts.length < before.drafts.length && given?.code !== state.code) forget(given);
    if (state.code === before.code && state.edited === before.edited) return;
    clearTimeout(later);
    later = view.setTimeout(save, PAUSE_MS);
  });
  view.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
  save();
}

/** An edit that its author does not want any more, wherever it is kept. @param {{code: string} | undefined} given */
function forget(given) {
  tried(() => {
    for (const { key, kept } of allKept())
      if (kept?.draft?.code === given?.code) localStorage.removeItem(key);
  });
}

/** Keep what is edited here, and bring back what was.
 * @param {PageStore} store
 * @param {{document: Document, brings: boolean}} options brings: whether the page may begin with
 *   this tab's edit; where its address names a program of its own, the edit is offered
 */
export function keepDrafts(store, { document, brings }) {
  const page = /** @type {Window} */ (document.defaultView).location.pathname;
  const draft = brings ? readDraft(parsed(tabDraft(page))) : null;
  const restores = draft !== null && !store.get().edited; // unless its reader has begun anew
  if (restores) restore(store, draft);
  else offer(store, page);
  keep(store, document, restores);
}
