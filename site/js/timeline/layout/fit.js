/** Words into a block: on one line, on two, or fewer of them, or none. */

import { textWidth } from "./text.js";

/** @typedef {import("./brief.js").Word} Word */

/** @param {Word[]} words */
const joined = (words) => words.map(({ text }) => text).join(", ");

/** One word of the step, over two lines: `write` above `100`. @param {Word} word */
function broken({ text }) {
  const at = text.indexOf(" ");
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + 1)];
}

/** @param {Word[]} words @param {(text: string) => boolean} fits @returns {string[] | null} */
function inTwoLines(words, fits) {
  if (words.length === 1) {
    const lines = broken(words[0]);
    return lines.length > 0 && lines.every(fits) ? lines : null;
  }
  for (let split = words.length - 1; split > 0; split--) {
    const lines = [joined(words.slice(0, split)), joined(words.slice(split))];
    if (lines.every(fits)) return lines;
  }
  return null;
}

/** Without the word that matters least; of equals, the later. @param {Word[]} words */
function withoutLeast(words) {
  const least = Math.min(...words.map(({ weight }) => weight));
  const at = words.findLastIndex(({ weight }) => weight === least);
  return words.filter((_, i) => i !== at);
}

/**
 * The lines that fit into a width, as many of the words as possible.
 * @param {Word[]} words
 * @param {{width: number, size: number, most: 1 | 2}} room
 * @returns {string[]}
 */
export function fitWords(words, { width, size, most }) {
  const fits = (/** @type {string} */ text) => textWidth(text, size) <= width;
  for (let left = words; left.length > 0; left = withoutLeast(left)) {
    if (fits(joined(left))) return [joined(left)];
    const two = most === 2 ? inTwoLines(left, fits) : null;
    if (two) return two;
    if (left.length === 1 && fits(left[0].short ?? ""))
      return [left[0].short ?? ""].filter(Boolean);
  }
  return [];
}

/**
 * Leave out each label that would run into the one before it.
 * @template {{x: number, text: string}} T
 * @param {T[]} labels from left to right
 * @param {number} size
 * @returns {T[]}
 */
export function thinned(labels, size) {
  let free = Number.NEGATIVE_INFINITY;
  return labels.filter(({ x, text }) => {
    if (x < free) return false;
    free = x + textWidth(text, size) + size * 0.6;
    return true;
  });
}
