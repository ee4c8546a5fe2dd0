/**
 * Python begins `ready` to run a program. What only exploring needs is imported in leisure, or by
 * the first request for it: then it is `ahead`. A run begins in the same state on every worker,
 * down to the addresses of objects: its course may depend on them, and must not depend on what the
 * worker was asked before.
 */

/** @typedef {"ready" | "ahead"} State */

/**
 * @param {() => void} prepare imports what exploring needs
 * @param {() => () => boolean} keep gives the way back to the state of now
 */
export function createStates(prepare, keep) {
  /** @type {State} */
  let state = "ready";
  /** @type {Partial<Record<State, () => boolean>>} */
  let ways = {};

  function getAhead() {
    ways.ready ??= keep();
    prepare();
    state = "ahead";
  }

  /** To where a program may begin; there must be no traces of another. @param {State} wanted */
  function enter(wanted) {
    if (state !== wanted) {
      const way = ways[wanted];
      if (way?.()) state = wanted;
      else if (wanted === "ahead") getAhead();
    }
    ways[state] ??= keep();
  }

  return {
    getAhead,
    enter,
    /** Get ahead for good: there will be no way back. */
    leave() {
      if (state === "ready") prepare();
      state = "ahead";
      ways = {};
    },
    /** Change the files that every program finds. @param {() => void} work */
    change(work) {
      enter("ready");
      work();
      ways = {};
    },
    /** Back to where the last program began; whether that could be done. */
    rewind: () => ways[state]?.() ?? false,
  };
}
