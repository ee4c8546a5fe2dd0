/**
 * One value, changed only by actions; whoever listens hears every change, in order. Who measures the
 * page hears of a change after all who draw it: so that the browser lays it out once, not once for
 * each measure taken between two drawings.
 */

/**
 * @template S, A
 * @typedef {object} Store
 * @property {() => S} get
 * @property {(action: A) => void} dispatch
 * @property {(listener: (state: S, before: S) => void, options?: {measures?: boolean}) => () => void} subscribe
 *   measures: it reads the layout of what the others draw
 */

/** As if nobody had caught it. @param {unknown} error */
function throwLater(error) {
  queueMicrotask(() => {
    throw error;
  });
}

/**
 * @template S, A
 * @param {(state: S, action: A) => S} reducer
 * @param {S} initial
 * @param {(error: unknown) => void} [report] what becomes of a listener's error
 * @returns {Store<S, A>}
 */
export function createStore(reducer, initial, report = throwLater) {
  let state = initial;
  const drawing = new Set(/** @type {((state: S, before: S) => void)[]} */ ([]));
  const measuring = new Set(/** @type {((state: S, before: S) => void)[]} */ ([]));
  const queue = /** @type {A[]} */ ([]);
  let draining = false;

  /** @param {A} action */
  function apply(action) {
    const before = state;
    state = reducer(before, action);
    if (state === before) return;
    for (const listener of [...drawing, ...measuring]) notify(listener, before);
  }

  /** One view that fails must not keep the others from the news, nor hide its error.
   * @param {(state: S, before: S) => void} listener @param {S} before
   */
  function notify(listener, before) {
    try {
      listener(state, before);
    } catch (error) {
      report(error);
    }
  }

  return {
    get: () => state,
    dispatch(action) {
      // An action sent by a listener waits until all have heard of the one before.
      queue.push(action);
      if (draining) return;
      draining = true;
      try {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) apply(next);
      } finally {
        draining = false;
      }
    },
    subscribe(listener, { measures = false } = {}) {
      const listeners = measures ? measuring : drawing;
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
