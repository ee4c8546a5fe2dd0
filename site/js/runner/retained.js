// The worker of the last program, which may run that program again and no other.

import { stopped } from "./errors.js";
import { watched } from "./watchdog.js";

/** @typedef {import("./worker-link.js").WorkerLink} WorkerLink */
/** @typedef {{call: import("./protocol.js").Call, request: {source: string}}} Asked */

/** How long it may take to get back to where it began, in ms; one that does not is dropped. */
const REST = 1000;

const NOT_AT_REST = stopped("The worker did not come to rest.");

/** What is asked again and again of one program: a run of it, and some of its orders. */
const REPEATED = new Set(["answer", "orders"]);

export function createRetained() {
  /** @type {{source: string, link: WorkerLink} | null} */
  let kept = null;

  function drop() {
    kept?.link.drop(stopped("Another program is run."));
    kept = null;
  }

  return {
    drop,
    /** @param {Asked} asked what it has just done @param {WorkerLink} link */
    keep({ request: { source } }, link) {
      drop();
      kept = { source, link };
      isAtRest(link).then((isFresh) => {
        if (kept?.link === link && !isFresh) drop();
      });
    },
    /** The worker of this very program, as soon as it is as it was before its first run. For another
     * program there is none, nor will there be one for this program afterwards.
     * @param {Asked} asked @returns {Promise<WorkerLink | null>}
     */
    async take({ call, request: { source } }) {
      if (!REPEATED.has(call)) return null;
      const mine = kept;
      if (mine?.source !== source) {
        drop();
        return null;
      }
      kept = null;
      if (await isAtRest(mine.link)) return mine.link;
      mine.link.drop(NOT_AT_REST);
      return null;
    },
  };
}

/** @param {WorkerLink} link @returns {Promise<boolean>} */
const isAtRest = ({ rested }) =>
  watched(
    () => rested,
    REST / 1000,
    () => NOT_AT_REST,
  ).catch(() => false);
