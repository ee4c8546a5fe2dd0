/** The store as the second of two compared runs sees it: its own run in the place of the first. */

import { clockAt } from "../trace/moment.js";
import { lastAtOrBelow } from "../ui/scales.js";

/** @typedef {import("./reducer.js").PageStore} PageStore */
/** @typedef {import("./reducer.js").State} State */

/** @param {import("../trace/types.js").Model} model */
const startsOf = ({ columns }) => columns.map(({ times }) => times[0]);

/** The moment of the second run at the instant shown of the first, as many steps into that instant
 * as the first is, and past it with the first; at the end of one, that of both.
 * @param {State} state
 */
function cursorBeside({ model, other, cursor }) {
  if (!model || !other || cursor === 0) return 0;
  const [starts, others] = [startsOf(model), startsOf(other.model)];
  if (cursor >= starts.length) return others.length;
  const now = starts[cursor - 1];
  if (starts[cursor] !== now) return lastAtOrBelow(others, clockAt(model, cursor)) + 1;
  const into = cursor - starts.indexOf(now);
  const [before, upTo] = [others.filter((at) => at < now), others.filter((at) => at <= now)];
  return Math.min(before.length + into, upTo.length);
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
