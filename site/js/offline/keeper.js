/**
 * What a service worker keeps of one build of the site, and what it answers with.
 *
 * 1. Only files that the build's list names are ever touched, and only this site's own stores:
 *    several sites may share one origin, and one may lie below another.
 * 2. A file named by its content is taken from the store, else from the network. Of all others the
 *    network's is the newest: the store is for when there is none.
 * 3. What is kept is held to the list's hash whenever it is read, so what is damaged, or half there,
 *    is fetched anew as if it had never been kept.
 * 4. No failure to keep is a failure to answer.
 */

/**
 * @typedef {{scope: string, build: string, files: Readonly<Record<string, string>>}} List
 *   `scope`: the site's address, with a slash at its end; `files`: hash by path below it
 * @typedef {{list: List, caches: CacheStorage, fetch: (request: Request | string, options?: RequestInit) => Promise<Response>,
 *   hashOf: (content: ArrayBuffer) => Promise<string>, after: (ms: number) => Promise<void>}} Parts
 * @typedef {"complete" | "superseded" | "refused" | "unreachable"} Filled
 */

/** The network has this long, in milliseconds, before what is kept does. */
export const PATIENCE = 4_000;
/** Files that are fetched side by side. */
const AT_ONCE = 2;
/** How long after each, in ms: nobody waits for it, and a reader may be running programs. */
const PAUSE = 30;
const NAMED_BY_CONTENT = /^runtime\/[0-9a-f]{8,}\/|-[0-9A-Za-z]{8}\.\w+$/;

/** In the place of a page that is kept no more and cannot be fetched. @param {string} home */
function notHere(home) {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Not here · Lockstep</title>
<main style="max-width:40em;margin:3em auto;padding:0 1em;font:16px/1.5 system-ui,sans-serif">
<h1>This page is not here</h1>
<p>What was kept of it is damaged, and the network cannot be reached. With a network, reload it: it
is mended then.</p>
<p><a href="">Reload</a> · <a href="${home}">The playground</a></p></main>`;
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html" } });
}

/** @param {Parts} parts */
export function createKeeper({ list: { scope, build, files }, caches, fetch, hashOf, after }) {
  const own = `lockstep ${scope} ${build}`;
  const addressOf = (/** @type {string} */ path) =>
    scope + path.replace(/(^|\/)index\.html$/, "$1");

  /** Stores of this site, this build's first. */
  async function stores() {
    const names = await caches.keys();
    const ours = names.filter((name) => name.startsWith(`lockstep ${scope} `));
    return ours.sort((a, b) => Number(b === own) - Number(a === own));
  }

  /** @param {Response} response @param {string} path */
  async function sound(response, path) {
    const content = await response.arrayBuffer();
    if ((await hashOf(content)) !== files[path]) return null;
    const type = response.headers.get("Content-Type");
    return new Response(content, { headers: type ? { "Content-Type": type } : {} });
  }

  /** What one store has of a file, if it is what it should be; what is not is let go of.
   * @param {string} name of the store @param {string} path
   */
  async function within(name, path) {
    const store = await caches.open(name);
    const found = await store.match(addressOf(path));
    const answer = found && (await sound(found, path).catch(() => null));
    if (found && !answer && name === own) await store.delete(addressOf(path));
    return answer || null;
  }

  /** @param {string} path */
  async function kept(path) {
    for (const name of await stores()) {
      const answer = await within(name, path);
      if (answer) return answer;
    }
    return null;
  }

  /** @param {string} path @param {Response} response */
  async function keep(path, response) {
    const store = await caches.open(own);
    await store.put(addressOf(path), response);
  }

  /** @param {string} path @param {Request} request */
  async function byContent(path, request) {
    const found = await kept(path).catch(() => null);
    if (found) return found;
    const response = await fetch(request);
    if (response.ok) {
      const copy = await sound(response.clone(), path).catch(() => null);
      if (copy) await keep(path, copy).catch(() => {});
    }
    return response;
  }

  /** @param {string} path @param {Request} request */
  async function newest(path, request) {
    const coming = fetch(request);
    const isThere = coming.then((response) => response.status < 500).catch(() => false);
    if (!(await Promise.race([isThere, after(PATIENCE).then(() => false)]))) {
      const found = await kept(path).catch(() => null);
      if (found) return found;
    }
    return coming;
  }

  /** @param {string} path @returns {Promise<Filled | null>} null: it is kept now */
  async function fetched(path) {
    if (await within(own, path).catch(() => null)) return null;
    let response = await kept(path).catch(() => null);
    if (!response) {
      // First what the browser may have, then what the server has now.
      for (const cache of /** @type {const} */ (["default", "reload"])) {
        const came = await fetch(addressOf(path), { cache }).catch(() => null);
        if (!came) return "unreachable";
        response ??= came.ok ? await sound(came, path).catch(() => null) : null;
        if (response) break;
      }
    }
    if (!response) return "superseded";
    return keep(path, response).then(
      () => null,
      () => "refused",
    );
  }

  return {
    /** The file that a request asks for, or null if it is none of ours.
     * @param {{url: string, method: string}} request
     */
    pathOf({ url, method }) {
      const [address] = url.split(/[?#]/);
      if (method !== "GET" || !address.startsWith(scope)) return null;
      const path = address.slice(scope.length);
      const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
      return Object.hasOwn(files, file) ? file : null;
    },

    /** @param {string} path as `pathOf` gives it @param {Request} request */
    answer(path, request) {
      const answer = NAMED_BY_CONTENT.test(path) ? byContent(path, request) : newest(path, request);
      // who goes to a page is told in words, and not by the browser that it failed
      return request.mode === "navigate" ? answer.catch(() => notHere(scope)) : answer;
    },

    /** Whether an older build of the site is kept. */
    hasOlder: async () => (await stores()).some((name) => name !== own),

    /** Keep every file of the list that is not kept, or not whole; what breaks off is gone on with
     * when it is called again.
     * @returns {Promise<Filled>}
     */
    async fill() {
      await caches.open(own); // from here on, there is one of this build
      const missing = Object.keys(files);
      /** @type {Filled} */
      let end = "complete";
      const work = async () => {
        while (missing.length && end === "complete") {
          end = (await fetched(/** @type {string} */ (missing.shift()))) ?? end;
          await after(PAUSE);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return end;
    },

    /** Let go of what this site keeps of other builds, or of this one. @param {"others" | "own"} which */
    async letGo(which) {
      const names = (await stores()).filter((name) => (name === own) === (which === "own"));
      await Promise.all(names.map((name) => caches.delete(name)));
    },
  };
}
