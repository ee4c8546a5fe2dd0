/** The scenarios as the page offers them: which file a choice of axes means, with which values. */

/** @typedef {number | boolean} Value */
/** @typedef {Record<string, Value>} Values */

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {Value} value
 * @property {number} [min] a number has bounds, a yes or no has none
 * @property {number} [max]
 * @property {string} label
 * @property {string} testid
 * @property {string} [doc]
 * @property {number} start offset of the value's text in the source, UTF-16 code units
 * @property {number} end
 */

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {string} lesson
 * @property {string | null} [question]
 * @property {string | null} [answer]
 * @property {string} source
 * @property {readonly Parameter[]} parameters
 * @property {Record<string, string>} axes
 * @property {string} [family] the scenarios among which a choice of the lock leads
 * @property {boolean} [listed]
 * @property {string | null} [opens] "clock": its page opens with the choices
 * @property {string} [variant_of] the scenario whose page leads to this one, which has none
 * @property {{scenario: string | null, values: Values} | null} [compare] the run to set beside it
 */

/** @param {readonly Scenario[]} catalogue @param {string | null} name */
export const findScenario = (catalogue, name) =>
  catalogue.find((scenario) => scenario.name === name) ?? null;

/** The scenario whose page teaches what a scenario shows: its own, or that of which it is a variant.
 * @param {readonly Scenario[]} catalogue @param {string | null} name
 */
export function lessonOf(catalogue, name) {
  const scenario = findScenario(catalogue, name);
  return scenario?.variant_of ? findScenario(catalogue, scenario.variant_of) : scenario;
}

/** @param {Parameter} parameter @param {Value | undefined} value */
function within({ min = -Infinity, max = Infinity, value: initial }, value) {
  if (typeof value !== typeof initial) return initial;
  if (typeof value !== "number") return /** @type {boolean} */ (value);
  return Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), min), max) : initial;
}

/** A value as Python writes it. @param {Value} value */
const literal = (value) => (typeof value === "number" ? String(value) : value ? "True" : "False");

/** The values for a scenario's parameters: those wanted, within bounds, else its own.
 * @param {Pick<Scenario, "parameters">} scenario @param {Values} [wanted] @returns {Values}
 */
export const valuesFor = (scenario, wanted = {}) =>
  Object.fromEntries(
    scenario.parameters.map((parameter) => [
      parameter.name,
      within(parameter, wanted[parameter.name]),
    ]),
  );

/** The scenario's source with values in place of its own.
 * @param {Scenario} scenario @param {Values} values
 */
export function sourceWith(scenario, values) {
  const last = [...scenario.parameters].sort((a, b) => b.start - a.start);
  return last.reduce(
    (source, { name, start, end }) =>
      source.slice(0, start) + literal(values[name]) + source.slice(end),
    scenario.source,
  );
}

/** An edited text with a new value, if it still has the line `NAME = 3`; else null.
 * @param {string} code @param {string} name @param {Value} value
 */
export function editedWith(code, name, value) {
  const assignment = new RegExp(
    `^(${name}(?:\\s*:[^=\\n]*)?\\s*=\\s*)(?:-?\\d[\\d_]*|True|False)`,
    "m",
  );
  return assignment.test(code) ? code.replace(assignment, `$1${literal(value)}`) : null;
}

/** The scope means nothing without a lock. @param {Record<string, string>} axes */
const meaning = (axes) =>
  axes["lock-mode"] === "none" ? "none" : `${axes["lock-mode"]} ${axes["lock-scope"]}`;

/** How many of a scenario's own values are those wanted. @param {Scenario} scenario @param {Values} wanted */
const agreement = ({ parameters }, wanted) =>
  parameters.filter(({ name, value }) => wanted[name] === value).length;

/** Those among which the choice of a lock leads from a scenario.
 * @param {readonly Scenario[]} catalogue @param {Scenario | null} [of]
 */
const familyOf = (catalogue, of) =>
  catalogue.filter(({ axes, family }) => axes["lock-mode"] && (!of || family === of.family));

/** The scenario of a family that has these axes, of several the one nearest to the values
 * wanted; null if there is none.
 * @param {readonly Scenario[]} catalogue @param {Record<string, string>} axes
 * @param {{values?: Values, of?: Scenario | null}} [wanted] of: one of the family
 */
export function scenarioWith(catalogue, axes, { values: wanted = {}, of = null } = {}) {
  const fitting = familyOf(catalogue, of).filter(
    (scenario) => meaning(scenario.axes) === meaning(axes),
  );
  const most = Math.max(...fitting.map((scenario) => agreement(scenario, wanted)));
  return fitting.find((scenario) => agreement(scenario, wanted) === most) ?? null;
}
