/** The lesson of the program that is chosen: title, text, question, and its place on the path. */

import { lessonOf } from "../state/catalogue.js";
import { prose } from "../ui/prose.js";

/** @typedef {import("../state/catalogue.js").Scenario} Scenario */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../hydration/data.js").LessonParts} LessonParts */

/** Stands where a lesson's text does. */
const OWN =
  "An ordinary Python file: nothing to import from here, nothing to mark. *Run* shows it step by step; *Try every order* finds the orders that end otherwise, and the shortest way to each. *Reset* brings the lesson back.";

/** What the build drew of a lesson's place on the path takes the place of another's.
 * @param {Document} document @param {string} selector @param {string | undefined} html
 */
function replace(document, selector, html) {
  const old = document.querySelector(selector);
  if (!old || html === undefined) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  const drawn = template.content.firstElementChild;
  if (drawn) old.replaceWith(drawn);
}

/** @param {Document} document @param {boolean} hidden */
function hidePlace(document, hidden) {
  for (const place of document.querySelectorAll(".lesson-place, .neighbours")) {
    place.toggleAttribute("hidden", hidden);
  }
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document, lessons?: Record<string, LessonParts>}} options lessons: what the
 *   build drew of those that a control can lead to
 */
export function mountLesson(root, store, { document, lessons = {} }) {
  const question = /** @type {HTMLDetailsElement | null} */ (root.querySelector("#question"));
  const ownTitle = document.title;

  /** @param {string} id @param {(Element | string)[]} parts */
  const fill = (id, parts) => root.querySelector(`#${id}`)?.replaceChildren(...parts);

  /** @param {Pick<Scenario, "lesson" | "question" | "answer">} lesson */
  function showTexts({ lesson, question: asked, answer }) {
    fill("lesson-text", prose(document, lesson));
    fill("question-text", prose(document, asked ?? ""));
    fill("question-answer", prose(document, answer ?? ""));
    if (!question) return;
    question.toggleAttribute("data-none", !asked);
    question.open = false; // the answer to another question would give this one away
  }

  /** @param {Scenario} scenario @param {string | null} home */
  function showLesson(scenario, home) {
    const parts = lessons[scenario.name];
    fill("lesson-title", prose(document, scenario.title));
    showTexts(scenario);
    replace(document, ".lesson-place", parts?.place);
    replace(document, ".neighbours", parts?.neighbours);
    document.title = scenario.name === home ? ownTitle : (parts?.title ?? ownTitle);
  }

  store.subscribe((state, before) => {
    const { catalogue, scenario, title, home } = state;
    if (scenario === before.scenario && title === before.title) return;
    const lesson = lessonOf(catalogue, scenario);
    hidePlace(document, lesson === null);
    if (lesson) return showLesson(lesson, home);
    fill("lesson-title", [title]);
    showTexts({ lesson: OWN });
    document.title = `${title} · Lockstep`;
  });
}
