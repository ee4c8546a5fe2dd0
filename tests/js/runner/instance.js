/**
 * What is loaded meanwhile, with the exports of its WebAssembly instance, which the loader keeps to itself.
 * @template T
 * @param {(exports: () => WebAssembly.Exports) => Promise<T>} load is given what gives them once they are there
 * @returns {Promise<{loaded: T, exports: WebAssembly.Exports}>}
 */
export async function withExports(load) {
  const { instantiate } = WebAssembly;
  /** @type {WebAssembly.Exports | undefined} */
  let exports;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any} */ ...args) => {
      const made = /** @type {any} */ (await instantiate(.../** @type {[any]} */ (args)));
      exports ??= (made.instance ?? made).exports;
      return made;
    }
  );
  const found = () => /** @type {WebAssembly.Exports} */ (exports);
  try {
    const loaded = await load(found);
    return { loaded, exports: found() };
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}
