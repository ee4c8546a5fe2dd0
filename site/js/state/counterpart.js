/** The program that shows what the lock is for: without one, its repair; with one, the race. */

import { findScenario, scenarioWith, sourceWith, valuesFor } from "./catalogue.js";
import { knownOf } from "./results.js";

/** @typedef {import("./catalogue.js").Scenario} Scenario */
/** @typedef {Pick<import("./reducer.js").State, "catalogue" | "scenario" | "params" | "edited" | "lockScope">} Chosen */

/** The counterpart of the program shown, with its values; null if it has none.
 * @param {Chosen} chosen @returns {{scenario: Scenario, code: string, mine: string} | null}
 */
export function counterpart({ catalogue, scenario, params, edited, lockScope }) {
  const first = findScenario(catalogue, scenario);
  const mode = first?.axes["lock-mode"];
  if (!first || !mode || edited) return null;
  const axes = {
    "lock-mode": mode === "none" ? "async-with" : "none",
    "lock-scope": lockScope,
  };
  const second = scenarioWith(catalogue, axes, { values: params, of: first });
  if (!second) return null;
  const code = sourceWith(second, valuesFor(second, params));
  return { scenario: second, code, mine: first.title };
}

/** The run of the counterpart, where it is known. On a page that compares, something stands beside already.
 * @param {import("./reducer.js").State} state @returns {import("./results.js").Other | null}
 */
export function counterpartOf(state) {
  const { memory, stale, order, compares, clock } = state;
  const found = compares || stale || order || clock ? null : counterpart(state);
  const { model } = knownOf(memory, found?.code ?? "");
  return found && model ? { mine: found.mine, title: found.scenario.title, model } : null;
}
