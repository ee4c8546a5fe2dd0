import assert from "node:assert/strict";
import { test } from "node:test";
import { endingFrom, endingOf, keyOf } from "../../../site/js/clock/endings.js";
import { endText, sharesText } from "../../../site/js/text/clock.js";

const RUN = {
  ...{ status: "ok", result: "None", state: {}, error: null, balance: null },
  verdict: { tone: "neutral", headline: "", text: "" },
};

test("a program that returns something ends at that, whatever it leaves", () => {
  const ending = endingOf({ ...RUN, result: "300", state: { total: "7" } });
  assert.deepEqual(ending, {
    ...{ label: "300", how: "at", status: "ok", number: 300, tone: "neutral" },
  });
  assert.equal(endText(ending, 2), "end at 300");
});

test("a program that returns nothing ends at the one value that it leaves", () => {
  const ending = endingOf({ ...RUN, state: { "stock['apples']": "-3" } });
  assert.equal(ending.number, -3);
  assert.equal(endText(ending, 1), "ends at -3");
});

test("several values are told by name, the same in whichever order they were written", () => {
  const ending = endingOf({ ...RUN, state: { b: "2", a: "1" } });
  assert.equal(ending.number, null);
  assert.equal(endText(ending, 1), "ends with a = 1, b = 2");
  assert.equal(keyOf(ending), keyOf(endingOf({ ...RUN, state: { a: "1", b: "2" } })));
  const other = endingOf({ ...RUN, state: { b: "2", a: "3" } });
  const shares = [
    { ending, count: 4 },
    { ending: other, count: 2 },
  ];
  assert.equal(sharesText(shares), "4 end with a = 1, b = 2 and 2 with a = 3, b = 2");
});

test("a program that returns and leaves nothing ends well", () => {
  assert.equal(endText(endingOf(RUN), 2), "end well");
});

test("what went wrong is told, not what was left by then", () => {
  const error = { type: "ValueError" };
  const raised = endingOf({
    ...RUN,
    status: "error",
    result: "ValueError()",
    state: { a: "1" },
    error,
  });
  assert.equal(endText(raised, 1), "ends with ValueError");
  assert.equal(endText(endingOf({ ...RUN, status: "deadlock" }), 2), "end in a deadlock");
});

test("a counted ending reads as the recorded run does", () => {
  const counted = { status: "ok", result: "None", state: { total: "2" }, type: null };
  assert.deepEqual(endingFrom({ ...counted, tone: "neutral" }), endingOf({ ...RUN, ...counted }));
});
