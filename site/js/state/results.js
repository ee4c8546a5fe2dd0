/**
 * What the page has found out, by the text of the program that it was found out of.
 *
 * Whatever the page shows of a run or of all orders is looked up here by one text, so that
 * nothing on it can be of another program than the rest. What is found out live is kept for the
 * last few texts only; what was recorded with the page is kept for good.
 */

import { UNEXPLORED } from "./explored.js";

/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("../clock/play.js").Play} Play */
/** @typedef {import("../trace/types.js").Model} Model */
/** @typedef {import("../trace/types.js").Outcome} Outcome */
/** @typedef {import("./explored.js").Explored} Explored */
/** @typedef {{mine: string, title: string, model: Model}} Other the run beside, and what both are called */

/** @typedef {Readonly<{found: number, why: string}>} Untried */

/**
 * @typedef {object} Known
 * @property {Model | null} model
 * @property {Other | null} other the second run, where two are compared
 * @property {"recorded" | "live" | null} origin of both
 * @property {string | null} saved the file that the model was opened from, if it was
 * @property {Outcome | null} order whose shortest order the model shows; null: the usual one
 * @property {Model | null} good a run that ends well, where that order does not and not all are recorded
 * @property {Explored} explored
 * @property {Orders | null} orders every order, to choose from
 * @property {Untried | null} untried where not all orders could be found: how far it came, and why
 * @property {boolean} isStuck whether more of the orders could not be recorded
 * @property {string | null} ordersUrl the file that has them, below the site's root
 * @property {Play | null} play what was chosen of them; null: nobody has
 */

/** @typedef {ReadonlyMap<string, Known>} Memory by the text of the program */

/** Traces are large: so many texts are remembered beside those recorded. */
const MOST = 12;

/** @type {Known} */
export const NOTHING = Object.freeze({
  model: null,
  other: null,
  origin: null,
  saved: null,
  order: null,
  good: null,
  explored: UNEXPLORED,
  orders: null,
  untried: null,
  isStuck: false,
  ordersUrl: null,
  play: null,
});

/** @param {Memory} memory @param {string} source */
export const knownOf = (memory, source) => memory.get(source) ?? NOTHING;

/** @param {Known} known */
const isRecorded = ({ origin, explored }) =>
  origin === "recorded" || explored.origin === "recorded";

/** @param {Memory} memory @returns {Memory} */
function withoutOldest(memory) {
  const live = [...memory].filter(([, known]) => !isRecorded(known)).map(([source]) => source);
  const forgotten = new Set(live.slice(0, Math.max(live.length - MOST, 0)));
  return new Map([...memory].filter(([source]) => !forgotten.has(source)));
}

/** @param {Memory} memory @param {string} source @param {Partial<Known>} news @returns {Memory} */
export function remember(memory, source, news) {
  const known = Object.freeze({ ...knownOf(memory, source), ...news });
  const others = [...memory].filter(([text]) => text !== source);
  return withoutOldest(new Map([...others, [source, known]]));
}

/** What is known of a program with a record of it: a run that was made meanwhile is newer.
 * @param {Memory} memory @param {string} source @param {Known} record
 */
export function rememberRecord(memory, source, record) {
  const { model, explored, orders, play, ordersUrl } = knownOf(memory, source);
  return remember(memory, source, {
    ...record,
    ...(model ? knownOf(memory, source) : {}),
    explored: explored.phase === "idle" ? record.explored : explored,
    orders,
    ordersUrl: record.ordersUrl ?? ordersUrl,
    play,
  });
}

/** Whether anything at all is known of a program. @param {Known} known */
export const isKnown = ({ model, explored }) => model !== null || explored.phase !== "idle";

/**
 * The moment a run opens at: where it departs from the usual order; else the read whose value
 * is the first to grow old; else its first step. Never an end at which nothing can be pressed.
 * @param {Model | null} model
 */
export function openingMoment(model) {
  if (!model || model.columns.length === 0) return 0;
  const event = model.trace.deviations?.[0]?.event ?? model.lost[0]?.stale;
  const column = event === undefined ? 0 : Math.max(model.columnOf[event] ?? 0, 0);
  return Math.min(column + 1, model.columns.length);
}
