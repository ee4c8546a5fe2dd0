// A promise that is settled from outside; browsers of 2023 do not have Promise.withResolvers.

/**
 * @template T
 * @returns {{promise: Promise<T>, resolve: (value: T) => void, reject: (reason: unknown) => void}}
 */
export function deferred() {
  /** @type {(value: T) => void} */
  let resolve = () => {};
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  /** @type {Promise<T>} */
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Whoever needs the promise waits for it; a rejection that nobody waits for is no error.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
