/** What a page shows goes into a link, and what a link carries is shown in a page; nothing runs by that. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "../../../site/js/session.js";
import { fragmentOf } from "../../../site/js/share/links.js";
import { momentShown } from "../../../site/js/share/moment.js";
import { openLink, showMoment } from "../../../site/js/share/open.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { statusOf } from "../../../site/js/text/answer.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { unlocked } from "../fixtures.js";

const SOURCE = "ATMS = 3\n# unlocked\n";
const PARAMETER = {
  ...{ name: "ATMS", value: 3, min: 1, max: 8, label: "ATMs", testid: "atms", start: 7, end: 8 },
};
const CATALOGUE = [
  {
    ...{ name: "unlocked", title: "Three ATMs", lesson: "", source: SOURCE },
    ...{ axes: { "lock-mode": "none", "lock-scope": "per-account" }, parameters: [PARAMETER] },
  },
];
const FROM_A_LINK = "This code came from a link, and nothing of it has been run.";

/** A page of the lesson, with its recorded run, and what it fetched and ran. */
function page() {
  const model = readTrace({ ...unlocked(), source: SOURCE });
  const store = createStore(
    reducer,
    initialState({ catalogue: CATALOGUE, scenario: "unlocked", model }),
  );
  const asked = /** @type {unknown[]} */ ([]);
  const doors = {
    fetchRecords: () => asked.push("records"),
    fetchOrders: () => asked.push("orders"),
  };
  const runner = /** @type {any} */ ({
    state: "ready",
    warm: async () => {},
    run: async (/** @type {any} */ { source, schedule }) => {
      asked.push(schedule);
      return { ...unlocked(), source, schedule: schedule ?? "written" };
    },
  });
  const session = createSession(store, runner);
  /** @param {import("../../../site/js/share/links.js").Moment} moment */
  const open = async (moment) => openLink(store, await fragmentOf(moment), doors);
  return { store, asked, session, open, text: () => statusOf(store.get()).text };
}

test("a link carries the code, the widgets and the step of what is shown", () => {
  const { store } = page();
  store.dispatch({ type: "cursor-set", cursor: 2 });
  assert.deepEqual(momentShown(store.get()), {
    ...{ code: SOURCE, scenario: "unlocked", step: 2 },
    widgets: { atms: "3", "lock-mode": "none", "lock-scope": "per-account" },
  });
});

test("of a program that has no run yet there is no step and no order to carry", () => {
  const { store } = page();
  store.dispatch({ type: "code-edited", code: `${SOURCE}# mine\n` });
  assert.equal("step" in momentShown(store.get()), false);
  store.dispatch({ type: "own-program", code: "print(1)\n", file: "bank.py" });
  assert.deepEqual(momentShown(store.get()), { code: "print(1)\n", file: "bank.py" });
});

test("what is recorded of a link's program is drawn at its step, and nothing is fetched or run", async () => {
  const { store, asked, open, text } = page();
  store.dispatch({ type: "own-program", code: "print(1)\n" });
  await open({ code: SOURCE, scenario: "unlocked", widgets: { atms: "3" }, step: 3 });
  const { scenario, edited, cursor, origin, phase, due } = store.get();
  assert.deepEqual(
    { scenario, edited, cursor, origin, phase, due },
    {
      ...{ scenario: "unlocked", edited: false, cursor: 3 },
      ...{ origin: "recorded", phase: "idle", due: false },
    },
  );
  assert.deepEqual(asked, []);
  assert.match(text(), new RegExp(`^${FROM_A_LINK} Recorded at build time`));
});

test("what is not recorded waits for Run, which takes the link's order and comes to its step", async () => {
  const { store, asked, session, open, text } = page();
  const schedule = "any-3.13:0=1,1=0";
  await open({ code: "print(1)\n", file: "bank.py", schedule, step: 2 });
  assert.deepEqual(asked, ["records", "orders"]);
  assert.equal(text(), `${FROM_A_LINK} Press Run to see it in its order, at step 2.`);
  await session.runAsked();
  const { cursor, order, file, phase } = store.get();
  assert.deepEqual(
    { cursor, schedule: order?.schedule, file, phase },
    { cursor: 2, schedule, file: "bank.py", phase: "done" },
  );
  await session.runAsked(); // as every other time
  assert.deepEqual(asked.slice(2), [schedule, null]);
});

test("an edit that a link replaces is kept", async () => {
  const { store, open } = page();
  store.dispatch({ type: "code-edited", code: `${SOURCE}# mine\n` });
  await open({ code: "print(1)\n" });
  store.dispatch({ type: "draft-restored" });
  assert.equal(store.get().code, `${SOURCE}# mine\n`);
});

test("another program that is turned to meanwhile is left as it is", async () => {
  const { store, asked, session, open } = page();
  await open({ code: "print(1)\n", step: 4, schedule: "any-3.13:0=1" });
  store.dispatch({ type: "own-program", code: "print(2)\n" });
  await session.runAsked();
  assert.deepEqual([asked.at(-1), store.get().cursor === 4], [null, false]);
});

test("what of a link does not fit this page is said, and the rest is shown", async () => {
  const { store, open, text } = page();
  await open({ code: SOURCE, scenario: "unlocked", widgets: { atms: "77", sparkle: "1" } });
  assert.deepEqual([store.get().scenario, store.get().params], ["unlocked", { ATMS: 3 }]);
  assert.match(text(), /In the link ATMs is 77, more than 8: give a whole number from 1 to 8\./);
  assert.match(text(), /The link sets “sparkle”, which this lesson does not have\./);
  await open({ code: "print(1)\n", scenario: "gone" });
  assert.equal(store.get().scenario, null);
  assert.match(text(), /a program of your own: no lesson here is called “gone”\./);
});

test("a link without a program is refused in one sentence; one with a lesson's name shows the lesson", async () => {
  const { store, open } = page();
  await assert.rejects(open({ step: 1 }), { message: "This link carries no program." });
  await assert.rejects(open({ scenario: "gone" }), {
    message: "This link has no program, and no lesson here is called “gone”.",
  });
  await open({ scenario: "unlocked", step: 3 });
  assert.deepEqual([store.get().code, store.get().cursor], [SOURCE, 3]);
});

test("the code of a lesson that a link only names is the one that its widgets make", async () => {
  const { store, open } = page();
  await open({ scenario: "unlocked", widgets: { atms: "5" } });
  const { code, params, edited } = store.get();
  assert.deepEqual(
    { code, params, edited },
    { code: SOURCE.replace("3", "5"), params: { ATMS: 5 }, edited: false },
  );
});

test("a moment that a host shows is no stranger's: only what does not fit is said", async () => {
  const { store, text } = page();
  const doors = { fetchRecords: () => {}, fetchOrders: () => {} };
  showMoment(store, { code: "print(1)\n" }, doors, "host");
  assert.equal(text(), "Of this program nothing has been recorded.");
  showMoment(store, { code: "print(1)\n", step: 2, scenario: "gone" }, doors, "host");
  assert.match(
    text(),
    /^It is shown as a program of your own: .*“gone”\. Press Run .*at step 2\.$/,
  );
});

test("a run recorded in the very order that is wanted opens at the step", () => {
  const { store } = page();
  const schedule = "any-3.13:0=1,1=0";
  const code = "print(1)\n";
  const model = readTrace({ ...unlocked(), source: code, schedule });
  store.dispatch({
    type: "records-loaded",
    records: [{ model, other: null, exploration: null }],
  });
  const doors = { fetchRecords: () => {}, fetchOrders: () => {} };
  showMoment(store, { code, schedule, step: 2 }, doors, "host");
  assert.deepEqual([store.get().cursor, store.get().brought?.order], [2, null]);
});
