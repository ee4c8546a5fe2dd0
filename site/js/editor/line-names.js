/** The tasks that stand on a line, behind its text: never a column of their own, which would cut the code. */

import { drawToken } from "../ui/token.js";

/** @typedef {import("./listing.js").LineNames} LineNames */

/** @param {Document} document @param {LineNames} mark */
export function drawNames(document, { tokens, now, title, isInner = false }) {
  const element = document.createElement("span");
  element.className = isInner ? "cm-tasks cm-tasks-inner" : "cm-tasks";
  element.title = title;
  for (const [at, token] of tokens.entries()) {
    const drawn = drawToken(document, token, { terse: tokens.length > 1 });
    const letter = drawn.firstElementChild;
    letter?.classList.add("cm-task");
    letter?.classList.toggle("cm-task-now", now && at === tokens.length - 1);
    element.append(drawn);
  }
  return element;
}

/** The same in a listing, of which no editor has been made yet.
 * @param {Element} listing @param {readonly LineNames[]} names
 */
export function markListing(listing, names) {
  for (const mark of names) {
    const line = listing.querySelector(`.code-line[data-line="${mark.line}"]`);
    if (!line) continue;
    if (!mark.isInner) line.classList.add("cm-at");
    const end = line.lastChild; // the end of the line stays the last of it
    if (mark.tokens.length > 0)
      line.insertBefore(
        drawNames(listing.ownerDocument, mark),
        end?.textContent === "\n" ? end : null,
      );
  }
}
