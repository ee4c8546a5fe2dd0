/** Text of a lesson: `code` in backticks, *emphasis* between stars. */

import { h } from "./dom.js";

// Code first: a star inside backticks multiplies.
const MARKED = /(`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)/;

/** Only its code: a message of the program's own keeps its stars.
 * @param {Document} document @param {string} text @returns {(Element | string)[]}
 */
export const code = (document, text) =>
  text.split(/`([^`\n]+)`/).map((part, i) => (i % 2 ? h(document, "code", {}, part) : part));

/** @param {Document} document @param {string} text @returns {(Element | string)[]} */
export const prose = (document, text) =>
  text
    .split(MARKED)
    .map((part, i) =>
      i % 2 ? h(document, part.startsWith("`") ? "code" : "em", {}, part.slice(1, -1)) : part,
    );
