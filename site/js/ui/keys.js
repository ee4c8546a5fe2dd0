/** The player's keys: left, right, home, end and space, wherever in the player the focus is. */

/** @typedef {import("../state/reducer.js").Action} Action */
/** @typedef {import("../state/reducer.js").State} State */

/**
 * The actions a key stands for; none for a key that is not the player's.
 * @param {{key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean}} press
 * @param {State} state
 * @returns {Action[]}
 */
export function playerActions({ key, altKey, ctrlKey, metaKey }, { playing, model }) {
  if (altKey || ctrlKey || metaKey || !model) return [];
  if (key === "ArrowLeft") return [{ type: "pause" }, { type: "step", by: -1 }];
  if (key === "ArrowRight") return [{ type: "pause" }, { type: "step", by: 1 }];
  if (key === "Home") return [{ type: "cursor-set", cursor: 0 }];
  if (key === "End") return [{ type: "cursor-set", cursor: model.columns.length }];
  if (key === " ") return [{ type: playing ? "pause" : "play" }];
  return [];
}
