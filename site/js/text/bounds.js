/** The bounds of a scenario's parameters, in words. */

/** @typedef {import("../state/catalogue.js").Parameter} Parameter */

const WHOLE = /^[+-]?\d+$/;

/** @param {Parameter} parameter */
export const boundsOf = ({ label, value, min, max }) =>
  typeof value === "boolean" ? `${label}: yes or no.` : `${label}: ${min} to ${max}.`;

/** @param {string} text */
const shown = (text) => (text.length > 20 ? `${text.slice(0, 19)}…` : text);

/**
 * What is wrong with a value as it was typed; empty if nothing is.
 * @param {Parameter} parameter
 * @param {string} typed
 */
export function problemWith({ label, value: initial, min = -Infinity, max = Infinity }, typed) {
  if (typeof initial === "boolean") return "";
  const text = typed.trim();
  const wanted = `a whole number from ${min} to ${max}`;
  if (text === "") return `${label} has no value: give ${wanted}.`;
  if (!WHOLE.test(text)) return `${label} is ${shown(text)}: give ${wanted}.`;
  const value = Number(text);
  if (value >= min && value <= max) return "";
  const side = value < min ? `less than ${min}` : `more than ${max}`;
  return `${label} is ${shown(text)}, ${side}: give ${wanted}.`;
}
