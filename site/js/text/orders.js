/** What the page says of all orders of a program: pure words, made from an exploration. */

import { sharesOf } from "../clock/orders.js";
import { answerShown, standOf } from "../state/explored.js";
import { groupsOf, sumOf } from "../state/outcome-groups.js";
import { countingText, sharesText, untriedText } from "./clock.js";
import { capitalized, counted, every, grouped } from "./numbers.js";
import { clip } from "./short.js";
import { listed } from "./steps.js";

/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Exploration} Exploration */
/** @typedef {import("../trace/types.js").Outcome} Outcome */
/** @typedef {import("../state/outcome-groups.js").Group} Group */

const LONGEST = 80;
/** What is counted: every order where that is known, else the distinct ones, else the runs made.
 * @param {Exploration} exploration
 */
export function totalOf({ interleavings, classes, runs }) {
  if (interleavings !== null) return { count: interleavings, noun: "order" };
  if (classes !== null) return { count: classes, noun: "distinct order" };
  return { count: runs, noun: "run" };
}

/** In how many of those; null where that was not counted. An order may lead to two outcomes of a
 * group, so their sum may be more than there are.
 * @param {Exploration} exploration @param {Group} group
 */
export function countOf(exploration, group) {
  const { interleavings, classes } = exploration;
  if (interleavings === null && classes === null) return null;
  const count = sumOf(group, interleavings !== null ? "interleavings" : "classes");
  return count === null ? null : Math.min(count, totalOf(exploration).count);
}

/** From 0 to 1, for the length of a bar; null where it is not known.
 * @param {Exploration} exploration @param {Group} group
 */
export function shareOf(exploration, group) {
  const count = countOf(exploration, group);
  const { count: total } = totalOf(exploration);
  return count === null || total === 0 ? null : count / total;
}

const IRREGULAR = /** @type {Record<string, string>} */ ({ do: "does", are: "is", have: "has" });

/** `end at 100` of one order: `ends at 100`. @param {string} text */
export const singular = (text) => text.replace(/^[a-z]+/, (verb) => IRREGULAR[verb] ?? `${verb}s`);

/** Whether only another order of a set of tasks leads there; no counted order does. @param {Group} group */
const isBySets = ({ outcomes }) =>
  outcomes.every(({ set_order, interleavings }) => set_order?.length && interleavings === 0);

/** `48 end at 100`. @param {Exploration} exploration @param {Group} group */
function briefText(exploration, group) {
  const count = countOf(exploration, group);
  const text = clip(group.text, LONGEST);
  if (count === null || isBySets(group)) return `some ${text}`;
  return `${grouped(count)} ${count === 1 ? singular(text) : text}`;
}

/** `48 of 90 orders end at 100`: a number of orders, never a percentage. Orders are counted, and
 * how likely each is nobody can say, so a share of them must not read as a probability.
 * @param {Exploration} exploration @param {Group} group
 */
export function rowText(exploration, group) {
  const count = countOf(exploration, group);
  const { count: total, noun } = totalOf(exploration);
  const text = clip(group.text, LONGEST);
  if (count === null) return `some orders ${text}`;
  if (isBySets(group)) {
    const tasks = (group.lead.set_order ?? []).join(", ");
    return `where a set lists ${clip(tasks, LONGEST)}, orders ${text}`;
  }
  const open = exploration.complete ? "" : " so far";
  const verb = count === 1 ? singular(text) : text;
  if (count === total && !open) return `${every(total, noun)} ${verb}`;
  return `${grouped(count)} of ${counted(total, noun)}${open} ${verb}`;
}

const DIFFERING = { message: "the message", state: "what is shared at the end" };

/** `and 51 more that differ in the message only`. @param {Group} group */
export function restText({ outcomes, differ }) {
  const more = outcomes.length - 1;
  return `and ${grouped(more)} more that ${more === 1 ? "differs" : "differ"} in ${DIFFERING[differ]} only`;
}

/** `balance = 1, log = []`. @param {Outcome} outcome */
const stateText = ({ state }) =>
  Object.entries(state)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");

/** What tells an outcome from the others of its group: its message, and what is shared at the end
 * where another one has the same message.
 * @param {Group} group @param {Outcome} outcome
 */
export function memberText({ differ, outcomes }, outcome) {
  const message = outcome.result ?? outcome.text;
  const state = stateText(outcome);
  if (differ === "state") return clip(state || message, LONGEST);
  const again = outcomes.some((each) => each !== outcome && each.result === outcome.result);
  return clip(again && state ? `${message}; ${state}` : message, 2 * LONGEST);
}

/** The verb is said once: `48 end at 100, 36 at 200`.
 * @param {Exploration} exploration @param {readonly Group[]} groups
 */
function clauses(exploration, groups) {
  let verbBefore = "";
  return groups.map((group) => {
    const [verb] = group.text.split(" ", 1);
    const whole = briefText(exploration, group);
    const short = verb === verbBefore;
    verbBefore = verb;
    return short ? whole.replace(/ [a-z]+ /, " ") : whole;
  });
}

/** Beyond these a sentence is no reading matter; the list beneath it goes on. */
const MOST_CLAUSES = 6;

/** @param {Exploration} exploration @param {readonly Group[]} groups */
function listedClauses(exploration, groups) {
  const shown = clauses(exploration, groups.slice(0, MOST_CLAUSES));
  const more = groups.length - shown.length;
  return listed(more > 0 ? [...shown, `${counted(more, "other way")} to end`] : shown);
}

/** `90 orders: 48 end at 100, 36 at 200 and 6 at 300.` @param {Exploration} exploration */
export function ordersSentence(exploration) {
  const groups = groupsOf(exploration);
  const { complete } = exploration;
  const { count, noun } = totalOf(exploration);
  if (groups.length === 0) return "";
  const open = complete ? "" : " so far";
  if (countOf(exploration, groups[0]) === null) {
    return `${counted(count, noun)}${open}, ${counted(groups.length, "way")} to end.`;
  }
  if (complete && groups.length === 1) {
    return `${capitalized(rowText(exploration, groups[0]))}.`;
  }
  return `${counted(count, noun)}${open}: ${listedClauses(exploration, groups)}.`;
}

/** A note of the explorer as the page says it. For the command line it names an order by its schedule;
 * here a row opens it, and its token stands behind "Copy as".
 * @param {string} note
 */
export const noteText = (note) =>
  note.replace(/: schedule (written|any-\S+)\.$/, (_, schedule) =>
    schedule === "written" ? " in the usual order." : " in another order.",
  );

/** @param {number} deviations */
export function deviationsText(deviations) {
  if (deviations === 0) return "the usual order";
  return `${counted(deviations, "deviation")} from the usual order`;
}

/** How far an outcome's order is from the usual one. @param {Outcome} outcome */
export const distanceText = ({ deviations, is_shortest }) =>
  `${deviationsText(deviations)}${is_shortest ? "" : ", or fewer"}`;

/** Which order the timeline shows. @param {Outcome | null} order null: none was asked for */
export function shownOrderText(order) {
  if (!order) return "";
  const ends = clip(singular(order.text), LONGEST);
  if (order.deviations === 0) return `Shown: the usual order, which ${ends}.`;
  return `Shown: an order that ${ends}, ${deviationsText(order.deviations)}.`;
}

/** What the panel means by its words: the word to look for, the term, its meaning.
 * @type {readonly (readonly [string, string, string])[]}
 */
const TERMS = [
  [
    "order",
    "order",
    "One sequence in which asyncio can run the steps of your tasks. What decides it is when each sleep and timeout ends: think of an answer from the network. Orders are counted, not weighed: they are not equally likely, so “48 of 90 orders” is no chance of 48 in 90.",
  ],
  [
    "usual order",
    "usual order",
    "The order in which every sleep takes exactly as long as your code says.",
  ],
  [
    "deviation",
    "deviation",
    "A moment at which a sleep or a timeout ends sooner or later than in the usual order; or a set that lists its tasks otherwise than as they were created.",
  ],
  [
    "distinct",
    "distinct orders",
    "Two orders count as one distinct order if they differ only in steps that do not affect each other.",
  ],
];

/** The terms that some text uses, with what they mean; what orders are is always told.
 * @param {string} text @returns {(readonly [string, string])[]}
 */
export const termsIn = (text) =>
  TERMS.filter(([word]) => word === "order" || text.includes(word)).map(([, term, meaning]) => [
    term,
    meaning,
  ]);

/** @param {number} seconds */
const secondsText = (seconds) => `${seconds.toFixed(1)} s`;

/** `1,234 orders so far, about 113,400 in all, 2.1 s`. @param {Exploration | null} exploration @param {number} seconds */
export function progressText(exploration, seconds) {
  if (!exploration) return "Trying every order…";
  const { count, noun } = totalOf(exploration);
  if (exploration.complete) return `${counted(count, noun)}, ${secondsText(seconds)}`;
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

const FOUND =
  "Press “Try every order” to have each of them tried, and the shortest way to each ending.";

/** @typedef {{tone: string, headline: string, text: string}} Verdict */

/** @param {string} tone @param {string} headline @param {string} [text] @returns {Verdict} */
const verdictOf = (tone, headline, text = "") => ({ tone, headline, text });

/** While it works: words that promise nothing, until all is known but which orders are distinct or shortest.
 * @param {Exploration | null} known @returns {Verdict}
 */
function soFar(known) {
  if (known?.complete) return known.verdict;
  return known?.outcomes.length
    ? verdictOf(toneOf(known), "So far:")
    : verdictOf("neutral", "Trying every order…");
}

/** @param {Exploration} known @returns {Verdict} */
function brokenOff(known) {
  const { count, noun } = totalOf(known);
  return verdictOf(toneOf(known), `Stopped after ${counted(count, noun)}.`, REST);
}

/** Of orders that were found to choose from; how they end is not told while it is bet on.
 * @param {State} state @returns {Verdict}
 */
function foundVerdict({ orders, clock }) {
  if (!orders) return verdictOf("neutral", "");
  const shares = sharesOf({ node: orders.root });
  const many = counted(orders.root.count, "order");
  if (clock?.asksBet)
    return verdictOf("neutral", `${many} found.`, "How they end is told when you have bet.");
  const tone = shares.some(({ ending }) => ending.tone === "wrong") ? "wrong" : "neutral";
  return verdictOf(tone, `${many} found: ${sharesText(shares)}.`, FOUND);
}

/** What is known of orders of which none was tried: how far they are counted. @param {State} state */
function countedVerdict(state) {
  if (state.counted) return verdictOf("neutral", countingText(state.counted));
  if (state.orders) return foundVerdict(state);
  if (!state.untried || state.stale) return verdictOf("neutral", "Not explored yet.", UNTRIED);
  const { strong, rest } = untriedText(state.untried);
  return verdictOf("neutral", strong, rest);
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
    return verdictOf("wrong", "This program could not be explored.", state.message?.text);
  }
  if (!answer) return countedVerdict(state);
  return explored.phase === "stopped" && !answer.complete ? brokenOff(answer) : answer.verdict;
}

/** How far it has come, and what it is at. @param {State} state */
function workText({ phase, explored: { answer, seconds } }) {
  if (phase === "loading") return "Loading Python…";
  const doing = answer?.doing ? ` (${clip(answer.doing, LONGEST)})` : "";
  return `${progressText(answer, seconds)}${doing}`;
}

/** What each lock is for, where that was asked. @param {Exploration | null} answer */
export function lockTexts(answer) {
  if (answer?.without?.length === 0) return ["No line of it makes an asyncio.Lock."];
  return (answer?.without ?? []).map(({ text }) => text);
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
  return `${counted(count, noun)}${answer.complete ? "" : " so far"}, ${secondsText(seconds)}`;
}

/** In how many ways they end, and how many of those are wrong; which ways, the panel says.
 * @param {Exploration} exploration
 */
function endingsText(exploration) {
  const { complete } = exploration;
  const groups = groupsOf(exploration);
  const { count, noun } = totalOf(exploration);
  const wrong = groups.filter(({ lead }) => lead.tone === "wrong").length;
  if (complete && count === 1) return "there is only this one";
  if (complete && groups.length === 1) {
    return `${every(count, noun)} end alike${wrong ? ", and wrong" : ""}`;
  }
  const ways = `${counted(count, noun)}${complete ? "" : " so far"}, ${counted(groups.length, "way")} to end`;
  if (wrong === 0) return ways;
  return `${ways}, ${wrong === groups.length ? "all" : wrong} of them wrong`;
}

/** How far they are found, while none was tried. @param {State} state */
function foundText(state) {
  if (state.counted) return "they are being found";
  if (state.orders) return `${counted(state.orders.root.count, "order")} found`;
  if (!state.untried || state.stale) return "not explored yet";
  const { found } = state.untried;
  return found > 0 ? `${counted(found, "order")} found, not all of them` : "not all were found";
}

/** One line beneath the answer of the one run, which leads to the panel. @param {State} state */
export function ordersLine(state) {
  const { explored } = state;
  const stand = standOf(state);
  if (stand === "exploring") return `Every order: ${briefly(explored)}`;
  if (stand === "failed") return "Every order: not found out.";
  const known = answerShown(explored);
  if (!known) return `Every order: ${foundText(state)}.`;
  const whose = stand === "stale" ? ", of the earlier program" : "";
  return `Every order${whose}: ${endingsText(known)}.`;
}
