/** The title and the lesson of the scenario that is chosen, and the question it asks. */

import { findScenario } from "../catalogue.js";
import { prose } from "../prose.js";

/** @typedef {import("../state.js").PageStore} PageStore */

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document}} options */
export function mountLesson(root, store, { document }) {
  const question = /** @type {HTMLDetailsElement | null} */ (root.querySelector("#question"));

  /** @param {string} id @param {string} text */
  const say = (id, text) => root.querySelector(`#${id}`)?.replaceChildren(...prose(document, text));

  store.subscribe((state, before) => {
    const scenario = findScenario(state.catalogue, state.scenario);
    if (!scenario || state.scenario === before.scenario) return;
    say("lesson-title", scenario.title);
    say("lesson-text", scenario.lesson);
    say("question-text", scenario.question ?? "");
    say("question-answer", scenario.answer ?? "");
    if (!question) return;
    question.toggleAttribute("data-none", !scenario.question);
    question.open = false; // the answer to another question would give this one away
  });
}
