/**
 * The address of a page follows its program: a lesson has an address of its own, its widgets stand
 * behind a `?`, and who changes one gets back by the browser's own button.
 *
 * A choice of the lock that leads to a lesson with a page leads to that page. On a page that is no
 * lesson's, or to a variant that has no page, the widgets say it all. A share link's moment stands
 * behind the `#` for as long as its program is shown.
 */

import { findScenario, lessonOf, scenarioWith } from "./catalogue.js";

/** @typedef {import("./catalogue.js").Scenario} Scenario */
/** @typedef {import("./catalogue.js").Values} Values */
/** @typedef {import("./reducer.js").PageStore} PageStore */
/** @typedef {import("./reducer.js").State} State */

const AXES = /** @type {const} */ (["lock-mode", "lock-scope"]);

/** What the widgets are set to, where that is not what the page of a scenario has.
 * @param {Pick<State, "catalogue" | "scenario" | "parameters" | "params">} state
 * @param {string | null} home the scenario of the page
 */
export function widgetQuery({ catalogue, scenario, parameters, params }, home) {
  const chosen = findScenario(catalogue, scenario);
  if (!chosen) return "";
  const query = new URLSearchParams();
  if (scenario !== home)
    for (const axis of AXES) if (chosen.axes[axis]) query.set(axis, chosen.axes[axis]);
  for (const { name, testid, value } of parameters)
    if (params[name] !== value) query.set(testid, String(params[name]));
  return query.toString();
}

/** The value that a text gives a parameter; undefined if it gives none.
 * @param {import("./catalogue.js").Parameter} parameter @param {string} text
 */
function valueIn({ value, min = 0, max = 0 }, text) {
  if (typeof value === "boolean") return { true: true, false: false }[text];
  const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

/** What an address asks for. What is none of a lesson's widgets, or no value of one, is passed over.
 * @param {readonly Scenario[]} catalogue @param {string | null} home @param {string} search
 * @returns {{name: string, params: Values} | null}
 */
export function askedBy(catalogue, home, search) {
  const query = new URLSearchParams(search);
  const of = findScenario(catalogue, home);
  if (!of) return null;
  const axes = Object.fromEntries(AXES.map((axis) => [axis, query.get(axis) ?? of.axes[axis]]));
  const hasAxes = AXES.some((axis) => query.has(axis));
  const scenario = (hasAxes && scenarioWith(catalogue, axes, { of })) || of;
  const values = scenario.parameters.flatMap((parameter) => {
    const value = valueIn(parameter, query.get(parameter.testid) ?? "");
    return value === undefined ? [] : [[parameter.name, value]];
  });
  return { name: scenario.name, params: Object.fromEntries(values) };
}

// --- following --------------------------------------------------------------------------------

/** What begins as a share link does, even if no more of it has come than that. @param {string} hash */
export const isLink = (hash) => /^#\d+(\.|$)/.test(hash);

/** @param {URL} base of the site @param {string} lesson */
const pageOf = (base, lesson) => new URL(`scenarios/${lesson}/`, base).pathname;

/** Whether what is shown is what an address asks for. @param {State} state @param {{name: string, params: Values}} asked */
function isShown({ catalogue, scenario, params, brought, code }, { name, params: wanted }) {
  const parameters = findScenario(catalogue, name)?.parameters ?? [];
  const same = parameters.every((each) => params[each.name] === (wanted[each.name] ?? each.value));
  return scenario === name && same && brought?.source !== code;
}

/** So soon after another, a change of the same field is still the same change. */
const TYPING_MS = 1000;

/** Whether a field is being typed into: half a number is no place to come back to. @param {Document} document */
function typing(document) {
  let since = Number.NEGATIVE_INFINITY;
  document.addEventListener("change", () => {
    since = Number.NEGATIVE_INFINITY;
  });
  return (/** @type {number} */ now) => {
    const goesOn = now - since < TYPING_MS;
    since = now;
    return goesOn;
  };
}

/**
 * @param {PageStore} store @param {{window: Window, base: URL}} options base: of the site
 */
export function followProgram(store, { window, base }) {
  const { document, history, location } = window;
  const { home, catalogue } = store.get();
  const isLesson = home !== null && pageOf(base, home) === location.pathname;
  const own = location.pathname;
  const goesOn = typing(document);

  /** The scenario whose page an address is. */
  const homeAt = () =>
    catalogue.find(({ name }) => pageOf(base, name) === location.pathname)?.name ??
    (location.pathname === own ? home : null);

  /** @param {State} state */
  function addressOf(state) {
    const lesson = isLesson ? (lessonOf(catalogue, state.scenario)?.name ?? home) : home;
    const query = widgetQuery(state, lesson);
    return (isLesson && lesson ? pageOf(base, lesson) : own) + (query && `?${query}`);
  }

  store.subscribe((state, before) => {
    const { scenario, params, code, brought } = state;
    const { pathname, search, hash } = location;
    const here = pathname + search;
    const isBrought = brought?.source === code;
    const turned = scenario !== before.scenario || params !== before.params;
    // An address has lessons only; a program from a link has the link's.
    const address = scenario !== null && !isBrought && turned ? addressOf(state) : here;
    if (address !== here) {
      const typed = scenario === before.scenario && goesOn(performance.now());
      if (typed) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    } else if (code !== before.code && !isBrought && isLink(hash)) {
      history.replaceState(null, "", here);
    }
  });

  /** Show what the address asks for, unless it is shown. */
  function show() {
    const asked = isLink(location.hash) ? null : askedBy(catalogue, homeAt(), location.search);
    if (asked && !isShown(store.get(), asked)) {
      store.dispatch({ type: "scenario-chosen", ...asked });
    }
  }

  window.addEventListener("popstate", show);
  if (location.search) show();
}
