/** Who presses something that changes the answer sees it change, wherever on the page they pressed. */

/** Whether the document is a page of its own: of a part of another, what scrolls is the host.
 * @param {Document} document
 */
const isWhole = ({ defaultView: view }) => !view?.parent || view.parent === view;

/** How far down the window is free of what stays over its foot on a phone.
 * @param {Document} document @param {Window} view
 */
function freeHeight(document, view) {
  const over = [...document.querySelectorAll("#choices, .player-row")].filter(
    (each) => view.getComputedStyle(each).position === "fixed",
  );
  return Math.min(
    view.innerHeight,
    ...over
      .map((each) => each.getBoundingClientRect())
      .map(({ height, top }) => (height ? top : Infinity)),
  );
}

/** Bring the answer into sight, with the picture beneath it, unless all of it is. Where the focus is
 * stays as it is, and nothing glides.
 * @param {Document} document
 */
export function showAnswer(document) {
  const { defaultView: view } = document;
  const answer = document.getElementById("answer");
  const result = answer?.closest(".result");
  if (!view || !answer || !result || !isWhole(document)) return;
  const { top, bottom } = answer.getBoundingClientRect();
  if (top >= 0 && bottom <= freeHeight(document, view)) return;
  result.scrollIntoView?.({ block: "start", behavior: "instant" });
}
