/** Which lessons this reader is done with, kept in this browser only; nothing where it is refused. */

const KEY = "lockstep-done";

/** @returns {string[]} */
export function lessonsDone() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
  } catch {
    return []; // refused, or not what was put there
  }
}

/** @param {string} name */
export function lessonDone(name) {
  const done = lessonsDone();
  if (done.includes(name)) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([...done, name]));
  } catch {
    // a private window, or a frame on another site
  }
}
