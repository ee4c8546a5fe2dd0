// An archive that Python starts without: fetched once, when it is first asked for.

import { download } from "./download.js";
import { loadFailed } from "./errors.js";
import { watched } from "./watchdog.js";

/** @typedef {ReturnType<typeof createArchive>} Archive */

/**
 * @param {string} name of the file
 * @param {{files: import("./runtime.js").RuntimeFiles, resolve: (url: string) => string, stall: number, what: string}} options
 *   what: it is, for the reader
 */
export function createArchive(name, { files, resolve, stall, what }) {
  /** @type {Promise<ArrayBuffer> | null} */
  let fetched = null;

  function fetchIt() {
    const controller = new AbortController();
    const wanted = { [name]: files[name] };
    const work = (/** @type {() => void} */ alive) =>
      download(wanted, { signal: controller.signal, resolve, onBytes: alive });
    return watched(work, stall, () => stalled(what, stall))
      .then((files) => files[name])
      .catch((error) => {
        controller.abort();
        fetched = null;
        throw error;
      });
  }

  return {
    /** What there is of it, or null until `fetch` was called. */
    get content() {
      return fetched ?? Promise.resolve(null);
    },
    /** @returns {Promise<ArrayBuffer>} */
    fetch() {
      fetched ??= fetchIt();
      return fetched;
    },
  };
}

/** @param {string} what @param {number} seconds */
const stalled = (what, seconds) =>
  loadFailed(
    `${what} could not be loaded: nothing came for ${seconds} seconds. Check the connection and run again.`,
  );
