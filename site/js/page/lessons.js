/** What a reader has done: counted while a lesson is open, shown in the index. */

import { lessonDone, lessonsDone } from "./progress.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

/** A lesson is done once its run has been followed to the last step, or run anew.
 * @param {State} state @param {State} before
 */
function followed({ model, cursor, origin }, before) {
  if (model === null) return false;
  if (model !== before.model) return origin === "live";
  return cursor > before.cursor && cursor === model.columns.length;
}

/** @param {PageStore} store @param {string} name of the page's lesson */
export function countLesson(store, name) {
  store.subscribe((state, before) => {
    if (state.scenario === name && followed(state, before)) lessonDone(name);
  });
}

/** @param {number} count @param {number} all */
function wordsOf(count, all) {
  if (count === 0) return "";
  return count === all ? `All ${all} done` : `${count} of ${all} done`;
}

/** @param {Document} document @param {Set<string>} done */
function showChapters(document, done) {
  for (const place of document.querySelectorAll(".chapter-done")) {
    const names = (place.getAttribute("data-chapter") ?? "").split(" ");
    const count = names.filter((name) => done.has(name)).length;
    if (count > 0) place.textContent = `${count} of ${names.length} done`;
  }
}

/** In the index: a tick for what is done, an outline for what comes next. @param {Document} document */
export function showProgress(document) {
  const next = /** @type {HTMLAnchorElement | null} */ (document.getElementById("progress-next"));
  if (!next) return;
  const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".entry")]);
  const done = new Set(lessonsDone());
  const first = entries.find(({ dataset }) => !done.has(dataset.lesson ?? ""));
  showChapters(document, done);
  for (const place of document.querySelectorAll("[data-lesson]")) {
    const name = place.getAttribute("data-lesson") ?? "";
    place.toggleAttribute("data-done", done.has(name));
    place.toggleAttribute("data-next", name === first?.dataset.lesson);
  }
  const count = entries.filter(({ dataset }) => done.has(dataset.lesson ?? "")).length;
  document.getElementById("progress-text")?.replaceChildren(wordsOf(count, entries.length));
  if (count === 0 || !first) return;
  next.href = first.querySelector("a")?.href ?? next.href;
  next.textContent = `Go on with lesson ${first.dataset.number}`;
}
