/** A part of a picture: only what can be seen, so that what is drawn stays small however long the run. */

/** @typedef {import("./types.js").Layout} Layout */

/** Fewer marks than this are drawn whole; cutting would only cost. */
export const WHOLE = 1200;

const PARTS = /** @type {const} */ ([
  "bands",
  "blocks",
  "rests",
  "ribbons",
  "spoils",
  "holds",
  "queues",
  "stretches",
  "dots",
  "numbers",
  "losses",
  "links",
  "flags",
  "notes",
]);

/** @param {Layout} layout */
export const countMarks = (layout) => PARTS.reduce((sum, part) => sum + layout[part].length, 0);

/**
 * The same layout with only those marks that reach into the interval.
 * @param {Layout} layout
 * @param {number} x0
 * @param {number} x1
 * @returns {Layout}
 */
export function cut(layout, x0, x1) {
  const window = { ...layout };
  for (const part of PARTS) {
    const marks = /** @type {{x0: number, x1: number}[]} */ (layout[part]);
    Object.assign(window, { [part]: marks.filter((mark) => mark.x1 >= x0 && mark.x0 <= x1) });
  }
  return window;
}
