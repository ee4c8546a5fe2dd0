/** What the build wrote for a page's scripts: where it is stands in the page, the rest in files. */

import { unpacked } from "./columns.js";

/** @typedef {import("../state/catalogue.js").Scenario} Scenario */
/** @typedef {import("../trace/types.js").Trace} Trace */

/**
 * @typedef {object} LessonParts drawn by the build for a page of this root
 * @property {string} title of the document
 * @property {string} place on the path
 * @property {string} neighbours
 */

/**
 * @typedef {object} Drawn the traces of the runs that the page has drawn, with what is drawn of them
 * @property {Trace} trace
 * @property {Trace | null} [compare] the trace of the run to set beside it, on a page that compares
 * @property {Trace} [whole] the trace of the whole run, where what is drawn has only begun
 */

/**
 * @typedef {object} PageFile
 * @property {Scenario[]} catalogue
 * @property {string} scenario
 * @property {string} snippets where the programs of the reference's snippets are, below the root
 * @property {Trace} [trace] of the run that was recorded, where a beginning of another is drawn
 * @property {{trace?: object, compare?: object}} [undrawn] what else there is of the traces that are drawn
 * @property {unknown} [exploration] what was found out of all orders of the program, if it was
 * @property {string | null} [records] the file with the answers to what the page's controls can choose
 * @property {Record<string, LessonParts>} [lessons] by name, those that a control can lead to
 */

/** @typedef {PageFile & Drawn & {root: string, orders: unknown, ordersUrl: string | null}} PageData orders: every order of the program; null where they are not known (yet) */

/**
 * @typedef {object} Places of the site's root, and of files below it
 * @property {string} root
 * @property {string} page
 * @property {string} drawn
 * @property {string | null} orders
 * @property {string[]} scripts what makes the page live
 * @property {import("../runner/runner.js").RuntimeData} runtime
 */

/** @param {Document} document @returns {Places | null} null on a page without a playground */
export function placesOf(document) {
  const block = document.getElementById("lockstep-data");
  return block?.textContent ? JSON.parse(block.textContent) : null;
}

/** @param {string} path below the root @param {Places} places @param {Document} document */
async function fetchBelow(path, { root }, document) {
  const url = new URL(root + path, document.baseURI);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname} answers ${answer.status}`);
  return answer.json();
}

/** @param {Places} places @param {Document} document @returns {Promise<Drawn>} */
export async function loadDrawn(places, document) {
  const packed = await fetchBelow(places.drawn, places, document);
  const traces = Object.entries(packed).map(([name, trace]) => [name, trace && unpacked(trace)]);
  return Object.fromEntries(traces);
}

/** @param {Places} places @param {Document} document @param {{chooses: boolean}} options chooses: whether the page shows the choices that there are
 * @returns {Promise<PageData>}
 */
export async function loadPage(places, document, { chooses }) {
  const { root, orders: ordersUrl } = places;
  const none = () => null; // without them, there is nothing to choose
  const [page, drawn, orders] = await Promise.all([
    fetchBelow(places.page, places, document),
    loadDrawn(places, document),
    chooses && ordersUrl ? fetchBelow(ordersUrl, places, document).catch(none) : null,
  ]);
  const { undrawn = {}, ...rest } = page;
  const trace = { ...drawn.trace, ...undrawn.trace };
  const compare = drawn.compare && { ...drawn.compare, ...undrawn.compare };
  return { ...drawn, trace, compare, ...rest, root, orders, ordersUrl };
}
