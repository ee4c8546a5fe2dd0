/** All of this room in one file, fetched when its reader first acts, or a link is opened. */

export { keepDrafts } from "./drafts.js";
export { mountShare } from "./menu.js";
export { openLink, showMoment } from "./open.js";
export { openTrace } from "./trace-file.js";
