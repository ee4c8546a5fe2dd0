/**
 * How wide a text will be, guessed without a browser so that the build and the page lay out
 * alike. The guess is on the wide side: a label left out is better than one that runs over.
 */

const NARROW = /[iljtfrI1.,:;'’|!()[\] ]/;
const WIDE = /[mwMW@%—…]/;
const CAPITAL = /[A-Z_#&\d]/;

/** @param {string} character */
function em(character) {
  if (character > "\u2E80") return 1;
  if (NARROW.test(character)) return 0.38;
  if (WIDE.test(character)) return 0.92;
  return CAPITAL.test(character) ? 0.66 : 0.6;
}

const ASCII = Array.from({ length: 128 }, (_, code) => em(String.fromCharCode(code)));

/** @param {string} character */
const emOf = (character) => ASCII[character.charCodeAt(0)] ?? em(character);

/** @param {string} text @param {number} size of the font, in pixels */
export function textWidth(text, size) {
  let width = 0;
  for (const character of text) width += emOf(character);
  return width * size;
}

/** Shorten to a width; empty if not even three letters fit. Of a long text, no more is looked at
 * than fits.
 * @param {string} text @param {number} width @param {number} size
 */
export function fitted(text, width, size) {
  const ellipsis = em("…");
  let ems = 0;
  let at = 0;
  let kept = 0;
  for (const character of text) {
    ems += emOf(character);
    if (ems * size > width) return kept > 2 ? `${text.slice(0, kept)}…` : "";
    at += character.length;
    if ((ems + ellipsis) * size <= width) kept = at;
  }
  return text;
}

/** What tells a name from its neighbours: a number or a letter at its end. */
const OWN_END = /[-_ ](\w{1,3})$/;

/** A name shortened to a width, in its middle if its end is its own: `incr…14`.
 * @param {string} name @param {number} width @param {number} size
 */
export function fittedName(name, width, size) {
  const short = fitted(name, width, size);
  const [whole = "", end = ""] = OWN_END.exec(name) ?? [];
  if (short === name || !end) return short;
  const kept = name.slice(0, -whole.length);
  const head = fitted(kept, width - textWidth(end, size), size);
  // a head that would fit alone is cut all the same: something of the name is left out
  return head && head !== kept ? `${head}${end}` : short;
}

/** The first of several wordings that fits; empty if none does.
 * @param {string[]} wordings @param {number} width @param {number} size
 */
export const firstThatFits = (wordings, width, size) =>
  wordings.find((wording) => textWidth(wording, size) <= width) ?? "";
