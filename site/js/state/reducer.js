/** What the page knows, as one frozen value, and every way in which it can change. */

import { clamp } from "../ui/scales.js";
import { isSameSecond, keptBeside, keptOf } from "./beside.js";
import { editedWith, findScenario, scenarioWith, sourceWith, valuesFor } from "./catalogue.js";
import { chooseAfter, choosing, isAboutChoices } from "./choosing.js";
import { counterpartOf } from "./counterpart.js";
import { exploredAfter, isAboutOrders, recorded, UNEXPLORED, workAfter } from "./explored.js";
import { MAIN, parametersIn, STARTER, titleOf } from "./program.js";
import { isKnown, knownOf, NOTHING, openingMoment, remember, rememberRecord } from "./results.js";
import { secondProgram } from "./second-program.js";

/** @typedef {import("./catalogue.js").Parameter} Parameter */
/** @typedef {import("./catalogue.js").Scenario} Scenario */
/** @typedef {import("./catalogue.js").Value} Value */
/** @typedef {import("./catalogue.js").Values} Values */
/** @typedef {import("../trace/types.js").Model} Model */
/**
 * @typedef {object} Message what came of an attempt, where it gave no run
 * @property {string} headline
 * @property {string} text
 * @property {number | null} [line]
 * @property {boolean} [retry]
 * @property {string} [kind] what went wrong: of the runner's kinds of error, or "cancelled", "explore"
 */
/** @typedef {{loaded: number, total: number, seconds?: number, what?: string}} Progress */
/** @typedef {import("../trace/types.js").Running} Running */
/** @typedef {{found: number, recorded: number}} Counted orders, some of them recorded */
/** @typedef {"idle" | "loading" | "running" | "done" | "failed"} Phase */
/** @typedef {import("../clock/clock.js").Clock} Clock */
/** @typedef {import("../clock/orders.js").Orders} Orders */
/** @typedef {import("./explored.js").Explored} Explored */
/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Outcome} Outcome */
/** @typedef {import("./beside.js").Kept} Kept */
/** @typedef {import("./results.js").Other} Other */
/** @typedef {import("./results.js").Memory} Memory */

/**
 * The program in the editor.
 * @typedef {object} Program
 * @property {string | null} scenario null: a program of the reader's own
 * @property {string} title
 * @property {string} file
 * @property {readonly Parameter[]} parameters
 * @property {string} code what Run would run
 * @property {boolean} edited whether it is no longer the scenario's own text
 * @property {Values} params
 * @property {string} lockMode
 * @property {string} lockScope
 * @property {boolean} [kept] of a draft: whether it is from an earlier visit, or another tab
 */
/** What is kept of a program. @typedef {{scenario: string | null, params: Values, code: string, file: string}} Draft */

/**
 * What is shown, from `model` to `explored`, is what `memory` knows of one text, `source`.
 * @typedef {object} Page
 * @property {readonly Scenario[]} catalogue
 * @property {string | null} home the scenario that the page was made for
 * @property {string | null} lesson the last scenario that was chosen: what Reset brings back
 * @property {Brought | null} brought the last program that came from a link
 * @property {readonly Program[]} drafts edits that something else has replaced, the last one last
 * @property {Memory} memory
 * @property {"none" | "coming" | "here"} records whether answers recorded with the page are still to come
 * @property {string} source the program that everything shown is of
 * @property {Model | null} model
 * @property {Other | null} other the second run, where two are compared
 * @property {boolean} compares whether this page sets a second run beside the first
 * @property {boolean} repairs whether a race stands beside its repair, and a repair beside its race
 * @property {Kept | null} pinned a run that whatever is shown next is set beside
 * @property {"recorded" | "live" | null} origin of the model, and of the other
 * @property {string | null} saved the file that the model was opened from, if it was
 * @property {boolean} stale whether what is shown is of the program before an edit
 * @property {Clock | null} clock what is played step by step, where it is
 * @property {boolean} chooses whether somebody is at the clock, or will be once the orders are there
 * @property {readonly string[]} carried the choices made, for the next program of the same clock
 * @property {Orders | null} orders every order of the program, where they are known
 * @property {import("./results.js").Untried | null} untried where they were sought, and not all could be found
 * @property {boolean} isStuck whether more of them could not be recorded
 * @property {Counted | null} counted how many have been found so far, while that is asked for
 * @property {number | null} pointed the choice that somebody may be about to make
 * @property {Outcome | null} order whose shortest order the model shows; null: the usual one
 * @property {Model | null} good the run of an order that ends well, beside one that does not
 * @property {Explored} explored what is known of all orders
 * @property {boolean} due whether a control made a program of which nothing is known yet
 * @property {"run" | "rerun" | "explore"} doing what the phase is a phase of; a rerun nobody asked for
 * @property {string | null} work the program that is run or explored now
 * @property {Phase} phase
 * @property {Progress | null} progress
 * @property {Running | null} running how far the run is that goes on, or was when it was ended
 * @property {Message | null} message of the last attempt
 * @property {number} cursor the moment shown: how many steps have run
 * @property {boolean} playing
 * @property {"steps" | "time"} reading
 * @property {number} zoom
 * @property {{event: number} | null} focus
 */

/** @typedef {Program & Page} State */

/** @typedef {{model: Model, other?: Other | null, order?: Outcome | null, good?: Model | null, origin?: "recorded" | "live", saved?: string | null, source?: string}} Run */
/**
 * A program that came from a link, or from the host of an embed, and what of it is to be shown once
 * there is a run of it.
 * @typedef {object} Brought
 * @property {"link" | "host"} from
 * @property {string} source the program
 * @property {string} note what else there is to say of it, as sentences; perhaps nothing
 * @property {Outcome | null} order to run it in; null: the usual one
 * @property {number | null} choices how many of that order's choices are made; null: nobody chose
 * @property {number | null} step the moment; null: the one a run opens at
 */
/** @typedef {{program: {code: string, scenario: string | null, params?: Values, lockScope?: string, file?: string}, brought: Omit<Brought, "source">}} Bringing */
/** @typedef {{model: Model, other: Other | null, exploration: Exploration | null, ordersUrl?: string | null}} Record an answer recorded with the page */

/**
 * @typedef {{type: "scenario-chosen", name: string, params?: Values}
 *   | {type: "param-set", name: string, value: Value}
 *   | {type: "axis-set", axis: string, value: string}
 *   | {type: "code-edited", code: string}
 *   | {type: "own-program", code?: string, file?: string}
 *   | ({type: "program-brought"} & Bringing)
 *   | {type: "brought-shown"}
 *   | {type: "draft-restored"}
 *   | {type: "draft-kept", draft: Draft}
 *   | {type: "draft-forgotten"}
 *   | {type: "reset"}
 *   | {type: "records-loaded", records: Record[]}
 *   | {type: "run-asked", auto?: boolean, isLoaded?: boolean}
 *   | {type: "stop-asked"}
 *   | {type: "trace-asked", file: File}
 *   | ({type: "runtime-progress"} & Progress)
 *   | {type: "run-began", source?: string}
 *   | {type: "run-goes-on", running: Running}
 *   | ({type: "run-shown"} & Run)
 *   | ({type: "run-ended"} & Run)
 *   | {type: "run-failed", message: Message}
 *   | {type: "stopped", message?: Message}
 *   | {type: "order-asked", order: Outcome | null, beside?: boolean}
 *   | {type: "other-asked"}
 *   | {type: "other-left"}
 *   | {type: "run-kept"}
 *   | {type: "kept-left"}
 *   | import("./explored.js").ExploreAction
 *   | import("./choosing.js").ChooseAction
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
  home: null,
  lesson: null,
  scenario: null,
  title: "",
  file: MAIN,
  parameters: [],
  code: "",
  edited: false,
  params: {},
  lockMode: "none",
  lockScope: "per-account",
  brought: null,
  drafts: [],
  memory: new Map(),
  records: "none",
  source: "",
  model: null,
  other: null,
  compares: false,
  repairs: false,
  pinned: null,
  origin: null,
  saved: null,
  stale: false,
  clock: null,
  chooses: false,
  carried: [],
  orders: null,
  untried: null,
  isStuck: false,
  counted: null,
  pointed: null,
  order: null,
  good: null,
  explored: UNEXPLORED,
  due: false,
  doing: "run",
  work: null,
  phase: "idle",
  progress: null,
  running: null,
  message: null,
  cursor: 0,
  playing: false,
  reading: "steps",
  zoom: 1,
  focus: null,
});

/** @param {Model | null} model */
const momentsOf = (model) => model?.columns.length ?? 0;

/** @param {Pick<State, "phase">} state */
export const isBusy = ({ phase }) => phase === "loading" || phase === "running";

/** Such attempts did not get as far as the program: what is known of it still holds. */
const NOT_BEGUN = ["load", "cancelled", "explore"];

/** Whether a message says that there is no run of the program to show. @param {Message | null} message */
const isAboutProgram = (message) =>
  message !== null && !NOT_BEGUN.includes(message.kind ?? "internal");

/** All that is shown, looked up by the one text that it is of; an attempt that gave no run shows none.
 * @param {State} state
 */
function shownOf({ memory, source, message }) {
  const known = knownOf(memory, source);
  return isAboutProgram(message) ? { ...NOTHING, explored: known.explored } : known;
}

/** Two programs are compared by their time, until the reader wants it otherwise; two orders of
 * one program are told apart by their order.
 * @param {State} before @param {State} next
 */
const readingOf = (before, next) =>
  next.other && next.compares && !next.order && !before.other ? "time" : next.reading;

/** What stands beside what is shown: what was run with it, else what was kept, else its repair. While
 * the code is edited that stays, as the picture does.
 * @param {State} before @param {State} next @returns {Other | null}
 */
function besideAfter(before, next) {
  const { model, other, clock, order, stale } = next;
  if (other || !model || clock) return other;
  if (stale && model === before.model) return before.other;
  const found = keptBeside(next) ?? (next.repairs && !order ? counterpartOf(next) : null);
  return isSameSecond(found, before.other) ? before.other : found;
}

/** The one way from a state to the next: what is shown follows from the text that it is of.
 * @param {State} state @param {Partial<State>} change @returns {State}
 */
function changed(state, change) {
  const next = { ...state, ...change };
  Object.assign(next, shownOf(next), choosing(next));
  next.stale = next.source !== next.code;
  next.other = besideAfter(state, next);
  if (!isBusy(next) && next.message === null) next.running = null;
  next.lesson = next.scenario ?? next.lesson;
  if (next.model !== state.model) Object.assign(next, opening(state, next));
  return Object.freeze(next);
}

/** How a run is opened. @param {State} before @param {State} next */
const opening = (before, next) => ({
  reading: readingOf(before, next),
  cursor: next.clock ? momentsOf(next.model) : openingMoment(next.model),
  playing: false,
  focus: null,
});

// --- the program in the editor ---------------------------------------------------------------

/** A control, a button or a page asked for another program: what is shown is its own, or nothing.
 * Nothing of an earlier one stays, and an edit that it replaces is kept.
 * @param {State} state @param {Partial<State>} program
 */
function turnTo(state, program) {
  const next = { ...state, ...program };
  const replaced = state.edited && next.code !== state.code && !(program.edited ?? state.edited);
  return changed(state, {
    ...program,
    drafts: replaced ? [...state.drafts, draftOf(state)] : state.drafts,
    source: next.code,
    message: null,
    phase: isBusy(state) ? state.phase : "idle",
    due: false,
  });
}

/** The same, by a control: if nothing is known of the program, a run of it is due.
 * @param {State} state @param {Partial<State>} program
 */
function steerTo(state, program) {
  const next = turnTo(state, program);
  return next.model || next.code === state.code ? next : changed(next, { due: true });
}

/** @param {State} state @returns {Program} */
function draftOf(state) {
  const { scenario, title, file, parameters, code, edited, params, lockMode, lockScope } = state;
  return { scenario, title, file, parameters, code, edited, params, lockMode, lockScope };
}

/** @param {State} state @param {Scenario} scenario @param {Values} [wanted] @returns {Program} */
function programOf({ lockMode, lockScope }, scenario, wanted) {
  const params = valuesFor(scenario, wanted);
  return {
    scenario: scenario.name,
    title: scenario.title,
    file: `${scenario.name}.py`,
    parameters: scenario.parameters,
    params,
    code: sourceWith(scenario, params),
    edited: false,
    lockMode: scenario.axes["lock-mode"] ?? lockMode,
    lockScope: scenario.axes["lock-scope"] ?? lockScope,
  };
}

/** What a program of the reader's own says of itself. @param {string} code */
function ownFields(code) {
  const parameters = parametersIn(code);
  const params = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return { code, title: titleOf(code), parameters, params };
}

/** @param {State} state @param {string} code @param {string} file */
function turnToOwn(state, code, file) {
  const kept =
    state.edited && code !== state.code ? [...state.drafts, draftOf(state)] : state.drafts;
  const own = { ...ownFields(code), scenario: null, file, edited: code !== STARTER };
  return { ...turnTo(state, own), drafts: kept };
}

/** A program as it was taken away: of a lesson, edited or not, or the reader's own.
 * @param {State} state @param {Bringing["program"]} program @returns {Program}
 */
function programFrom(state, { code, scenario: name, params, lockScope, file = MAIN }) {
  const { lockMode } = state;
  const scope = lockScope ?? state.lockScope;
  const scenario = findScenario(state.catalogue, name);
  if (!scenario) {
    const own = { ...ownFields(code), scenario: null, file, edited: code !== STARTER };
    return { ...own, lockMode, lockScope: scope };
  }
  const edited = code !== sourceWith(scenario, valuesFor(scenario, params));
  return { ...programOf({ ...state, lockScope: scope }, scenario, params), code, edited };
}

/** A program from a link: shown with what is known of it. It is never due: nothing of it runs by itself.
 * @param {State} state @param {Bringing} bringing
 */
function takeBrought(state, { program, brought }) {
  const { code } = program;
  const drafts =
    state.edited && code !== state.code ? [...state.drafts, draftOf(state)] : state.drafts;
  const next = turnTo(state, programFrom(state, program));
  return changed(next, {
    drafts,
    brought: Object.freeze({ ...brought, source: code }),
    chooses: false,
  });
}

/** What was wanted of a program from a link is shown: the moment opens, and the next run is the usual one.
 * @param {State} state
 */
function openBrought(state) {
  if (!state.brought) return state;
  const { step } = state.brought;
  const brought = { ...state.brought, order: null, choices: null, step: null };
  const next = changed(state, { brought });
  return step === null ? next : moveTo(next, step, false);
}

/** @param {State} state @param {Scenario | null} scenario @param {Values} [wanted] */
const choose = (state, scenario, wanted) =>
  scenario ? steerTo(state, programOf(state, scenario, wanted)) : state;

/** @param {State} state @param {string} axis @param {string} value */
function chooseAxis(state, axis, value) {
  const lockMode = axis === "lock-mode" ? value : state.lockMode;
  const lockScope = axis === "lock-scope" ? value : state.lockScope;
  const axes = { "lock-mode": lockMode, "lock-scope": lockScope };
  const of = findScenario(state.catalogue, state.scenario ?? state.lesson);
  const scenario = scenarioWith(state.catalogue, axes, { values: state.params, of });
  if (!scenario) return state;
  // Without a lock the scenario has no scope; keep the one chosen for when a lock comes back.
  return steerTo(state, { ...programOf(state, scenario, state.params), lockMode, lockScope });
}

/** @param {State} state @param {string} name @param {Value} value */
function setParam(state, name, value) {
  if (!(name in state.params)) return state;
  const params = valuesFor(state, { ...state.params, [name]: value });
  const scenario = findScenario(state.catalogue, state.scenario);
  if (scenario && !state.edited) {
    return steerTo(state, { params, code: sourceWith(scenario, params) });
  }
  const code = editedWith(state.code, name, params[name]);
  if (code === null) return state;
  const own = scenario ? { params, code } : ownFields(code);
  const next = turnTo(state, { ...own, edited: true });
  // A program of the reader's own runs when it is told to, until it has run once.
  const ran = state.model !== null && !state.stale;
  return ran && !next.model ? changed(next, { due: true }) : next;
}

/** Typing: what is shown stays, as that of the program before, unless something is known of this one.
 * @param {State} state @param {string} code
 */
function edit(state, code) {
  if (code === state.code) return state;
  const scenario = findScenario(state.catalogue, state.scenario);
  const same = scenario !== null && sourceWith(scenario, state.params) === code;
  const program = scenario ? { code, edited: !same } : { ...ownFields(code), edited: true };
  const shows = state.message !== null || isKnown(knownOf(state.memory, state.source));
  const own = isKnown(knownOf(state.memory, code));
  const source = shows && !own ? state.source : code;
  const message = source === state.source ? state.message : null;
  return changed(state, { ...program, source, message, due: false });
}

/** The last edit that was replaced comes back; the one that it replaces is kept in its place.
 * @param {State} state
 */
function restoreDraft(state) {
  const last = state.drafts.at(-1);
  if (!last) return state;
  const { kept: _, ...draft } = last;
  const rest = state.drafts.slice(0, -1);
  const drafts = state.edited ? [draftOf(state), ...rest] : rest;
  return { ...turnTo(state, draft), drafts };
}

// --- runs --------------------------------------------------------------------------------------

/** @param {State} state */
function leaveOther(state) {
  if (!state.other) return state;
  const memory = remember(state.memory, state.source, { other: null });
  return changed(state, { memory, repairs: state.order !== null && state.repairs });
}

/** What a program gave. It is shown, unless another one was asked for meanwhile by a control.
 * @param {State} state @param {Run} run @param {Partial<State>} change
 */
function show(state, run, change) {
  const { model, order = null, good = null } = run;
  const second = run.other ?? null;
  const other = isSameSecond(second, state.other) ? state.other : second;
  const { origin = "live", saved = null, source = model.trace.source } = run;
  const shown = { model, other, order, good, origin, saved };
  const memory = remember(state.memory, source, { ...shown, play: null });
  const news = { ...change, chooses: false, memory };
  if (source !== state.code && !state.stale && source !== state.source) {
    return changed(state, { ...news, phase: "idle" });
  }
  const next = changed(state, { ...news, source, message: null });
  return next.model === state.model ? changed(next, opening(state, next)) : next;
}

/** An attempt that gave nothing: what is shown is of its program, which is nothing.
 * @param {State} state @param {Phase} phase @param {Message | null} message
 */
function gaveNothing(state, phase, message) {
  const over = { progress: null, work: null };
  const source = isAboutProgram(message) ? (state.work ?? state.code) : state.code;
  if (source !== state.code && !state.stale) return changed(state, { ...over, phase: "idle" });
  return changed(state, { ...over, phase, message, source: message ? source : state.source });
}

/** @param {State} state @param {string} source */
const begin = (state, source) =>
  changed(state, {
    phase: "running",
    progress: null,
    work: source,
  });

/** What every order of a program gives is told beside its run, or in an empty page.
 * @param {State} state @param {import("./explored.js").ExploreAction} action @returns {State}
 */
function explore(state, action) {
  const asked = action.type === "explore-asked";
  const source = asked ? state.code : (state.work ?? state.code);
  const known = knownOf(state.memory, source);
  const explored = Object.freeze(exploredAfter(known.explored, action, source));
  const memory = remember(state.memory, source, { explored });
  const own = { ...workAfter(action), memory, doing: /** @type {const} */ ("explore") };
  if (asked) return changed(state, { ...own, source, work: source, due: false });
  const over = /-(ended|stopped|failed)$/.test(action.type);
  const elsewhere = over && source !== state.source;
  const rest = elsewhere ? { phase: /** @type {const} */ ("idle"), message: null } : {};
  return changed(state, { ...own, ...rest, work: over ? null : source });
}

/** @param {Record} record @returns {[string, import("./results.js").Known]} */
function recordOf({ model, other, exploration, ordersUrl = null }) {
  const { source } = model.trace;
  const explored = recorded(exploration, source);
  return [source, { ...NOTHING, model, other, origin: "recorded", explored, ordersUrl }];
}

/** @param {State} state @param {Action & {type: "records-loaded"}} action */
function takeRecords(state, { records }) {
  const memory = records.reduce(
    (all, record) => rememberRecord(all, ...recordOf(record)),
    state.memory,
  );
  const next = changed(state, { memory, records: "here" });
  return next.due && next.model ? changed(next, { due: false }) : next;
}

// --- the moment shown --------------------------------------------------------------------------

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

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reducer(state, action) {
  switch (action.type) {
    case "scenario-chosen":
      return choose(state, findScenario(state.catalogue, action.name), action.params);
    case "param-set":
      return setParam(state, action.name, action.value);
    case "axis-set":
      return chooseAxis(state, action.axis, action.value);
    case "code-edited":
      return edit(state, action.code);
    case "own-program":
      return turnToOwn(state, action.code ?? STARTER, action.file ?? MAIN);
    case "program-brought":
      return takeBrought(state, action);
    case "brought-shown":
      return openBrought(state);
    case "draft-restored":
      return restoreDraft(state);
    case "draft-kept": {
      const kept = { ...programFrom(state, action.draft), kept: true };
      return changed(state, { drafts: [kept, ...state.drafts] });
    }
    case "draft-forgotten":
      return changed(state, { drafts: state.drafts.slice(0, -1) });
    case "reset":
      return choose(state, findScenario(state.catalogue, state.lesson));
    case "records-loaded":
      return takeRecords(state, action);
    case "run-asked":
      return changed(state, {
        doing: action.auto ? "rerun" : "run",
        due: false,
        work: state.code,
        phase: action.isLoaded ? "running" : "loading",
        progress: null,
        counted: null,
        running: null,
        playing: false,
        message: state.stale ? state.message : null,
      });
    case "stop-asked":
      return changed(state, { playing: false });
    case "runtime-progress": {
      const { type: _, ...progress } = action;
      return changed(state, { progress });
    }
    case "run-began":
      return begin(state, action.source ?? state.code);
    case "run-goes-on":
      return changed(state, { running: action.running });
    case "run-shown":
      return show(state, action, { running: null });
    case "run-ended":
      return show(state, action, { phase: "done", progress: null, work: null });
    case "run-failed":
      return gaveNothing(state, "failed", action.message);
    case "stopped":
      return gaveNothing(state, "idle", action.message ?? null);
    case "other-asked":
      return counterpartOf(state) ? changed(state, { repairs: true }) : state;
    case "other-left":
      return leaveOther(state);
    case "run-kept":
      return state.model ? changed(state, { pinned: keptOf(state) }) : state;
    case "kept-left":
      return state.pinned ? changed(state, { pinned: null }) : state;
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
      if (isAboutChoices(action)) return chooseAfter(state, action, changed);
      return isAboutOrders(action) ? explore(state, action) : state;
  }
}

/**
 * The state in which a page starts: a scenario chosen, and its recorded run shown where it first
 * tells something, with the recorded run that it is compared with, if it is, and what was found
 * out of all orders.
 * @param {{catalogue?: readonly Scenario[], scenario?: string | null, model?: Model | null,
 *   beside?: Model | null, exploration?: Exploration | null, records?: "none" | "coming",
 *   orders?: Orders | null}} [start] orders: every order of the program, where they are known
 * @returns {State}
 */
export function initialState({
  catalogue = [],
  scenario = null,
  model = null,
  beside = null,
  exploration = null,
  records = "none",
  orders = null,
} = {}) {
  const found = findScenario(catalogue, scenario);
  const repairs = beside !== null && found?.opens === "repair";
  const compares = beside !== null && !repairs;
  const page = { catalogue, home: scenario, compares, repairs, records };
  const bare = changed({ ...EMPTY, ...page }, {});
  const given = { ...ownFields(model?.trace.source ?? ""), edited: false };
  const chosen = turnTo(bare, found ? programOf(bare, found) : given);
  if (!model) return chosen;
  const second = secondProgram(chosen);
  const named = second && beside && { mine: second.mine, title: second.title, model: beside };
  const [source, record] = recordOf({ model, other: compares ? named : null, exploration });
  const chooses = orders !== null && found?.opens === "clock";
  const own = remember(chosen.memory, source, { ...record, orders });
  const repair = repairs && beside && recordOf({ model: beside, other: null, exploration: null });
  const memory = repair ? rememberRecord(own, ...repair) : own;
  return changed(chosen, { memory, source, chooses });
}
