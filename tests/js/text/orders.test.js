import assert from "node:assert/strict";
import { test } from "node:test";
import { readExploration } from "../../../site/js/state/exploration.js";
import { sameOrder, standOf, UNEXPLORED } from "../../../site/js/state/explored.js";
import { groupsOf } from "../../../site/js/state/outcome-groups.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { grouped } from "../../../site/js/text/numbers.js";
import {
  deviationsText,
  distanceText,
  ordersLine,
  ordersSentence,
  ordersSource,
  ordersVerdict,
  progressText,
  rowText,
  shareOf,
  singular,
} from "../../../site/js/text/orders.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { deposits, unlocked } from "../fixtures.js";

/** @param {object} [more] */
const found = (more) => readExploration(deposits(more));

/** A page that shows a run and knows what every order gives. @param {any} [exploration] */
const pageWith = (exploration = found()) =>
  initialState({ model: readTrace(unlocked()), exploration });

/** @param {import("../../../site/js/state/reducer.js").State} state @param {...import("../../../site/js/state/reducer.js").Action} actions */
const after = (state, ...actions) => actions.reduce(reducer, state);

const ASKED = /** @type {const} */ ([{ type: "explore-asked" }, { type: "explore-began" }]);

/** So far, as the worker tells it. @param {object} [more] */
const reported = (more) =>
  /** @type {const} */ ({
    type: "explore-progressed",
    exploration: found({ complete: false, estimate: 113_400, ...more }),
    seconds: 2.06,
  });

test("all orders are told in one sentence, the verb once", () => {
  assert.equal(ordersSentence(found()), "90 orders: 48 end at 100, 36 at 200 and 6 at 300.");
});

test("where orders were not counted, the distinct ones are; where neither, nothing is claimed", () => {
  const classes = found({ interleavings: null });
  assert.equal(
    ordersSentence(classes),
    "36 distinct orders: 18 end at 200, 12 at 100 and 6 at 300.",
  );
  const samples = found({ interleavings: null, classes: null, complete: false });
  assert.equal(ordersSentence(samples), "40 runs so far, 3 ways to end.");
  assert.equal(shareOf(samples, groupsOf(samples)[0]), null);
});

test("a single way to end is said of all orders, and of an only order in the singular", () => {
  const { outcomes } = deposits();
  const all = found({ outcomes: [{ ...outcomes[2], interleavings: 90 }] });
  assert.equal(ordersSentence(all), "All 90 orders end at 300.");
  const only = found({ interleavings: 1, outcomes: [{ ...outcomes[2], interleavings: 1 }] });
  assert.equal(ordersSentence(only), "The only order ends at 300.");
});

/** What the first row says. @param {any} exploration */
const firstRow = (exploration) => rowText(exploration, groupsOf(exploration)[0]);

test("one of several is told in the singular", () => {
  const [outcome] = deposits().outcomes;
  const one = found({ outcomes: [{ ...outcome, interleavings: 1, text: "deadlock" }] });
  assert.equal(firstRow(one), "1 of 90 orders deadlocks");
  assert.equal(singular("do not end"), "does not end");
});

test("a row says in how many orders of how many, never how many in a hundred", () => {
  assert.equal(firstRow(found()), "48 of 90 orders end at 100");
  assert.equal(firstRow(found({ complete: false })), "48 of 90 orders so far end at 100");
  assert.equal(firstRow(found({ interleavings: null })), "18 of 36 distinct orders end at 200");
  assert.equal(firstRow(found({ interleavings: null, classes: null })), "some orders end at 100");
  assert.doesNotMatch(firstRow(found()), /%/);
});

test("what only another order of a set leads to says so, and is none of the counted orders", () => {
  const [outcome, ...rest] = deposits().outcomes;
  const bySets = { ...outcome, interleavings: 0, set_order: ["B", "A"], text: "deadlock" };
  const both = found({ outcomes: [...rest, bySets] });

  const row = rowText(both, groupsOf(both)[2]);
  assert.equal(row, "where a set lists B, A, orders deadlock");
  assert.match(ordersSentence(both), /and some deadlock\.$/);
});

test("large numbers are grouped, huge ones told by their size", () => {
  assert.equal(grouped(113_400), "113,400");
  assert.equal(grouped(3.04e23), "about 3.0 × 10^23");
});

test("deviations are counted in words", () => {
  assert.deepEqual([0, 1, 2].map(deviationsText), [
    "the usual order",
    "1 deviation from the usual order",
    "2 deviations from the usual order",
  ]);
});

test("an order that may not be the shortest is not called it", () => {
  const { outcomes } = deposits();
  const long = found({ outcomes: [{ ...outcomes[1], is_shortest: false }] }).outcomes[0];
  assert.equal(distanceText(long), "1 deviation from the usual order, or fewer");
  assert.equal(distanceText(found().outcomes[1]), "1 deviation from the usual order");
});

test("progress says how many, of about how many, and since when", () => {
  const { exploration, seconds } = reported({ interleavings: 1234 });
  assert.equal(
    progressText(exploration, seconds),
    "1,234 orders so far, about 113,400 in all, 2.1 s",
  );
  const uncounted = { complete: false, interleavings: null, classes: null };
  const runs = found({ ...uncounted, runs: 42, estimate: 9e10 });
  assert.equal(progressText(runs, 1), "42 runs so far, about 90,000,000,000 orders in all, 1.0 s");
  assert.equal(progressText(null, 0), "Trying every order…");
});

test("a recorded answer is there from the start, and says where it is from", () => {
  const state = pageWith();
  assert.equal(standOf(state), "done");
  assert.equal(ordersSource(state), "Recorded at build time with Python 3.12.1");
  assert.equal(ordersLine(state), "Every order: 90 orders, 3 ways to end, 2 of them wrong.");
});

test("the line beneath the answer counts the ways to end, and those that are wrong", () => {
  const line = (/** @type {object} */ more) => ordersLine(pageWith(found(more)));
  const { outcomes } = /** @type {any} */ (deposits());
  const [wrong] = outcomes;
  const right = outcomes.at(-1);
  assert.equal(line({ outcomes: [wrong] }), "Every order: all 90 orders end alike, and wrong.");
  assert.equal(line({ outcomes: [right] }), "Every order: all 90 orders end alike.");
  assert.equal(
    line({ outcomes: [wrong, outcomes[1]], complete: false }),
    "Every order: 90 orders so far, 2 ways to end, all of them wrong.",
  );
  assert.equal(
    line({ outcomes: [right], interleavings: 1 }),
    "Every order: there is only this one.",
  );
});

test("without an answer the page says so, and how to get one", () => {
  const state = pageWith(null);
  assert.equal(state.explored, UNEXPLORED);
  assert.equal(standOf(state), "idle");
  assert.match(ordersVerdict(state).text, /Try every order/);
});

test("a change of the code makes the answer one of the earlier program, undoing it does not", () => {
  const changed = after(pageWith(), { type: "code-edited", code: "x = 1\n" });
  assert.equal(standOf(changed), "stale");
  assert.match(ordersSource(changed), /Of the earlier program/);
  assert.match(ordersLine(changed), /of the earlier program/);
  assert.equal(standOf(after(changed, { type: "code-edited", code: "" })), "done");
});

test("while it works the page says so far, with the words of no verdict", () => {
  const state = after(pageWith(), ...ASKED, reported());
  assert.deepEqual([standOf(state), state.phase], ["exploring", "running"]);
  assert.deepEqual(ordersVerdict(state), { tone: "wrong", headline: "So far:", text: "" });
  assert.match(ordersSentence(/** @type {any} */ (state.explored.answer)), /^90 orders so far: /);
});

test("once all orders are known the verdict is told, while it is found out which are distinct and shortest", () => {
  const known = reported({ complete: true, doing: "telling orders apart" });
  const state = after(pageWith(), ...ASKED, known);
  assert.equal(standOf(state), "exploring");
  assert.deepEqual(ordersVerdict(state), found().verdict);
  assert.equal(ordersSource(state), "90 orders, 2.1 s (telling orders apart)");
  assert.equal(ordersLine(state), "Every order: 90 orders, 2.1 s");
});

test("what was complete when it was stopped stays a verdict", () => {
  const state = after(pageWith(), ...ASKED, reported({ complete: true }), {
    type: "explore-stopped",
  });
  assert.deepEqual(ordersVerdict(state), found().verdict);
});

test("while it works it says what it is at", () => {
  const state = after(pageWith(), ...ASKED, reported({ interleavings: 7, doing: "counting" }));
  assert.equal(ordersSource(state), "7 orders so far, about 113,400 in all, 2.1 s (counting)");
  assert.equal(ordersLine(state), "Every order: 7 orders so far, 2.1 s");
});

test("what is known when it is stopped is kept, and never said to be verified", () => {
  const state = after(pageWith(), ...ASKED, reported({ interleavings: 1234 }), {
    type: "explore-stopped",
  });
  const { headline, text, tone } = ordersVerdict(state);
  assert.deepEqual([standOf(state), state.phase, tone], ["stopped", "idle", "wrong"]);
  assert.equal(headline, "Stopped after 1,234 orders.");
  assert.doesNotMatch(headline + text + ordersSource(state) + ordersLine(state), /verified/i);
});

test("stopped before it knew anything, what was known before is shown again", () => {
  const state = after(pageWith(), { type: "explore-asked" }, { type: "explore-stopped" });
  assert.deepEqual([standOf(state), state.explored.origin], ["done", "recorded"]);
});

test("an exploration that fails is told like a run that fails, and keeps the picture", () => {
  const message = { headline: "This code cannot run.", text: "Line 3: SyntaxError" };
  const state = after(pageWith(), ...ASKED, { type: "explore-failed", message });
  assert.deepEqual([standOf(state), state.phase], ["failed", "failed"]);
  assert.equal(ordersVerdict(state).text, "Line 3: SyntaxError");
  assert.ok(state.model);
});

test("an exploration leaves the run that is shown alone", () => {
  const before = pageWith(null);
  const state = after(before, ...ASKED, { ...reported(), type: "explore-ended" });
  assert.deepEqual([state.model, state.origin, state.phase], [before.model, "recorded", "done"]);
  assert.deepEqual([standOf(state), state.explored.origin], ["done", "live"]);
});

test("two names of one order differ only in the Python that gave them", () => {
  assert.ok(sameOrder("any-3.12:3=2.0", "any-3.14:3=2.0"));
  assert.ok(!sameOrder("any-3.12:3=2.0", "written"));
});

test("what comes out of the sandbox is read, and refused by the name of its fault", () => {
  assert.throws(() => readExploration([]), /the exploration is \[\], expected an object/);
  assert.throws(() => found({ schema: "other/2" }), /this page reads lockstep-exploration\/1/);
  assert.throws(() => found({ runs: "many" }), /runs is "many"/);
  assert.throws(() => found({ outcomes: [{}] }), /outcomes\[0\]\.status is missing/);
  assert.throws(() => found({ verdict: null }), /verdict is null, expected an object/);
});

test("of more orders than could be found it is said how far they are, not that nothing was explored", () => {
  const state = {
    ...initialState({ model: readTrace(unlocked()), exploration: null }),
    untried: { found: 4096, why: "they take too long" },
  };
  assert.equal(ordersLine(state), "Every order: 4,096 orders found, not all of them.");
  assert.deepEqual(ordersVerdict(state), {
    tone: "neutral",
    headline: "4,096 orders found, not all of them:",
    text: "they take too long.",
  });
  assert.match(ordersLine({ ...state, stale: true }), /not explored yet/);
});

test("two orders are both of them", () => {
  const two = found({ interleavings: 2, classes: 2 });
  const one = { ...two.outcomes[0], interleavings: 2, classes: 2 };
  assert.equal(ordersSentence({ ...two, outcomes: [one] }), "Both orders end at 100.");
});
