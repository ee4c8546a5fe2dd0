/** What the build put into the page for its script: a block of JSON. */

/** @typedef {import("../state/catalogue.js").Scenario} Scenario */

/**
 * @typedef {object} LessonParts drawn by the build for a page of this root
 * @property {string} title of the document
 * @property {string} place on the path
 * @property {string} neighbours
 */

/**
 * @typedef {object} PageData
 * @property {string} root
 * @property {import("../runner/runner.js").RuntimeData} runtime
 * @property {Scenario[]} catalogue
 * @property {string} scenario
 * @property {string} snippets where the programs of the reference's snippets are, below the root
 * @property {unknown} trace
 * @property {unknown} [compare] the trace of the run to set beside it, on a page that compares
 * @property {unknown} [exploration] what was found out of all orders of the program, if it was
 * @property {string | null} [records] the file with the answers to what the page's controls can choose
 * @property {unknown} [orders] every order of the program: the file that has them; on a page that opens with the clock, they themselves
 * @property {Record<string, LessonParts>} [lessons] by name, those that a control can lead to
 */

/** @param {Document} document @returns {PageData | null} null on a page without a playground */
export function pageData(document) {
  const block = document.getElementById("lockstep-data");
  if (!block?.textContent) return null;
  const data = JSON.parse(block.textContent);
  const scenario = typeof data.scenario === "string" ? data.scenario : data.scenario?.name;
  return { ...data, scenario };
}
