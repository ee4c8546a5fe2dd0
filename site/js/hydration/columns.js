/** A trace as the build packs it for a page (`py/sitebuild/columns.py`), made whole again. */

/** @typedef {{numbered: boolean, order: number[], shapes: [string[], unknown[][]][]}} Columns */
/** @typedef {{fields: Record<string, unknown>, lists: Record<string, Columns>}} Packed */

/** @param {Columns} columns */
function recordsOf({ numbered, order, shapes }) {
  const next = shapes.map(() => 0);
  return order.map((shape, i) => {
    const [names, columns] = shapes[shape];
    const at = next[shape]++;
    const fields = names.map((name, column) => [name, columns[column][at]]);
    return Object.fromEntries(numbered ? [["i", i], ...fields] : fields);
  });
}

/** @param {Packed} packed @returns {Record<string, unknown>} */
export function unpacked({ fields, lists }) {
  const whole = Object.entries(lists).map(([name, columns]) => [name, recordsOf(columns)]);
  return { ...fields, ...Object.fromEntries(whole) };
}
