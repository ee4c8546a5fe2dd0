/** Copying a text that is on the page, also where the clipboard is refused. */

/** Whether it could be put there. @param {string} text */
export async function putOnClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, as in an embedding page, or an old browser
  }
}

/** Where it is refused (an embedding page, an old browser) the text is selected, to be copied by hand.
 * @param {HTMLElement} element
 * @returns {Promise<"Copied" | "Selected">}
 */
export async function copyText(element) {
  if (await putOnClipboard(element.textContent ?? "")) return "Copied";
  element.ownerDocument.getSelection()?.selectAllChildren(element);
  return "Selected";
}
