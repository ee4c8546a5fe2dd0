/**
 * Which exercises are solved, and what was written for them: in this browser only. Where storage is
 * refused, everything works for as long as the page is open.
 */

const KEY = "lockstep-exercises";
const DRAFT = `${KEY}-`;
export const FORMAT = "lockstep-exercises/1";

/** @typedef {{format: string, solved: string[], drafts: Record<string, string>}} Kept */

/** What is written where nothing is kept: gone with the page. @type {Map<string, string>} */
const forNow = new Map();

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key) ?? forNow.get(key) ?? null;
  } catch {
    return forNow.get(key) ?? null;
  }
}

/** @param {string} key @param {string | null} value */
function write(key, value) {
  if (value === null) forNow.delete(key);
  else forNow.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // refused: it lasts as long as the page
  }
}

/** Whether anything is kept here once the page is closed. */
export function isKept() {
  try {
    localStorage.setItem(`${KEY}?`, "");
    localStorage.removeItem(`${KEY}?`);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} value @returns {string[]} */
const namesIn = (value) =>
  Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];

/** @returns {Set<string>} */
export function solved() {
  try {
    return new Set(namesIn(JSON.parse(read(KEY) ?? "[]")));
  } catch {
    return new Set(); // not what was put there
  }
}

/** @param {string} name */
export const markSolved = (name) => write(KEY, JSON.stringify([...solved().add(name)]));

/** @param {string} name */
export const draftOf = (name) => read(`${DRAFT}${name}`);

/** @param {string} name @param {string | null} code null: none */
export const keepDraft = (name, code) => write(`${DRAFT}${name}`, code);

/** All that is kept. @param {readonly string[]} names of all exercises @returns {Kept} */
export function kept(names) {
  const drafts = names.flatMap((name) => {
    const draft = draftOf(name);
    return draft === null ? [] : [[name, draft]];
  });
  return { format: FORMAT, solved: [...solved()], drafts: Object.fromEntries(drafts) };
}

/** @param {readonly string[]} names of all exercises */
export function erase(names) {
  write(KEY, null);
  for (const name of names) keepDraft(name, null);
}

/** Add what a file has to what is kept here; of two drafts the file's is taken.
 * @param {string} text @throws {Error} it is no such file
 */
export function bringBack(text) {
  const json = /** @type {Partial<Kept> | null} */ (parsed(text));
  if (json?.format !== FORMAT) {
    throw new Error(`This is no file of ${FORMAT}: choose one that “Save to a file” has made.`);
  }
  const drafts = Object.entries(json.drafts ?? {}).filter(([, code]) => typeof code === "string");
  for (const [name, code] of drafts) keepDraft(name, code);
  write(KEY, JSON.stringify([...new Set([...solved(), ...namesIn(json.solved)])]));
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
