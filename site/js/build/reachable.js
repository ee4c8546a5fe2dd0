/**
 * Which programs a page's controls can choose without a number being changed, found by the very
 * reducer that chooses them in the page: `node site/js/build/reachable.js < {catalogue}` prints
 * `{page: [{file, code, beside: {file, code, mine, title} | null}, ...]}`, without the program
 * that the page begins with.
 */

import { argv, stdin, stdout } from "node:process";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { findScenario } from "../state/catalogue.js";
import { initialState, reducer } from "../state/reducer.js";
import { secondProgram } from "../state/second-program.js";

/** @typedef {import("../state/catalogue.js").Scenario} Scenario */
/** @typedef {import("../state/reducer.js").Action} Action */
/** @typedef {import("../state/reducer.js").State} State */

const AXES = {
  "lock-mode": ["none", "async-with", "acquire-release"],
  "lock-scope": ["per-account", "global"],
};

/** @param {State} state @returns {Action[]} */
function choices(state) {
  const scenario = findScenario(state.catalogue, state.scenario);
  const axes = scenario?.axes["lock-mode"] ? Object.entries(AXES) : [];
  const flags = state.parameters.filter(({ value }) => typeof value === "boolean");
  return [
    ...axes.flatMap(([axis, values]) =>
      values.map((value) => /** @type {const} */ ({ type: "axis-set", axis, value })),
    ),
    ...flags.flatMap(({ name }) =>
      [true, false].map((value) => /** @type {const} */ ({ type: "param-set", name, value })),
    ),
  ];
}

/** @param {State} state */
const keyOf = ({ code, lockMode, lockScope }) => JSON.stringify([code, lockMode, lockScope]);

/** Every state that the choices lead to, the first one first. @param {State} start */
function statesFrom(start) {
  const found = new Map([[keyOf(start), start]]);
  for (const state of found.values()) {
    for (const choice of choices(state)) {
      const next = reducer(state, choice);
      if (!found.has(keyOf(next))) found.set(keyOf(next), next);
    }
  }
  return [...found.values()];
}

/** @param {readonly Scenario[]} catalogue @param {Scenario} scenario of the page */
export function reachable(catalogue, { name, compare = null }) {
  const start = { ...initialState({ catalogue, scenario: name }), compares: compare !== null };
  const programs = new Map(
    statesFrom(start).map((state) => {
      const { file, code } = state;
      return [code, { file, code, beside: secondProgram(state) }];
    }),
  );
  programs.delete(start.code);
  return [...programs.values()];
}

async function main() {
  const { catalogue } = JSON.parse(await text(stdin));
  const pages = catalogue.filter((/** @type {Scenario} */ { listed = true }) => listed);
  const found = pages.map((/** @type {Scenario} */ page) => [
    page.name,
    reachable(catalogue, page),
  ]);
  stdout.write(JSON.stringify(Object.fromEntries(found)));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await main();
