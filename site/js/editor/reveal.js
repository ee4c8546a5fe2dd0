/** Bring a place into sight by scrolling the editor only: the page must never jump. */

import { EditorView } from "@codemirror/view";

/** Marks our own requests: what the keyboard asks for is "nearest", and scrolls the page too. */
const OURS = "center";

/** @param {number} position */
export const reveal = (position) => EditorView.scrollIntoView(position, { y: OURS });

export const scrollInside = EditorView.scrollHandler.of((view, range, { y }) => {
  if (y !== OURS) return false;
  const block = view.lineBlockAt(range.head);
  const top = block.top + view.documentPadding.top;
  const bottom = block.bottom + view.documentPadding.top;
  const { scrollTop, clientHeight } = view.scrollDOM;
  const inSight = top >= scrollTop && bottom <= scrollTop + clientHeight;
  if (!inSight) view.scrollDOM.scrollTop = Math.max(0, top - clientHeight / 3);
  return true;
});
