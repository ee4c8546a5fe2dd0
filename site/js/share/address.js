/** Where in the site a moment is opened: the page of its lesson, with its widgets and itself. */

import { widgetQuery } from "../state/address.js";
import { lessonOf } from "../state/catalogue.js";
import { fragmentOf } from "./links.js";
import { momentShown } from "./moment.js";

/** @typedef {import("../state/reducer.js").State} State */

/** The page, without the moment itself. @param {State} state @param {URL} base of the site */
export function pageOf(state, base) {
  const lesson = lessonOf(state.catalogue, state.scenario);
  const page = new URL(lesson ? `scenarios/${lesson.name}/` : "./", base);
  if (lesson) page.search = widgetQuery(state, lesson.name);
  return page;
}

/** The link to what is shown, and what it carries. @param {State} state @param {URL} base */
export async function linkTo(state, base) {
  const moment = momentShown(state);
  const page = pageOf(state, base);
  page.hash = await fragmentOf(moment);
  return { link: page.href, moment };
}
