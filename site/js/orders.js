/** What the page says of all orders of a program: pure words, made from an exploration. */

import { answerShown, standOf } from "./explored.js";
import { clip, listed } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./types.js").Exploration} Exploration */
/** @typedef {import("./types.js").Outcome} Outcome */

const LONGEST = 80;
/** From here on a number is told by its size: nobody reads twenty digits. */
const HUGE = 1e15;

/** `1,234`. @param {number} count */
export function grouped(count) {
  if (count < HUGE) return count.toLocaleString("en-US");
  const [digits, power] = count.toExponential(1).split("e+");
  return `about ${digits} × 10^${power}`;
}

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;

/** What is counted: every order where that is known, else the distinct ones, else the runs made.
 * @param {Exploration} exploration
 */
export function totalOf({ interleavings, classes, runs }) {
  if (interleavings !== null) return { count: interleavings, noun: "order" };
  if (classes !== null) return { count: classes, noun: "distinct order" };
  return { count: runs, noun: "run" };
}

/** In how many of those; null where that was not counted.
 * @param {Exploration} exploration @param {Outcome} outcome
 */
export function countOf({ interleavings, classes }, outcome) {
  if (interleavings !== null) return outcome.interleavings;
  return classes !== null ? outcome.classes : null;
}

/** From 0 to 1; null where it is not known. @param {Exploration} exploration @param {Outcome} outcome */
export function shareOf(exploration, outcome) {
  const count = countOf(exploration, outcome);
  const { count: total } = totalOf(exploration);
  return count === null || total === 0 ? null : Math.min(count / total, 1);
}

/** Never 0% of something, never 100% of not all. @param {number} share */
export function percent(share) {
  if (share > 0 && share < 0.01) return "< 1%";
  if (share < 1 && share > 0.99) return "> 99%";
  return `${Math.round(share * 100)}%`;
}

const IRREGULAR = /** @type {Record<string, string>} */ ({ do: "does", are: "is", have: "has" });

/** `end at 100` of one order: `ends at 100`. @param {string} text */
export const singular = (text) => text.replace(/^[a-z]+/, (verb) => IRREGULAR[verb] ?? `${verb}s`);

/** `48 end at 100`. @param {Exploration} exploration @param {Outcome} outcome */
export function outcomeText(exploration, outcome) {
  const count = countOf(exploration, outcome);
  const text = clip(outcome.text, LONGEST);
  if (count === null) return `some ${text}`;
  return `${grouped(count)} ${count === 1 ? singular(text) : text}`;
}

/** The verb is said once: `48 end at 100, 36 at 200`. @param {Exploration} exploration */
function clauses(exploration) {
  let verbBefore = "";
  return exploration.outcomes.map((outcome) => {
    const [verb] = outcome.text.split(" ", 1);
    const whole = outcomeText(exploration, outcome);
    const short = verb === verbBefore;
    verbBefore = verb;
    return short ? whole.replace(/ [a-z]+ /, " ") : whole;
  });
}

/** `90 orders: 48 end at 100, 36 at 200 and 6 at 300.` @param {Exploration} exploration */
export function ordersSentence(exploration) {
  const { outcomes, complete } = exploration;
  const { count, noun } = totalOf(exploration);
  if (outcomes.length === 0) return "";
  const open = complete ? "" : " so far";
  if (countOf(exploration, outcomes[0]) === null) {
    return `${counted(count, noun)}${open}, ${counted(outcomes.length, "way")} to end.`;
  }
  const [{ text }] = outcomes;
  if (complete && outcomes.length === 1) {
    if (count === 1) return `The only ${noun} ${singular(clip(text, LONGEST))}.`;
    return `All ${counted(count, noun)} ${clip(text, LONGEST)}.`;
  }
  return `${counted(count, noun)}${open}: ${listed(clauses(exploration))}.`;
}

/** @param {number} deviations */
export function deviationsText(deviations) {
  if (deviations === 0) return "the usual order";
  return `${counted(deviations, "deviation")} from the usual order`;
}

/** How far an outcome's order is from the usual one. @param {Outcome} outcome */
export const distanceText = ({ deviations, shortest }) =>
  `${deviationsText(deviations)}${shortest ? "" : ", or fewer"}`;

/** @param {number} seconds */
const secondsText = (seconds) => `${seconds.toFixed(1)} s`;

/** `1,234 orders so far, about 113,400 in all, 2.1 s`. @param {Exploration | null} exploration @param {number} seconds */
export function progressText(exploration, seconds) {
  if (!exploration) return "Trying every order…";
  const { count, noun } = totalOf(exploration);
  const { estimate, interleavings } = exploration;
  const nouns = interleavings === null ? " orders" : "";
  const about = estimate !== null && estimate > (interleavings ?? 0);
  const all = about ? `, about ${grouped(estimate).replace(/^about /, "")}${nouns} in all` : "";
  return `${counted(count, noun)} so far${all}, ${secondsText(seconds)}`;
}

/** @param {Exploration} exploration */
const toneOf = ({ outcomes }) =>
  outcomes.some(({ tone }) => tone === "wrong") ? "wrong" : "neutral";

/** Of an exploration that was broken off only this much is known, whatever it would have said. */
const REST = "An order that was not tried may end otherwise.";

const UNTRIED =
  "One run shows one order. asyncio could run the steps in others: press “Try every order” to see how each of them ends.";

/** @typedef {{tone: string, headline: string, text: string}} Verdict */

/** @param {string} tone @param {string} headline @param {string} [text] @returns {Verdict} */
const said = (tone, headline, text = "") => ({ tone, headline, text });

/** While it works: words that promise nothing. @param {Exploration | null} known @returns {Verdict} */
const soFar = (known) =>
  known?.outcomes.length ? said(toneOf(known), "So far:") : said("neutral", "Trying every order…");

/** @param {Exploration} known @returns {Verdict} */
function brokenOff(known) {
  const { count, noun } = totalOf(known);
  return said(toneOf(known), `Stopped after ${counted(count, noun)}.`, REST);
}

/**
 * The verdict on all orders, with words that promise no more than was tried.
 * @param {State} state
 * @returns {Verdict}
 */
export function ordersVerdict(state) {
  const { explored } = state;
  const stand = standOf(state);
  const answer = answerShown(explored);
  if (stand === "exploring") return soFar(explored.answer);
  if (stand === "failed") {
    return said("wrong", "This program could not be explored.", state.message?.text);
  }
  if (!answer) return said("neutral", "Not explored yet.", UNTRIED);
  return explored.phase === "stopped" ? brokenOff(answer) : answer.verdict;
}

/** How far it has come, and what it is at. @param {State} state */
function workText({ phase, explored: { answer, seconds } }) {
  if (phase === "loading") return "Loading Python…";
  const doing = answer?.doing ? ` (${clip(answer.doing, LONGEST)})` : "";
  return `${progressText(answer, seconds)}${doing}`;
}

/** Where the answer is from, and whether it is still about this program. @param {State} state */
export function ordersSource(state) {
  const { explored } = state;
  const stand = standOf(state);
  if (stand === "exploring") return workText(state);
  if (stand === "stale") return "Of the earlier program. Press “Try every order” for this one.";
  if (!explored.answer) return "";
  const { python, runs } = explored.answer;
  if (explored.origin === "recorded") return `Recorded at build time with Python ${python}`;
  return `Live, Python ${python}: ${counted(runs, "run")}, ${secondsText(explored.seconds)}`;
}

/** Short enough to stay on one line: what is below must not jump while numbers grow.
 * @param {State["explored"]} explored
 */
function briefly({ answer, seconds }) {
  if (!answer) return "trying…";
  const { count, noun } = totalOf(answer);
  return `${counted(count, noun)} so far, ${secondsText(seconds)}`;
}

/** The same in one line, beneath the answer of the one run. @param {State} state */
export function ordersLine(state) {
  const { explored } = state;
  const stand = standOf(state);
  if (stand === "exploring") return `Every order: ${briefly(explored)}`;
  const { headline } = ordersVerdict(state);
  if (stand === "stale") return `Every order, of the earlier program: ${headline}`;
  return stand === "idle" ? "Every order: not explored yet." : `Every order: ${headline}`;
}
