import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf, playAfter } from "../../../site/js/clock/clock.js";
import { ORDERS, readOrders } from "../../../site/js/clock/orders.js";
import { UNPLAYED } from "../../../site/js/clock/play.js";
import { layoutMap } from "../../../site/js/map/layout.js";
import { deedText, leftText, optionName } from "../../../site/js/text/clock.js";
import { SCHEMA } from "../../../site/js/trace/schema.gen.js";

/** @param {string} kind @param {number | null} task @param {object} [more] */
const event = (kind, task, more = {}) => ({ t_us: 0, kind, task, line: null, ...more });

/** What a task does when its answer comes. @param {number} task @param {number} completion @param {object[]} own */
const answer = (task, completion, own) => [
  event("arrived", task, { completion, deadline_us: 1, boundary: 0, label: "a sleep" }),
  event("task-ready", task, { by: null }),
  event("step-began", task, { step: 0, batch: 0 }),
  ...own,
  event("task-finished", task, { value: "None" }),
];

/** @param {number} task */
const begun = (task) => [
  event("step-began", task, { step: 0, batch: 0 }),
  event("suspended", task, { why: "sleep", object: null, until_us: 1, on: [], line: 2 }),
];

const START = [0, 1].flatMap((child) => [
  event("task-created", null, { child, line: 1 }),
  event("task-ready", child, { by: null }),
]);

/** Two tasks that set a value, each after its answer: the last one decides.
 * @param {{name?: string, isWatched?: boolean, isLeft?: boolean, left?: string, before?: string | null}} [options]
 *   isLeft: whether it is what the program leaves; left: what it leaves in every order; before: what the first one
 *   has read, if it reads
 */
function twoOrders({ name: variable = "x", isWatched = true, isLeft, left, before = null } = {}) {
  const set = (/** @type {number} */ task) => [
    event("write", task, { object: 0, value: String(task), count: 1, line: 3 }),
  ];
  const trace = (/** @type {string} */ result) => ({
    ...{ schema: SCHEMA, python: "3.13.0", runtime: "cpython", source: "\nsleep\nx = me\n" },
    ...{ filename: "program.py", schedule: "written", seed: 0, status: "ok", result, error: null },
    ...{ state: isLeft ? { [variable]: left ?? result } : {}, stdout: "", stderr: "" },
    balance: { final: result, expected: "1" },
    ...{ duration_us: 0, findings: [], deviations: [], calls: [] },
    verdict: { tone: "neutral", headline: "", text: "" },
    tasks: ["A", "B"].map((name, id) => ({
      ...{ id, name, label: name, parent: null, line: 1, ended: "finished" },
    })),
    objects: [
      {
        ...{ id: 0, kind: "variable", name: variable, line: 3, shared: true },
        watched: isWatched,
        ...{ part_of: null, part: "", container: null, is_whole: false },
      },
    ],
  });
  const reads = { object: 0, value: before, count: 1, line: 1 };
  const read = before === null ? [] : [event("read", 0, reads)];
  const values = /** @type {unknown[]} */ ([]);
  const places = (/** @type {string} */ result) =>
    Object.fromEntries(
      Object.entries(trace(result)).map(([name, value]) => [name, values.push(value) - 1]),
    );
  return {
    ...{ schema: ORDERS, python: "3.13.0", complete: true, letters: 4 },
    texts: [
      [...START, begun(0)[0], ...read, begun(0)[1]],
      begun(1),
      answer(0, 0, set(0)),
      answer(1, 1, set(1)),
    ],
    orders: [
      { word: [0, 1, 2, 3], stretches: [0, 1, 2, 3], trace: places("1") },
      { word: [0, 1, 3, 2], stretches: [0, 1, 3, 2], trace: places("0") },
    ],
    values,
  };
}

/** What has been come to when one task has read 7 and both have asked. @param {object} options */
const valueNow = (options) =>
  clockOf(readOrders(twoOrders({ ...options, before: "7" })), UNPLAYED).model.trace.balance?.final;

test("while it goes on a run has the balance that it has come to, and other values if they are its end", () => {
  assert.equal(valueNow({ name: "account.balance" }), "7");
  assert.equal(valueNow({ name: "most", isLeft: true }), "7");
});

test("a program of one's own need not name what it is judged by, if that is what it ends at", () => {
  assert.equal(valueNow({ name: "balance", isWatched: false, isLeft: true }), "7");
  assert.equal(valueNow({ name: "total", isWatched: false, isLeft: true }), "7");
});

test("a value that is not what the run is judged by is never told as that", () => {
  assert.equal(valueNow({ name: "served" }), null);
  // the same number by chance, in one of the two orders
  assert.equal(valueNow({ name: "served", isLeft: true, left: "1" }), null);
  assert.equal(valueNow({ name: "balance", isWatched: false, isLeft: true, left: "1" }), null);
});

const at = (/** @type {import("../../../site/js/clock/play.js").PlayAction[]} */ ...actions) => {
  const orders = readOrders(twoOrders());
  return clockOf(
    orders,
    actions.reduce((play, action) => playAfter(play, action, orders), UNPLAYED),
  );
};

test("nothing is asked before there are two ways to go on", () => {
  const clock = at();
  assert.deepEqual(
    clock.options.map((option) => [option.kind, optionName(option), deedText(clock.model, option)]),
    [
      ["arrival", "A's answer", "line 3: writes 0"],
      ["arrival", "B's answer", "line 3: writes 1"],
    ],
  );
  assert.equal(clock.asksBet, true);
});

test("the choice that leaves no order with the wanted end is the one that lost it", () => {
  const [, second] = at().options;
  const clock = at({ type: "chosen", letter: second.letter });
  assert.deepEqual(
    clock.choices.map(({ left, isLost }) => [left, isLost]),
    [[1, true]],
  );
  assert.equal(clock.isOver, true);
  assert.equal(clock.model.trace.result, "0");
});

test("the run goes on in the usual order, and undo takes its choices back", () => {
  assert.equal(at({ type: "run-on" }).model.trace.result, "1");
  assert.equal(at({ type: "run-on" }, { type: "undone" }).left, 2);
});

test("a bet can be made once, and who begins without one is not asked again", () => {
  assert.equal(at({ type: "bet-made", bet: "1" }, { type: "bet-made", bet: "0" }).play.bet, "1");
  assert.equal(at({ type: "run-on" }, { type: "undone" }).asksBet, false);
});

test("how orders end is not told before the bet", () => {
  assert.equal(leftText(at()).rest, "How each of them ends is shown when you have bet.");
  assert.equal(leftText(at({ type: "bet-made", bet: "" })).rest, "1 ends at 1 and 1 at 0.");
});

test("a fork is a play that can be taken up again", () => {
  const { letter } = at().options[0];
  const clock = at(
    { type: "chosen", letter },
    { type: "forked" },
    { type: "undone" },
    { type: "fork-taken", fork: 0 },
  );
  assert.deepEqual(clock.play.chosen, [letter]);
});

test("the map has a bar for each order, as tall as what it ends at", () => {
  const { bars } = layoutMap(readOrders(twoOrders()));
  assert.deepEqual(
    bars.map(({ look, height }) => [look, height]),
    [
      ["right", 1],
      ["wrong", 0.06],
    ],
  );
});

test("of few orders the first choices stand as far apart as the words beneath them need", () => {
  const { bars, units } = layoutMap(readOrders(twoOrders()));
  assert.ok(Math.abs((bars[1].x0 - bars[0].x0) * units - 2.2) < 1e-9);
});

test("where every order ends at one debt its bars are whole, and of several the least stands highest", () => {
  const ending = (/** @type {string} */ result) => ({
    ...{ status: "ok", result, state: {}, type: null, tone: "neutral" },
  });
  /** @param {string[]} results of two orders that differ in their first step */
  function heights(results) {
    const tree = { nodes: [[-1, 0, 1, 1, 2], [0], [1]], endings: results.map(ending) };
    const orders = { ...twoOrders(), complete: false, letters: 4, tree };
    return layoutMap(
      readOrders({ ...orders, orders: [{ ...orders.orders[0], word: [0], stretches: [0] }] }),
    ).bars.map(({ height }) => height);
  }
  assert.deepEqual(heights(["-3", "-3"]), [1, 1]);
  assert.deepEqual(heights(["-3", "-5"]), [1, 0.06]);
  assert.deepEqual(heights(["0", "-5"]), [1, 0.06]);
  assert.deepEqual(heights(["0", "0"]), [0.06, 0.06]);
});

test("the wrong ending nearest to the right one is told from the furthest, whichever is higher", () => {
  const ending = (/** @type {string} */ result, tone = "wrong") => ({
    ...{ status: "ok", result, state: {}, type: null, tone },
  });
  const endings = [ending("1", "right"), ending("2"), ending("3"), ending("4")];
  const tree = { nodes: [[-1, 0, 1, 1, 2, 2, 3, 3, 4], [0], [1], [2], [3]], endings };
  const { orders, ...rest } = twoOrders();
  const first = { ...orders[0], word: [0], stretches: [0] };
  const all = readOrders({ ...rest, complete: false, tree, orders: [first] });
  assert.deepEqual(
    layoutMap(all).bars.map(({ look }) => look),
    ["right", "near", "middle", "wrong"],
  );
});

test("orders that do not add up are refused, and it is said which", () => {
  const { orders } = twoOrders();
  const beyond = { ...twoOrders(), orders: [{ ...orders[0], stretches: [0, 1, 2, 9] }] };
  assert.throws(() => readOrders(beyond), /order 0 does not add up/);
  const swapped = { ...twoOrders(), orders: [orders[1], orders[0]] };
  assert.throws(() => readOrders(swapped), /order 1 does not come after the one before it/);
  assert.throws(() => readOrders({ ...twoOrders(), complete: false }), /not all orders/);
  assert.throws(() => readOrders({ schema: "other" }), /the orders say "other"/);
});
