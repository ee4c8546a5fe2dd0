/** A run that its reader keeps, so that whatever is shown next stands beside it: any two runs. */

import { endingOf } from "../clock/endings.js";

/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("./results.js").Other} Other */
/** @typedef {Readonly<{title: string, model: Model}>} Kept */
/** @typedef {Pick<import("./reducer.js").State, "title" | "file" | "model" | "pinned">} Shown */

/** @param {Pick<Shown, "title" | "file">} shown */
const nameOf = ({ title, file }) => title || file;

/** The run that is shown, to be kept, with how it ended: another order of it has the same name.
 * @param {Shown} shown @returns {Kept | null}
 */
export const keptOf = ({ model, ...shown }) =>
  model &&
  Object.freeze({ title: `Kept: ${nameOf(shown)} (${endingOf(model.trace).label})`, model });

/** The kept run beside the one that is shown; null beside itself.
 * @param {Shown} shown @returns {Other | null}
 */
export const keptBeside = ({ pinned, model, ...shown }) =>
  pinned && pinned.model !== model
    ? { mine: nameOf(shown), title: pinned.title, model: pinned.model }
    : null;

/** @param {Other | null} one @param {Other | null} other */
export const isSameSecond = (one, other) =>
  one?.model === other?.model && one?.mine === other?.mine && one?.title === other?.title;
