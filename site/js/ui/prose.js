/** Text of a lesson: `code` in backticks, *emphasis* between stars. */

import { h } from "./dom.js";

// Code first: a star inside backticks multiplies.
const MARKED = /(`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)/;

/** A name with a hyphen in it, such as `ATM-B` or `account-1.lock`; what is longer may break. */
const NAME = /((?<![\w-])(?=[\w.-]{3,24}(?![\w-]))\w+(?:-\w+)+(?:\.\w+)*)/;

/** Names are not broken at the end of a line: `ATM-` there tells nobody which.
 * @param {Document} document @param {string} text @returns {(Element | string)[]}
 */
export const named = (document, text) =>
  text
    .split(NAME)
    .map((part, i) => (i % 2 ? h(document, "span", { class: "unbroken" }, part) : part))
    .filter((part) => part !== "");

/** Only its code: a message of the program's own keeps its stars.
 * @param {Document} document @param {string} text @returns {(Element | string)[]}
 */
export const code = (document, text) =>
  text
    .split(/`([^`\n]+)`/)
    .flatMap((part, i) => (i % 2 ? [h(document, "code", {}, part)] : named(document, part)));

/** @param {Document} document @param {string} text @returns {(Element | string)[]} */
export const prose = (document, text) =>
  text
    .split(MARKED)
    .map((part, i) =>
      i % 2 ? h(document, part.startsWith("`") ? "code" : "em", {}, part.slice(1, -1)) : part,
    );
