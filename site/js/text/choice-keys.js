/** By which key a choice is made: one for each task, the same at every moment. */

import { shortNames } from "./short-names.js";

/** @typedef {import("../trace/types.js").Model} Model */

/** The keys of the clock itself: no task has one of these. */
export const OWN = Object.freeze({ run: "L", undo: "U", fork: "F" });

/** Of each task the first letter of what tells its name apart that is still free, else its number.
 * @param {Model} model @param {Set<string>} taken @returns {Map<number, string>}
 */
function keysOfTasks({ tasks, trace }, taken) {
  const names = shortNames(tasks.map((task) => trace.tasks[task].label));
  return new Map(
    tasks.map((task, at) => {
      const letters = names[at].toUpperCase().match(/[A-Z0-9]/g) ?? [];
      const key = letters.find((letter) => !taken.has(letter)) ?? String(at + 1);
      taken.add(key);
      return [task, key];
    }),
  );
}

/** The key of each choice: its task's; of a second one of the same task, or of none, a free number.
 * @param {Model} model @param {readonly {task: number | null}[]} options @returns {string[]}
 */
export function choiceKeys(model, options) {
  const taken = new Set(/** @type {string[]} */ (Object.values(OWN)));
  const keys = keysOfTasks(model, taken);
  return options.map(({ task }) => {
    const own = task === null ? undefined : keys.get(task);
    if (task !== null) keys.delete(task);
    if (own) return own;
    let number = 1;
    while (taken.has(String(number))) number++;
    taken.add(String(number));
    return String(number);
  });
}
