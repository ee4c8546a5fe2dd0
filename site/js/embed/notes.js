/** What an embed says of the options that it was asked for and cannot follow. */

/** @typedef {import("./options.js").Asked} Asked */

/** @param {Document} document @param {Asked} asked */
export function showFaults(document, { faults }) {
  const notes = document.getElementById("embed-notes");
  if (notes) notes.textContent = faults.map((fault) => `${fault}.`.replace(/\.\.$/, ".")).join(" ");
}
