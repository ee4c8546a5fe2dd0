/** Times and values in few words, for sentences and pictures alike. */

/** Virtual time for people: `0 s`, `0.1 s`, `250 µs`. @param {number} us */
export function timeText(us) {
  if (us !== 0 && Math.abs(us) < 1000) return `${us} µs`;
  return `${Number((us / 1e6).toFixed(6))} s`;
}

/** Shorten from the end; the start of a value says most. @param {string} text @param {number} most */
export const clip = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
