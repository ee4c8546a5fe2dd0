/** Small numeric scales. */

/**
 * A straight line from one interval to another; an empty domain maps to the range's middle.
 * @param {[number, number]} domain
 * @param {[number, number]} range
 * @returns {(value: number) => number}
 */
export function linear([d0, d1], [r0, r1]) {
  if (d0 === d1) return () => (r0 + r1) / 2;
  return (value) => r0 + ((value - d0) / (d1 - d0)) * (r1 - r0);
}

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Tenths of a pixel are enough, and keep the drawn text short. @param {number} value */
export const round = (value) => Math.round(value * 10) / 10;

/**
 * A path of one figure after another, each from where the one before it began or ended: distances
 * repeat where places do not, and what repeats is short once it is compressed. Each distance is one
 * between tenths, so that no error adds up.
 * @template T
 * @param {readonly T[]} figures
 * @param {(figure: T) => {at: [number, number], draw: string, to: [number, number]}} part to: where the pen is then
 */
export function relativePath(figures, part) {
  let [x, y] = [0, 0];
  const parts = figures.map((figure) => {
    const { at, draw, to } = part(figure);
    const step = `m${round(at[0] - x)} ${round(at[1] - y)}${draw}`;
    [x, y] = to;
    return step;
  });
  return parts.join("");
}

/**
 * The index of the last item at or below a value in a sorted list; -1 if there is none.
 * @param {readonly number[]} sorted
 * @param {number} value
 */
export function lastAtOrBelow(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
