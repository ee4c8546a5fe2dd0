/** Copying a text that is on the page, also where the clipboard is refused. */

/** Where it is refused (an embedding page, an old browser) the text is selected, to be copied by hand.
 * @param {HTMLElement} element
 * @returns {Promise<"Copied" | "Selected">}
 */
export async function copyText(element) {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return "Copied";
  } catch {
    element.ownerDocument.getSelection()?.selectAllChildren(element);
    return "Selected";
  }
}
