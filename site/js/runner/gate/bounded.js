/** Any JSON value into one of bounded size. What was cut of a text is said in it. */

import { LIMITS } from "../limits.js";

/** What may still be kept of one answer; it only shrinks.
 * @typedef {{characters: number, values: number}} Budget
 */

/** @returns {Budget} */
export const budget = () => ({ characters: LIMITS.characters, values: LIMITS.values });

/** @param {number} left */
const more = (left) => `… (${left.toLocaleString("en")} more characters)`;

/** Text, at most `most` characters of it and what was cut.
 * @param {string} text @param {number} most @param {Budget} left @returns {string}
 */
export function boundedText(text, most, left) {
  const room = Math.max(0, Math.min(most, left.characters));
  left.characters -= Math.min(text.length, room);
  return text.length <= room ? text : text.slice(0, room) + more(text.length - room);
}

/** @param {unknown[]} list @param {Budget} left @param {number} depth @param {number} most */
function boundedList(list, left, depth, most) {
  const kept = [];
  for (const value of list) {
    if (kept.length >= most || left.values <= 0) break;
    kept.push(bounded(value, left, depth, most));
  }
  return kept;
}

/** @param {object} object @param {Budget} left @param {number} depth @param {number} most */
function boundedObject(object, left, depth, most) {
  const kept = Object.create(null);
  let names = 0;
  for (const name in object) {
    if (names++ >= LIMITS.list || left.values <= 0) break;
    if (name === "__proto__") continue;
    const value = /** @type {Record<string, unknown>} */ (object)[name];
    kept[boundedText(name, LIMITS.name, left)] = bounded(value, left, depth, most);
  }
  return kept;
}

/**
 * @param {unknown} value as JSON.parse gives it
 * @param {Budget} left
 * @param {number} [depth] of lists and objects that may still be within it
 * @param {number} [most] how long any list may be
 * @returns {unknown}
 */
export function bounded(value, left, depth = LIMITS.depth, most = LIMITS.list) {
  left.values -= 1;
  if (typeof value === "string") return boundedText(value, LIMITS.text, left);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return null;
  return Array.isArray(value)
    ? boundedList(value, left, depth - 1, most)
    : boundedObject(value, left, depth - 1, most);
}
