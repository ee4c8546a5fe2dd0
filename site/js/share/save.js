/** A text or a picture as a file of the reader's. */

/** An address of a blob is given up once the browser has surely begun to read it. */
const LATER_MS = 10_000;

/** @param {Document} document @param {Blob} blob @param {string} file */
export function save(document, blob, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LATER_MS);
}
