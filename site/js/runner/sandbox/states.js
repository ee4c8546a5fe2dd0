/**
 * Python begins `ready` to run a program. What only exploring needs is imported in leisure, or by
 * the first request for it: then it is `ahead`. A run begins in the same state on every worker,
 * down to the addresses of objects: its course may depend on them, and must not depend on what the
 * worker was asked before.
 *
 * So a run reads its program first, the same in every worker. What that makes of a ready interpreter
 * is kept once the first run is over, as `read`: the next runs of the program begin there.
 */

/** @typedef {import("./checkpoint.js").Checkpoint} Checkpoint */
/** @typedef {"ready" | "read" | "ahead"} State */

/**
 * @param {() => void} prepare imports what exploring needs
 * @param {() => Checkpoint} keep keeps the state of now
 */
export function createStates(prepare, keep) {
  /** @type {State} */
  let state = "ready";
  /** @type {{ready?: Checkpoint, ahead?: Checkpoint}} */
  let kept = {};
  /** @type {(() => boolean) | null} to where the program of this worker has been read */
  let toRead = null;
  /** @type {(() => void) | null} reads the program that is being run for the first time */
  let reading = null;

  function getAhead() {
    kept.ready ??= keep();
    if (state === "read") kept.ready.back();
    prepare();
    state = "ahead";
  }

  /** To where a program may begin; there must be no traces of another. @param {"ready" | "ahead"} wanted */
  function enter(wanted) {
    if (state !== wanted) {
      if (kept[wanted]?.back()) state = wanted;
      else if (wanted === "ahead") getAhead();
    }
    if (state !== "read") kept[state] ??= keep();
  }

  function forget() {
    kept = {};
    toRead = null;
  }

  return {
    getAhead,
    enter,
    /** To where the program that a worker is asked to run has been read; there is one for a worker.
     * @param {() => void} read
     */
    begin(read) {
      if (toRead) {
        if (state !== "read" && toRead()) state = "read";
        return;
      }
      enter("ready");
      read();
      reading = read;
    },
    /** Get ahead for good: there will be no way back. */
    leave() {
      if (state === "read") kept.ready?.back();
      if (state !== "ahead") prepare();
      state = "ahead";
      forget();
    },
    /** Change the files that every program finds. @param {() => void} work */
    change(work) {
      enter("ready");
      work();
      forget();
    },
    /** Back to where the next run of this program begins; whether that could be done. */
    rewind() {
      if (state === "ahead") return kept.ahead?.back() ?? false;
      if (reading) toRead = kept.ready?.after(reading) ?? null;
      else if (!toRead?.()) toRead = null;
      reading = null;
      if (toRead) state = "read";
      return toRead !== null;
    },
  };
}
