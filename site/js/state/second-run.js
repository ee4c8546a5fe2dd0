/** The store as the second of two compared runs sees it: its own run in the place of the first. */

import { clockAt } from "../trace/moment.js";
import { lastAtOrBelow } from "../ui/scales.js";

/** @typedef {import("./reducer.js").PageStore} PageStore */
/** @typedef {import("./reducer.js").State} State */

/** The moment of the second run at the instant shown of the first; at the end of one, that of both.
 * @param {State} state
 */
function cursorBeside({ model, other, cursor }) {
  if (!model || !other || cursor === 0) return 0;
  const { columns } = other.model;
  if (cursor >= model.columns.length) return columns.length;
  const starts = columns.map(({ times }) => times[0]);
  return lastAtOrBelow(starts, clockAt(model, cursor)) + 1;
}

/** @param {State} state @returns {State} */
function seenBeside(state) {
  const { model, other } = state;
  return {
    ...state,
    model: other?.model ?? null,
    other: other && model && { mine: other.title, title: other.mine, model },
    cursor: cursorBeside(state),
    focus: null,
  };
}

/** @param {PageStore} store @returns {PageStore} */
export const besideOf = (store) => ({
  get: () => seenBeside(store.get()),
  subscribe: (listener, options) =>
    store.subscribe((state, before) => listener(seenBeside(state), seenBeside(before)), options),
  dispatch(action) {
    // A click in the second picture asks about a mark; the moment is chosen in the first.
    if (action.type !== "cursor-set" && action.type !== "focus-set") store.dispatch(action);
  },
});
