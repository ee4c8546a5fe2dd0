// The rest of the standard library: fetched once, when a program first imports from it.

import { download } from "./download.js";
import { loadFailed } from "./errors.js";
import { FILES } from "./protocol.js";
import { watched } from "./watchdog.js";

/**
 * @param {{files: import("./runtime.js").RuntimeFiles, resolve: (url: string) => string, stall: number}} options
 */
export function createRest({ files, resolve, stall }) {
  /** @type {Promise<ArrayBuffer> | null} */
  let fetched = null;

  function fetchIt() {
    const controller = new AbortController();
    const wanted = { [FILES.rest]: files[FILES.rest] };
    const work = (/** @type {() => void} */ alive) =>
      download(wanted, { signal: controller.signal, resolve, onBytes: alive });
    return watched(work, stall, () => stalled(stall))
      .then((files) => files[FILES.rest])
      .catch((error) => {
        controller.abort();
        fetched = null;
        throw error;
      });
  }

  return {
    /** What there is of it: the archive, or null until `fetch` was called. */
    get archive() {
      return fetched ?? Promise.resolve(null);
    },
    /** @returns {Promise<ArrayBuffer>} */
    fetch() {
      fetched ??= fetchIt();
      return fetched;
    },
  };
}

/** @param {number} seconds */
const stalled = (seconds) =>
  loadFailed(
    `A module that the program imports could not be loaded: nothing came for ${seconds} seconds. Check the connection and run again.`,
  );
