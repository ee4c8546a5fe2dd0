/**
 * How fast something may come: a few at once, then one in every pause.
 *
 * (The generic cell rate algorithm: ITU-T I.371, 2004, annex A.)
 * @param {{burst: number, pause: number}} limits pause: in ms
 * @param {() => number} now
 */
export function createPace({ burst, pause }, now) {
  /** When the next would come if all of them kept the pause. */
  let due = -Infinity;
  return {
    /** Whether one may come now; then it counts. */
    take() {
      due = Math.max(due, now() - (burst - 1) * pause);
      if (now() < due) return false;
      due += pause;
      return true;
    },
    /** In how many ms the next may come. */
    get wait() {
      return Math.max(0, due - now());
    },
  };
}
