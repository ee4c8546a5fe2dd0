/** The text that a Python file begins with: where it can be folded, for who wants to see the code. */

/** Fewer lines than this are not in the way. */
const LEAST = 4;

/** Where the first thing that is neither blank nor a comment begins. @param {string} source */
function start(source) {
  let at = 0;
  for (;;) {
    const end = source.indexOf("\n", at);
    const line = source.slice(at, end < 0 ? undefined : end).trim();
    if (end < 0 || (line !== "" && !line.startsWith("#"))) return at;
    at = end + 1;
  }
}

/**
 * What of a file's docstring can be folded: from the end of its first line up to its closing
 * quotes, in characters; null where there is none, or too little of it.
 * @param {string} source
 * @returns {{from: number, to: number, quotes: string} | null}
 */
export function docstringFold(source) {
  const at = start(source);
  const quotes = /^r?("""|''')/i.exec(source.slice(at, at + 4));
  if (!quotes) return null;
  const from = source.indexOf("\n", at);
  const to = source.indexOf(quotes[1], at + quotes[0].length);
  if (from < 0 || to < from) return null;
  const lines = source.slice(from, to).split("\n").length;
  return lines < LEAST ? null : { from, to, quotes: quotes[1] };
}
