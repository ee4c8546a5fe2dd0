/** One axis for several runs: every instant has one place, with room for whoever needs most of it. */

/** @typedef {import("./types.js").Slot} Slot */

/** @param {number[]} times */
function counts(times) {
  const found = new Map(/** @type {[number, number][]} */ ([]));
  for (const t_us of times) found.set(t_us, (found.get(t_us) ?? 0) + 1);
  return found;
}

/** The instants of all runs in order, each as often as the run that has most steps in it.
 * @param {number[][]} runs @returns {number[]}
 */
export function commonTimes(runs) {
  const most = new Map(/** @type {[number, number][]} */ ([]));
  for (const [t_us, count] of runs.flatMap((times) => [...counts(times)])) {
    most.set(t_us, Math.max(count, most.get(t_us) ?? 0));
  }
  const inOrder = [...most].sort(([a], [b]) => a - b);
  return inOrder.flatMap(([t_us, count]) => Array(count).fill(t_us));
}

/** The slots that one of the runs takes: within an instant, the first of them.
 * @param {number[]} times @param {Slot[]} ruler made from the times of this run and others
 */
export function onRuler(times, ruler) {
  let at = -1;
  return times.map((t_us) => {
    do at++;
    while (ruler[at].t_us < t_us);
    return ruler[at];
  });
}
