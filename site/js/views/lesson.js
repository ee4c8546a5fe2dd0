/** The title and the lesson of the scenario that is chosen. */

import { findScenario } from "../catalogue.js";
import { h } from "../dom.js";

/** @typedef {import("../state.js").PageStore} PageStore */

/** Text with `code` in backticks. @param {Document} document @param {string} text */
export const prose = (document, text) =>
  text.split("`").map((part, i) => (i % 2 ? h(document, "code", {}, part) : part));

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountLesson(root, store, { document }) {
  const title = root.querySelector("#lesson-title");
  const text = root.querySelector("#lesson-text");

  store.subscribe((state, before) => {
    const scenario = findScenario(state.catalogue, state.scenario);
    if (!scenario || state.scenario === before.scenario) return;
    title?.replaceChildren(...prose(document, scenario.title));
    text?.replaceChildren(...prose(document, scenario.lesson));
  });
}
