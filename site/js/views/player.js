/** The player: buttons beside the slider of the picture, since dragging must never be the only way. */

import { h } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { playerActions } from "../ui/keys.js";
import { clamp } from "../ui/scales.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {{set: (f: () => void, ms: number) => unknown, clear: (id: any) => void}} Timers */

/** A whole run plays in about half a minute at most, a step stays at least as long as it takes to see. */
const PLAY = { whole: 30_000, least: 60, most: 800 };

/** @param {number} steps */
export const playInterval = (steps) =>
  clamp(PLAY.whole / Math.max(steps, 1), PLAY.least, PLAY.most);

/** @param {Document} document @param {string} testid @param {string} label @param {(Node | string)[]} content */
const button = (document, testid, label, content) =>
  h(
    document,
    "button",
    { type: "button", class: "player-button", "data-testid": testid, "aria-label": label },
    ...content,
  );

/** @param {Document} document @param {string} text */
const word = (document, text) => h(document, "span", { class: "player-word" }, text);

/** @param {Document} document */
function createParts(document) {
  const back = button(document, "step-back", "Step back", [
    icon(document, "back"),
    word(document, "step"),
  ]);
  const forward = button(document, "step-forward", "Step forward", [
    word(document, "step"),
    icon(document, "forward"),
  ]);
  const play = button(document, "play", "Play", []);
  const buttons = h(document, "div", { class: "player-buttons" }, back, forward, play);
  const player = h(
    document,
    "div",
    { class: "player", role: "group", "aria-label": "Player" },
    buttons,
  );
  return { player, back, forward, play };
}

/** @typedef {ReturnType<typeof createParts>} Parts */

/** @param {Document} document @param {Parts} parts @param {boolean} playing */
function showPlay(document, { play }, playing) {
  const text = playing ? "pause" : "play";
  play.setAttribute("aria-label", playing ? "Pause" : "Play");
  play.replaceChildren(icon(document, text), word(document, text));
}

/** @param {Parts} parts @param {PageStore} store */
function listen({ player, back, forward, play }, store) {
  const step = (/** @type {number} */ by) => () => {
    store.dispatch({ type: "pause" });
    store.dispatch({ type: "step", by });
  };
  back.addEventListener("click", step(-1));
  forward.addEventListener("click", step(1));
  play.addEventListener("click", () =>
    store.dispatch({ type: store.get().playing ? "pause" : "play" }),
  );
  player.addEventListener("keydown", (press) => {
    // A button answers to space by itself.
    if (press.key === " ") return;
    const actions = playerActions(press, store.get());
    if (actions.length > 0) press.preventDefault();
    for (const action of actions) store.dispatch(action);
  });
}

/** Play by steps, not by tweening: what has an order is shown in order.
 * @param {PageStore} store @param {Timers} timers
 */
function createTicker(store, timers) {
  let pending = /** @type {unknown} */ (null);
  const tick = () => {
    pending = null;
    if (store.get().playing) store.dispatch({ type: "step", by: 1 });
  };
  return (/** @type {State} */ { playing, model }) => {
    if (!playing && pending !== null) {
      timers.clear(pending);
      pending = null;
    } else if (playing && pending === null) {
      pending = timers.set(tick, playInterval(model?.columns.length ?? 0));
    }
  };
}

/** @type {Timers} */
const CLOCK = { set: (f, ms) => setTimeout(f, ms), clear: (id) => clearTimeout(id) };

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document: Document, timers?: Timers}} options
 */
export function mountPlayer(root, store, { document, timers = CLOCK }) {
  const parts = createParts(document);
  const keepTime = createTicker(store, timers);
  /** @param {State} state @param {State} [before] */
  function update(state, before) {
    if (!before || before.model !== state.model) {
      for (const control of [parts.back, parts.forward, parts.play]) {
        control.disabled = !state.model;
      }
    }
    if (before?.playing !== state.playing) showPlay(document, parts, state.playing);
    keepTime(state);
  }
  update(store.get());
  root.replaceChildren(parts.player);
  listen(parts, store);
  store.subscribe(update);
}
