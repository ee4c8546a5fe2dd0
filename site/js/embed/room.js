/** The room that an embed takes before its reader acts. The numbers are those of the docs builders. */

import { ROOM } from "./options.gen.js";

/** By view, for a picture of three tasks. @param {string | null} view @returns {number} px */
export const defaultHeight = (view) =>
  view === "picture" || view === "code" ? ROOM[view] : ROOM.all;

/** The height that an author gives instead, in px; 0 for none, or for what no height can be, which
 * the frame answers in words. @param {string | null} given
 */
export function heightGiven(given) {
  const height = /^\d{1,9}$/.test(given ?? "") ? Number(given) : 0;
  return height >= ROOM.lowest && height <= ROOM.highest ? height : 0;
}

const SLOPE = ROOM.more / (ROOM.wide - ROOM.narrow);

/** A CSS length: `wide` on a wide page, and as much more as a narrow one needs.
 * @param {number} wide px
 */
export const roomFor = (wide) =>
  `clamp(${wide}px,${Math.round(wide + SLOPE * (ROOM.wide + ROOM.margins))}px - ${SLOPE * 100}vw,${wide + ROOM.more}px)`;

/** What a frame needs where it is wide, from what one of some width needs.
 * @param {number} height px @param {number} width px
 */
export const asWide = (height, width) =>
  Math.ceil(height - SLOPE * Math.max(0, ROOM.wide - Math.max(width, ROOM.narrow)));
