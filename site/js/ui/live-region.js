/** The one voice of a page: what has changed, in words, for those who do not see it. */

/** Read out politely: when the reader has come to the end of what is being read. Nothing else on
 * the page is a live region, so that nothing is said twice or over anything.
 * @param {Document} document @param {string} text
 */
export function speak(document, text) {
  const voice = document.getElementById("speech");
  if (!voice || text === "") return;
  // The same words again are news again, but only a change is read out.
  voice.textContent = voice.textContent === text ? `${text}\u00a0` : text;
}
