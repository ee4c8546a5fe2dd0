/** Numbers of things, as they are read: grouped, and with their noun. */

/** From here on a number is told by its size: nobody reads twenty digits. */
const HUGE = 1e15;

/** `1,234`. @param {number} count */
export function grouped(count) {
  if (count < HUGE) return count.toLocaleString("en-US");
  const [digits, power] = count.toExponential(1).split("e+");
  return `about ${digits} × 10^${power}`;
}

/** `the only order`, `both orders`, `all 90 orders`. @param {number} count @param {string} noun */
export function every(count, noun) {
  if (count === 1) return `the only ${noun}`;
  return count === 2 ? `both ${noun}s` : `all ${grouped(count)} ${noun}s`;
}

/** A clause as a sentence begins. @param {string} text */
export const capitalized = (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** `1 order`, `1,234 orders`. @param {number} count @param {string} noun */
export const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
