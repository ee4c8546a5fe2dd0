/** Which exercises are solved, and drafts: in this browser only, and done without where refused. */

const KEY = "lockstep-exercises";

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string | null} value */
function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // refused: it lasts as long as the page
  }
}

/** @returns {Set<string>} */
export function solved() {
  try {
    const names = JSON.parse(read(KEY) ?? "[]");
    return new Set(Array.isArray(names) ? names.map(String) : []);
  } catch {
    return new Set();
  }
}

/** @param {string} name */
export function markSolved(name) {
  write(KEY, JSON.stringify([...solved().add(name)]));
}

/** @param {string} name */
export const draftOf = (name) => read(`${KEY}-${name}`);

/** @param {string} name @param {string | null} code null: none */
export const keepDraft = (name, code) => write(`${KEY}-${name}`, code);

/** Ticks in the list of exercises. @param {Document} document */
export function showSolved(document) {
  const names = solved();
  for (const entry of document.querySelectorAll("[data-exercise-entry]")) {
    entry.toggleAttribute("data-done", names.has(entry.getAttribute("data-exercise-entry") ?? ""));
  }
}
