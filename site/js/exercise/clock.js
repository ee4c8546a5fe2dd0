/** Break it: the clock of the playground, with the orders of this one program. */

import { readOrders } from "../clock/orders.js";
import { modelOfOrder } from "../clock/picture.js";
import { nearestRight } from "../divergence/nearest.js";
import { namesAt } from "../editor/listing.js";
import { clockShown } from "../state/choosing.js";
import { initialState, reducer } from "../state/reducer.js";
import { createStore } from "../state/store.js";
import { counted } from "../text/numbers.js";
import { keepingFocus } from "../ui/focus.js";
import { mountChoices } from "../views/choices.js";
import { mountSpeech } from "../views/speech.js";
import { mountTimeline } from "../views/timeline.js";

/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../divergence/draw.js").Compared} Compared */
/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {{timeline: HTMLElement, choices: HTMLElement, left: HTMLElement, speech: HTMLElement}} Places */
/** @typedef {{setNames: ReturnType<typeof import("../editor/codemirror.js").createEditor>["setNames"]}} Editor */

/** @param {PageStore} store */
const clockOf = (store) =>
  /** @type {import("../clock/clock.js").Clock} */ (clockShown(store.get()));

/** How many orders are left, as words and for whoever reads the page by its marks.
 * @param {HTMLElement} place @param {PageStore} store
 */
function showLeft(place, store) {
  const { left, total, isOver } = clockOf(store);
  place.dataset.left = String(left);
  place.dataset.all = String(total);
  place.textContent = isOver
    ? "one order, to its end"
    : `${left} of ${counted(total, "order")} left`;
}

/** The order that was chosen beside the nearest that ends well: what is looked for is not well.
 * @param {Orders} orders @param {number} at @param {readonly string[]} broken @returns {Compared}
 */
function comparedWith(orders, at, broken) {
  const good = nearestRight(orders, at, ({ label }) => !broken.includes(label));
  return {
    good: good === null ? null : modelOfOrder(orders, good),
    bad: modelOfOrder(orders, at),
    goodTitle: "the nearest order that ends well",
    badTitle: "your order",
    judged: { good: "right", bad: "wrong" },
  };
}

/**
 * @param {Places} places @param {unknown} json every order, as Python wrote them
 * @param {{broken: readonly string[], editor: Editor, document: Document}} around
 */
export function mountClock(
  { timeline, choices, left, speech },
  json,
  { broken, editor, document },
) {
  const orders = readOrders(json);
  const start = initialState({ model: modelOfOrder(orders, 0), orders });
  const store = keepingFocus(createStore(reducer, start), document);
  // What it may end at is not asked: it is what is looked for.
  store.dispatch({ type: "clock", action: { type: "bet-made", bet: "" } });
  mountTimeline(timeline, store, { document });
  mountChoices(choices, store, { document });
  mountSpeech(speech, store, { document });
  const show = () => {
    showLeft(left, store);
    editor.setNames(namesAt(store.get()));
  };
  store.subscribe(show);
  show();
  return {
    /** The order chosen; what was not chosen goes on as the clock is set, and is shown. */
    schedule() {
      if (!clockOf(store).isOver) store.dispatch({ type: "clock", action: { type: "run-on" } });
      return String(clockOf(store).model.trace.schedule);
    },
    compared: () => comparedWith(orders, clockOf(store).place.from, broken),
    /** @param {(store: PageStore) => void} listener */
    onChoice: (listener) => store.subscribe(() => listener(store)),
  };
}
