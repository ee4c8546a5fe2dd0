/** What this tab has edited on a page, as text; a leaf, since a page asks for it before all else. */

const KEY = "lockstep-draft ";

/** @param {string} page its path @returns {string | null} null: nothing, or the storage is refused */
export function tabDraft(page) {
  try {
    return sessionStorage.getItem(KEY + page);
  } catch {
    return null;
  }
}

/** @param {string} page @param {string | null} text null: nothing @throws {DOMException} the storage is refused */
export function keepTabDraft(page, text) {
  if (text === null) sessionStorage.removeItem(KEY + page);
  else sessionStorage.setItem(KEY + page, text);
}
