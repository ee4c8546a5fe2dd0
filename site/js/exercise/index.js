/** The list of exercises: what is solved, what comes next, and what is kept here, saved or erased. */

import { bringBack, erase, isKept, kept, solved } from "./progress.js";

/** @param {Document} document @param {string} id */
const part = (document, id) =>
  /** @type {HTMLElement | null} */ (document.getElementById(`exercises-${id}`));

/** @param {Document} document */
const entriesIn = (document) =>
  /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-exercise-entry]")]);

/** @param {HTMLElement} entry */
const nameOf = (entry) => entry.dataset.exerciseEntry ?? "";

/** @param {number} count @param {number} all */
function wordsOf(count, all) {
  if (count === all) return `All ${all} solved`;
  return count === 0 ? "" : `${count} of ${all} solved`;
}

/** @param {Document} document */
function show(document) {
  const entries = entriesIn(document);
  const names = solved();
  const next = entries.find((entry) => !names.has(nameOf(entry)));
  for (const entry of entries) {
    entry.toggleAttribute("data-done", names.has(nameOf(entry)));
    entry.toggleAttribute("data-next", entry === next);
  }
  const count = entries.filter((entry) => names.has(nameOf(entry))).length;
  part(document, "solved")?.replaceChildren(wordsOf(count, entries.length));
  const link = /** @type {HTMLAnchorElement | null} */ (part(document, "next"));
  const to = next?.querySelector("a");
  if (link && to && count > 0) {
    link.href = to.href;
    link.textContent = `Go on with “${to.textContent}”`;
  }
}

/** @param {Document} document @param {string} text */
function save(document, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "lockstep-exercises.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** @param {Document} document */
export function mountExerciseIndex(document) {
  const keeping = part(document, "keeping");
  if (!keeping) return;
  const names = entriesIn(document).map(nameOf);
  const [note, saving, erasing, undo] = ["note", "save", "erase", "undo"].map(
    (id) => /** @type {HTMLButtonElement} */ (part(document, id)),
  );
  const file = /** @type {HTMLInputElement} */ (part(document, "file"));
  let erased = "";
  if (!isKept()) {
    note.textContent =
      "This browser keeps nothing for this page: what you solve is forgotten when you leave it.";
  }

  /** @param {string} message */
  function changed(message) {
    note.textContent = message;
    show(document);
  }

  saving.addEventListener("click", () => save(document, JSON.stringify(kept(names), null, 2)));
  erasing.addEventListener("click", () => {
    erased = JSON.stringify(kept(names));
    erase(names);
    undo.hidden = false;
    changed("Everything is erased.");
  });
  undo.addEventListener("click", () => {
    bringBack(erased);
    undo.hidden = true;
    erasing.focus();
    changed("It is as it was.");
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    try {
      bringBack(await chosen.text());
      changed("What the file has is back.");
    } catch (error) {
      note.textContent = error instanceof Error ? error.message : String(error);
    }
    file.value = "";
  });
  show(document);
}
