/** What the page knows, as one frozen value, and every way in which it can change. */

import { editedWith, findScenario, scenarioWith, sourceWith, valuesFor } from "./catalogue.js";
import { secondProgram } from "./compare.js";
import { exploredAfter, isAboutOrders, recorded, UNEXPLORED, workAfter } from "./explored.js";
import { clamp } from "./scales.js";

/** @typedef {import("./catalogue.js").Scenario} Scenario */
/** @typedef {import("./catalogue.js").Value} Value */
/** @typedef {import("./catalogue.js").Values} Values */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {{headline: string, text: string, line?: number | null, retry?: boolean}} Message */
/** @typedef {{loaded: number, total: number, seconds?: number, what?: string}} Progress */
/** @typedef {"idle" | "loading" | "running" | "done" | "failed"} Phase */
/** @typedef {import("./explored.js").Explored} Explored */
/** @typedef {import("./types.js").Exploration} Exploration */
/** @typedef {import("./types.js").Outcome} Outcome */
/** @typedef {{mine: string, title: string, model: Model}} Other the run beside, and what both are called */

/**
 * @typedef {object} State
 * @property {readonly Scenario[]} catalogue
 * @property {string | null} scenario
 * @property {string} code what Run would run
 * @property {boolean} edited whether it is no longer the scenario's own text
 * @property {Values} params
 * @property {string} lockMode
 * @property {string} lockScope
 * @property {Model | null} model
 * @property {Other | null} other the second run, on a page that compares; as old as the model
 * @property {boolean} compares whether this page sets a second run beside the first
 * @property {"recorded" | "live" | null} origin of the model, and of the other
 * @property {boolean} stale whether the model was made from another text than the code
 * @property {Outcome | null} order whose shortest order the model shows; null: the usual one
 * @property {Explored} explored what is known of all orders
 * @property {"run" | "explore"} doing what the phase is a phase of
 * @property {Phase} phase
 * @property {Progress | null} progress
 * @property {Message | null} message
 * @property {number} cursor the moment shown: how many steps have run
 * @property {boolean} playing
 * @property {"steps" | "time"} reading
 * @property {number} zoom
 * @property {{event: number} | null} focus
 */

/**
 * @typedef {{type: "scenario-chosen", name: string}
 *   | {type: "param-set", name: string, value: Value}
 *   | {type: "axis-set", axis: string, value: string}
 *   | {type: "code-edited", code: string}
 *   | {type: "reset"}
 *   | {type: "run-asked"}
 *   | {type: "stop-asked"}
 *   | ({type: "runtime-progress"} & Progress)
 *   | {type: "run-began"}
 *   | {type: "run-ended", model: Model, other?: Other | null, order?: Outcome | null, origin?: "recorded" | "live"}
 *   | {type: "run-failed", message: Message}
 *   | {type: "stopped", message?: Message}
 *   | {type: "order-asked", order: Outcome | null, beside?: boolean}
 *   | {type: "other-left"}
 *   | import("./explored.js").ExploreAction
 *   | {type: "cursor-set", cursor: number}
 *   | {type: "step", by: number}
 *   | {type: "play"}
 *   | {type: "pause"}
 *   | {type: "reading-set", reading: "steps" | "time"}
 *   | {type: "zoom-set", zoom: number}
 *   | {type: "focus-set", event: number | null}} Action
 */

/** @typedef {import("./store.js").Store<State, Action>} PageStore */

export const ZOOM = Object.freeze({ least: 1 / 16, most: 8 });

/** @type {State} */
const EMPTY = Object.freeze({
  catalogue: [],
  scenario: null,
  code: "",
  edited: false,
  params: {},
  lockMode: "none",
  lockScope: "per-account",
  model: null,
  other: null,
  compares: false,
  origin: null,
  stale: false,
  order: null,
  explored: UNEXPLORED,
  doing: "run",
  phase: "idle",
  progress: null,
  message: null,
  cursor: 0,
  playing: false,
  reading: "steps",
  zoom: 1,
  focus: null,
});

/** @param {Model | null} model */
const momentsOf = (model) => model?.columns.length ?? 0;

/** @param {State} state @param {Partial<State>} change @returns {State} */
function changed(state, change) {
  const next = { ...state, ...change };
  next.stale = next.model !== null && next.model.trace.source !== next.code;
  return Object.freeze(next);
}

/** @param {State} state @param {Scenario | null} scenario @param {Values} [wanted] */
function choose(state, scenario, wanted) {
  if (!scenario) return state;
  const params = valuesFor(scenario, wanted);
  return changed(state, {
    scenario: scenario.name,
    params,
    code: sourceWith(scenario, params),
    edited: false,
    lockMode: scenario.axes["lock-mode"] ?? state.lockMode,
    lockScope: scenario.axes["lock-scope"] ?? state.lockScope,
    message: null,
  });
}

/** @param {State} state @param {string} axis @param {string} value */
function chooseAxis(state, axis, value) {
  const lockMode = axis === "lock-mode" ? value : state.lockMode;
  const lockScope = axis === "lock-scope" ? value : state.lockScope;
  const scenario = scenarioWith(state.catalogue, {
    "lock-mode": lockMode,
    "lock-scope": lockScope,
  });
  const next = choose(state, scenario, state.params);
  // Without a lock the scenario has no scope; keep the one chosen for when a lock comes back.
  return next === state ? state : changed(next, { lockMode, lockScope });
}

/** @param {State} state @param {string} name @param {Value} value */
function setParam(state, name, value) {
  const scenario = findScenario(state.catalogue, state.scenario);
  if (!scenario || !(name in state.params)) return state;
  const params = valuesFor(scenario, { ...state.params, [name]: value });
  if (!state.edited) return changed(state, { params, code: sourceWith(scenario, params) });
  const code = editedWith(state.code, name, params[name]);
  return code === null ? state : changed(state, { params, code });
}

/** @param {State} state @param {string} code */
function edit(state, code) {
  if (code === state.code) return state;
  const scenario = findScenario(state.catalogue, state.scenario);
  const own = scenario !== null && sourceWith(scenario, state.params) === code;
  return changed(state, { code, edited: !own });
}

/** @param {State} state @param {number} cursor @param {boolean} playing */
function moveTo(state, cursor, playing) {
  const moments = momentsOf(state.model);
  const at = clamp(Math.round(cursor), 0, moments);
  const goesOn = playing && at < moments;
  if (at === state.cursor && goesOn === state.playing && !state.focus) return state;
  return changed(state, { cursor: at, playing: goesOn, focus: null });
}

/** @param {State} state */
function play(state) {
  const moments = momentsOf(state.model);
  if (moments === 0) return state;
  return changed(state, { playing: true, cursor: state.cursor >= moments ? 0 : state.cursor });
}

/** @param {State} state @param {number | null} event */
function setFocus(state, event) {
  if (event === (state.focus?.event ?? null)) return state;
  const known = event !== null && state.model?.trace.events[event];
  return changed(state, { focus: known ? { event: Number(event) } : null });
}

/** Two programs are compared by their time, until the reader wants it otherwise; two orders of
 * one program are told apart by their order.
 * @param {State} state @param {Other | null} other @param {Outcome | null} order
 */
const readingOf = (state, other, order) =>
  other && !order && !state.other ? "time" : state.reading;

/** @param {State} state @param {{model: Model, other?: Other | null, order?: Outcome | null, origin?: "recorded" | "live"}} run */
const show = (state, { model, other = null, order = null, origin = "live" }) =>
  changed(state, {
    model,
    other,
    order,
    origin,
    reading: readingOf(state, other, order),
    phase: "done",
    progress: null,
    message: null,
    cursor: momentsOf(model),
    playing: false,
    focus: null,
  });

/** An exploration keeps the run that is shown; it is told beside it.
 * @param {State} state @param {import("./explored.js").ExploreAction} action @returns {State}
 */
function explore(state, action) {
  const explored = Object.freeze(exploredAfter(state.explored, action, state.code));
  return changed(state, { ...workAfter(action), explored, doing: "explore" });
}

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reducer(state, action) {
  switch (action.type) {
    case "scenario-chosen":
      return choose(state, findScenario(state.catalogue, action.name));
    case "param-set":
      return setParam(state, action.name, action.value);
    case "axis-set":
      return chooseAxis(state, action.axis, action.value);
    case "code-edited":
      return edit(state, action.code);
    case "reset":
      return choose(state, findScenario(state.catalogue, state.scenario));
    case "run-asked":
      return changed(state, {
        doing: "run",
        phase: "loading",
        progress: null,
        message: null,
        playing: false,
      });
    case "stop-asked":
      return changed(state, { playing: false });
    case "runtime-progress": {
      const { type: _, ...progress } = action;
      return changed(state, { progress });
    }
    case "run-began":
      return changed(state, { phase: "running", progress: null });
    case "run-ended":
      return show(state, action);
    case "run-failed":
      return changed(state, { phase: "failed", progress: null, message: action.message });
    case "stopped":
      return changed(state, { phase: "idle", progress: null, message: action.message ?? null });
    case "other-left":
      return state.other ? changed(state, { other: null }) : state;
    case "cursor-set":
      return moveTo(state, action.cursor, false);
    case "step":
      return moveTo(state, state.cursor + action.by, state.playing);
    case "play":
      return play(state);
    case "pause":
      return state.playing ? changed(state, { playing: false }) : state;
    case "reading-set":
      return state.reading === action.reading ? state : changed(state, { reading: action.reading });
    case "zoom-set":
      return changed(state, { zoom: clamp(action.zoom, ZOOM.least, ZOOM.most) });
    case "focus-set":
      return setFocus(state, action.event);
    default:
      return isAboutOrders(action) ? explore(state, action) : state;
  }
}

/**
 * The state in which a page starts: a scenario chosen, and its recorded run shown at its end,
 * with the recorded run that it is compared with, if it is, and what was found out of all orders.
 * @param {{catalogue?: readonly Scenario[], scenario?: string | null, model?: Model | null,
 *   beside?: Model | null, exploration?: Exploration | null}} [start]
 * @returns {State}
 */
export function initialState({
  catalogue = [],
  scenario = null,
  model = null,
  beside = null,
  exploration = null,
} = {}) {
  const bare = changed({ ...EMPTY, catalogue }, {});
  const chosen = choose(bare, findScenario(catalogue, scenario));
  if (!model) return chosen;
  const text = chosen.scenario === null ? { code: model.trace.source } : {};
  const explored = recorded(exploration, model.trace.source);
  const compares = changed(chosen, { compares: beside !== null, explored });
  const second = secondProgram(compares);
  const other = second && beside && { mine: second.mine, title: second.title, model: beside };
  return changed(show(compares, { model, other, origin: "recorded" }), { phase: "idle", ...text });
}
