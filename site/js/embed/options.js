/** What an embed is asked for: values of the table of options, and a sentence for each that cannot be. */

import { OPTIONS } from "./options.gen.js";

/** @typedef {(typeof OPTIONS)[number]} Option */
/** @typedef {{values: Record<string, string>, faults: string[]}} Asked */

/** @param {readonly string[]} words */
const either = (words) => `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** Of a value that is told: more characters of it say no more. */
const LONGEST = 60;
/** What a flag can be given, as HTML and Markdown write one that is on. */
const ON = ["", "true"];

/** @param {string} value */
const shortened = (value) => (value.length <= LONGEST ? value : `${value.slice(0, LONGEST - 1)}…`);

/** @param {string} name @param {string} value */
const given = (name, value) => `${name}='${shortened(value)}'`;

/** What is wrong with a value that has to be a number; empty if nothing is.
 * @param {string} name @param {string} value @param {number} low @param {number} high
 */
export function outside(name, value, low, high) {
  const whole = /^\d{1,9}$/.test(value) && Number(value) >= low && Number(value) <= high;
  return whole ? "" : `${given(name, value)} is no whole number from ${low} to ${high}`;
}

/** What is wrong with a value; empty if nothing is. @param {Option} option @param {string} value */
function faultOf({ name, kind, choices, pattern, wanted, low, high }, value) {
  if (kind === "choice" && !choices.includes(value))
    return `${given(name, value)} is none of ${either(choices)}`;
  if (kind === "whole number") return outside(name, value, low, high);
  if (kind === "flag" && ![...ON, name].includes(value))
    return `${given(name, value)} is on all the same: leave the option out`;
  if (pattern && !new RegExp(`^(?:${pattern})$`).test(value))
    return `${given(name, value)} is no ${wanted}`;
  return "";
}

/** What is unknown is ignored: old pages outlive new versions. @param {URLSearchParams} query @returns {Asked} */
export function readOptions(query) {
  const asked = /** @type {Asked} */ ({ values: {}, faults: [] });
  for (const option of OPTIONS) {
    const value = query.get(option.name);
    if (value === null) continue;
    const fault = faultOf(option, value);
    if (fault) asked.faults.push(fault);
    if (option.kind === "flag") asked.values[option.name] = "";
    else if (!fault) asked.values[option.name] = value;
  }
  return asked;
}

/** The values that set a control, by axis or parameter. @param {Asked} asked @returns {[string, string][]} */
export const widgetsOf = ({ values }) =>
  OPTIONS.flatMap(({ name, widget }) =>
    widget && name in values ? [/** @type {[string, string]} */ ([widget, values[name]])] : [],
  );
