// A promise with a limit on silence.

/**
 * What `work` settles to, unless it stays silent for `limit` seconds: then the promise is
 * rejected by what `bark` makes. Each call of the `alive` that `work` is given starts the
 * count anew. The clock can be replaced by tests.
 *
 * @template T
 * @param {(alive: () => void) => Promise<T>} work
 * @param {number} limit
 * @param {() => Error} bark
 * @param {{setTimeout: (f: () => void, ms: number) => unknown, clearTimeout: (timer: any) => void}} [clock]
 * @returns {Promise<T>}
 */
export function watched(work, limit, bark, clock = globalThis) {
  /** @type {unknown} */
  let timer;
  return new Promise((resolve, reject) => {
    const alive = () => {
      clock.clearTimeout(timer);
      timer = clock.setTimeout(() => reject(bark()), limit * 1000);
    };
    alive();
    work(alive).then(resolve, reject);
  }).finally(() => clock.clearTimeout(timer));
}
