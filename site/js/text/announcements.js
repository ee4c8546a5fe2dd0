/** What is said aloud when the page changes: pure words, made from the state before and after. */

import { standOf } from "../state/explored.js";
import { answerOf, NONE, statusOf } from "./answer.js";
import { choiceSpoken } from "./clock.js";
import { ordersSentence, ordersVerdict, shownOrderText } from "./orders.js";
import { momentSentence } from "./steps.js";

/** @typedef {import("../state/reducer.js").State} State */

/** @param {State} state */
function verdictText(state) {
  const { label, final, expected, headline, text } = answerOf(state);
  const wanted = expected === NONE ? "" : `, expected ${expected}`;
  const values = final === NONE ? "" : `The ${label} is ${final}${wanted}.`;
  return [shownOrderText(state.order), values, headline, text].filter(Boolean).join(" ");
}

/** What a choice did; at the end, how it ended, too. @param {import("../clock/clock.js").Clock} clock @param {State} state */
const clockText = (clock, state) =>
  clock.isOver ? `${choiceSpoken(clock)} ${verdictText(state)}` : choiceSpoken(clock);

/** @param {State} state */
function ordersText(state) {
  const { headline, text } = ordersVerdict(state);
  const { answer, phase } = state.explored;
  const sentence = answer && phase === "done" ? ordersSentence(answer) : "";
  return [headline, text, sentence].filter(Boolean).join(" ");
}

/** Whether anything that was going on is over. @param {State} state */
const isAtRest = ({ phase }) => phase !== "loading" && phase !== "running";

/** Whether a run is over that gave what was shown already. @param {State} state @param {State} before */
const hasRun = (state, before) =>
  state.phase === "done" && !isAtRest(before) && state.doing !== "explore" && !state.clock;

/** @param {State} state @param {State} before */
function workText(state, before) {
  if (state.phase === before.phase) return "";
  return isAtRest(state) ? "" : statusOf(state).text;
}

/** @param {State} state @param {State} before */
function stepText(state, before) {
  const { model, cursor, playing } = state;
  const moved = model !== null && model === before.model && cursor !== before.cursor;
  const stopped = before.playing && !playing;
  return model && !playing && (moved || stopped) ? momentSentence(model, cursor) : "";
}

/**
 * The words for a change; "" for one that is not news. Of several the weightiest.
 * @param {State} state
 * @param {State} before
 */
export function spokenAfter(state, before) {
  if (state.message && state.message !== before.message) return verdictText(state);
  if (state.clock && state.model !== before.model) return clockText(state.clock, state);
  if (state.model && state.model !== before.model) return verdictText(state);
  const stand = standOf(state);
  if (stand !== standOf(before) && ["done", "stopped", "failed"].includes(stand)) {
    return ordersText(state);
  }
  if (hasRun(state, before)) return verdictText(state);
  if (state.stale && !before.stale) return statusOf(state).text;
  return workText(state, before) || stepText(state, before);
}
