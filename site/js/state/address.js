/**
 * The address of a lesson's page follows the lesson: who chooses another lock is in the lesson of
 * that lock, whose page has an address of its own, and gets back by the browser's own button.
 */

import { lessonOf } from "./catalogue.js";

/** @typedef {import("./reducer.js").PageStore} PageStore */

/** @param {URL} base of the site @param {string} lesson */
const pageOf = (base, lesson) => new URL(`scenarios/${lesson}/`, base);

/**
 * On a page that is no lesson's, nothing follows.
 * @param {PageStore} store @param {{window: Window, base: URL}} options base: of the site
 */
export function followLesson(store, { window, base }) {
  const { history, location } = window;
  const { home } = store.get();
  if (!home || pageOf(base, home).pathname !== location.pathname) return;
  let shown = home;

  store.subscribe(({ catalogue, scenario, params }, before) => {
    const lesson = lessonOf(catalogue, scenario)?.name;
    if (scenario === before.scenario || !lesson || lesson === shown) return;
    shown = lesson;
    history.replaceState({ params: before.params }, "");
    history.pushState({ params }, "", pageOf(base, lesson));
  });

  window.addEventListener("popstate", ({ state }) => {
    const { catalogue } = store.get();
    const lesson = catalogue.find(({ name }) => pageOf(base, name).pathname === location.pathname);
    if (!lesson || lesson.name === shown) return; // another place in the same page
    shown = lesson.name;
    store.dispatch({ type: "scenario-chosen", name: lesson.name, params: state?.params });
  });
}
