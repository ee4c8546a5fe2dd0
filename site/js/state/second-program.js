/** Which program is set beside the one shown: another file of the catalogue, or the same with other values. */

import { findScenario, sourceWith, valuesFor } from "./catalogue.js";
import { counterpart } from "./counterpart.js";
import { knownOf } from "./results.js";

/** @typedef {import("./catalogue.js").Scenario} Scenario */
/** @typedef {import("./catalogue.js").Values} Values */
/** @typedef {Pick<import("./reducer.js").State, "catalogue" | "scenario" | "params" | "edited" | "compares" | "lockScope" | "repairs" | "memory">} Chosen */

/**
 * @typedef {object} Program
 * @property {string} file
 * @property {string} code
 * @property {string} mine what the first program is called, to tell the two apart
 * @property {string} title what this one is called
 */

const EDITED = "Your code";

/** `work inside the lock: yes`. @param {Scenario} scenario @param {Values} values @param {string[]} names */
function settings({ parameters }, values, names) {
  const changes = parameters
    .filter(({ name }) => names.includes(name))
    .map(({ name, label }) => {
      const value = values[name];
      return `${label}: ${typeof value === "number" ? value : value ? "yes" : "no"}`;
    });
  return changes.join(", ");
}

/** Other values than the first program's: those declared, or the file's own if it has these already.
 * @param {Scenario} scenario @param {Values} values @param {Values} params
 */
function otherValues(scenario, values, params) {
  const own = valuesFor(scenario);
  const other = Object.entries(values).map(([name, value]) => [
    name,
    params[name] === value ? own[name] : value,
  ]);
  return { ...params, ...Object.fromEntries(other) };
}

/** A repair, or a race, that stands beside is run with the code, unless a run of it is known: a run
 * follows from its program alone.
 * @param {Chosen} chosen @returns {Program | null}
 */
function repairBeside(chosen) {
  const found = chosen.repairs ? counterpart(chosen) : null;
  if (!found || knownOf(chosen.memory, found.code).model) return null;
  const { mine, scenario, code } = found;
  return { file: `${scenario.name}.py`, code, mine, title: scenario.title };
}

/** What Run runs beside the code; null where there is nothing to compare.
 * @param {Chosen} chosen @returns {Program | null}
 */
export function secondProgram(chosen) {
  const { catalogue, scenario, params, edited, compares } = chosen;
  if (!compares) return repairBeside(chosen);
  const first = findScenario(catalogue, scenario);
  if (!first?.compare) return null;
  const { scenario: name, values } = first.compare;
  if (name === null) {
    const names = Object.keys(values);
    const others = otherValues(first, values, params);
    const mine = edited ? EDITED : settings(first, params, names);
    const title = settings(first, others, names);
    return { file: `${first.name}.py`, code: sourceWith(first, others), mine, title };
  }
  const second = findScenario(catalogue, name);
  if (!second) return null;
  const code = sourceWith(second, valuesFor(second, params));
  return { file: `${name}.py`, code, mine: edited ? EDITED : first.title, title: second.title };
}
