import assert from "node:assert/strict";
import { test } from "node:test";
import { endingOf, endingOfTrace, ordersText } from "../../../site/js/text/lesson-entry.js";

const exploration = (/** @type {object} */ more) =>
  /** @type {any} */ ({ complete: true, interleavings: 1, classes: 1, runs: 1, ...more });
const outcome = (/** @type {string} */ tone, /** @type {number | null} */ interleavings) => ({
  tone,
  interleavings,
  classes: interleavings,
});

test("what falls short is told of what was wanted, anything else as not that", () => {
  const wanted = (/** @type {string} */ final, /** @type {string} */ expected) =>
    endingOf({ final, expected }, "wrong").wanted;
  assert.equal(wanted("100", "300"), "of 300");
  assert.equal(wanted("9", "7"), "not 7");
  assert.equal(wanted("-100", "0"), "not 0");
  assert.equal(wanted("300", "300"), "");
  assert.equal(endingOf({ final: "'A, B'", expected: null }, "right").text, "A, B");
  assert.equal(endingOf({ final: "-100", expected: null }, "wrong").text, "−100");
});

test("a run that broke off ends at what broke it", () => {
  const trace = (/** @type {string} */ status) =>
    /** @type {any} */ ({ status, verdict: { tone: "wrong" }, events: [], state: {} });
  assert.deepEqual(endingOfTrace(trace("deadlock")), {
    tone: "wrong",
    text: "deadlock",
    wanted: "",
  });
  assert.equal(endingOfTrace(trace("limit")).text, "no end");
  assert.equal(endingOfTrace(trace("failed")).text, "an error");
});

test("a run that stood still says for how long", () => {
  const events = [{ kind: "blocked", t_us: 900_000, from_us: 400_000 }];
  const trace = /** @type {any} */ ({
    status: "ok",
    verdict: { tone: "neutral" },
    events,
    state: {},
  });
  assert.deepEqual(endingOfTrace(trace), { tone: "neutral", text: "0.5 s", wanted: "still" });
});

test("orders are told as people say it", () => {
  const alike = (/** @type {number} */ n) =>
    ordersText(exploration({ interleavings: n, outcomes: [outcome("right", n)] }));
  assert.equal(alike(1), "one order");
  assert.equal(alike(2), "both orders");
  assert.equal(alike(113_400), "all 113,400 orders");
  const mixed = [outcome("right", 6), outcome("wrong", 48), outcome("wrong", 36)];
  assert.equal(ordersText(exploration({ interleavings: 90, outcomes: mixed })), "6 of 90 right");
  assert.equal(
    ordersText(exploration({ complete: false, interleavings: 41, outcomes: mixed })),
    "41 orders and more",
  );
});
