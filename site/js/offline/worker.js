// The service worker: runs in the browser's own process, between the site's pages and the network.
// It is replaced as a whole, list and all, once no page of an older build is open any more.
import { createKeeper } from "./keeper.js";

/**
 * @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} LastingEvent
 * @typedef {LastingEvent & {request: Request, respondWith: (answer: Promise<Response>) => void}} FetchEvent
 * @typedef {{registration: {scope: string}, clients: {claim: () => Promise<void>}, caches: CacheStorage}} Global
 */

/** Put in by the build. */
/** @type {{build: string, files: Record<string, string>}} */
const LIST = /** @type {any} */ (globalThis).__LIST__;
const { registration, clients } = /** @type {Global} */ (/** @type {unknown} */ (globalThis));

const keeper = createKeeper({
  list: { scope: registration.scope, ...LIST },
  caches,
  fetch: (request, options) => fetch(request, options),
  hashOf,
  after: (ms) => new Promise((done) => setTimeout(done, ms)),
});

/** @param {ArrayBuffer} content */
async function hashOf(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An update is ready once it has all: until then, the older build answers where nothing else does. */
async function install() {
  if (!(await keeper.hasOlder())) return;
  const end = await keeper.fill();
  if (end === "complete") return;
  if (end === "refused") await keeper.letGo("own");
  throw new Error(`the update cannot be kept: ${end}`);
}

/** A page that was open before has what it still needs from here, too, once all is kept.
 * @param {MessagePort | undefined} asking
 */
async function fill(asking) {
  const end = await keeper.fill().catch(() => "refused");
  if (end === "complete") await clients.claim();
  asking?.postMessage(end);
}

const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) =>
  globalThis.addEventListener(name, act);

on("install", (/** @type {LastingEvent} */ event) => event.waitUntil(install()));
on("activate", (/** @type {LastingEvent} */ event) => event.waitUntil(keeper.letGo("others")));
on("message", (/** @type {LastingEvent & {ports: MessagePort[]}} */ event) =>
  event.waitUntil(fill(event.ports[0])),
);
on("fetch", (/** @type {FetchEvent} */ event) => {
  const path = keeper.pathOf(event.request);
  if (path !== null) event.respondWith(keeper.answer(path, event.request));
});
