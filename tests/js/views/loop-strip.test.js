import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { mountLoopStrip } from "../../../site/js/views/loop-strip.js";
import { deadlock, locked, unlocked } from "../fixtures.js";

/** @param {object} trace */
function stage(trace) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const store = createStore(reducer, initialState({ model: readTrace(trace) }));
  const root = document.createElement("div");
  mountLoopStrip(root, store, { document });
  const at = (/** @type {number} */ cursor) => {
    store.dispatch({ type: "cursor-set", cursor });
    return [...root.querySelectorAll("[data-queue]")].map((queue) => {
      const tokens = [...queue.querySelectorAll(".token")].map(({ textContent }) => textContent);
      return [queue.querySelector(".loop-title")?.textContent, ...tokens];
    });
  };
  return { root, at };
}

test("each queue has its name and its tokens, with what they hold", () => {
  const { at } = stage(unlocked());
  assert.deepEqual(at(4), [
    ["ready, first one runs next", "Bvalue 0 stale", "Cvalue 0 stale"],
    ["asleep"],
    ["done", "A✓"],
  ]);
});

/** `unlocked`, in a text in which line 12 stands in `network`, where these tasks come from `deposit`.
 * @param {number[]} tasks
 */
function throughNetwork(tasks) {
  const trace = unlocked();
  const body = ["async def network():", "    if True:", "        await asyncio.sleep(1)"];
  const source = [...Array(8).fill(""), "def first(): pass", ...body].join("\n");
  const events = trace.events.map((event) =>
    event.why === "sleep" && tasks.includes(event.task) ? { ...event, callers: [4] } : event,
  );
  return { ...trace, source, events };
}

test("who sleeps in a function that all sleep in awaits it; else each is just asleep", () => {
  const title = (/** @type {number[]} */ tasks) => stage(throughNetwork(tasks)).at(3)[1][0];
  assert.equal(title([1, 2, 3]), "await network()");
  assert.equal(title([1, 2]), "asleep");
});

test("a lock says by whom it is held, then who waits, and to whom it is promised", () => {
  const { at } = stage(locked());
  assert.deepEqual(at(2)[2], ["lock: held by ATM-A, then", "B"]);
  assert.deepEqual(at(3)[2], ["lock: promised to", "B"]);
  assert.deepEqual(at(4)[2], ["lock: free"]);
});

test("a hand is there once, with its task, its value, and whether it is stale", () => {
  const { root, at } = stage(unlocked());
  at(4);
  const hands = [...root.querySelectorAll("[data-testid=hand]")].map((hand) =>
    ["data-task", "data-value", "data-stale"].map((name) => hand.getAttribute(name)),
  );
  assert.deepEqual(hands, [
    ["ATM-B", "0", "true"],
    ["ATM-C", "0", "true"],
  ]);
});

test("to whoever cannot see it the strip is one sentence", () => {
  const { root, at } = stage(locked());
  at(2);
  assert.equal(
    root.getAttribute("aria-label"),
    "The loop after step 2. ready, first one runs next: nobody; " +
      "asleep: ATM-A holds value 0; lock: held by ATM-A, then: ATM-B; done: nobody.",
  );
});

test("the queues of several locks stand in a row of their own", () => {
  const { root, at } = stage(deadlock());
  at(4);
  const rows = [...root.querySelectorAll(".loop-row")].map((row) =>
    [...row.querySelectorAll("[data-queue]")].map((queue) => queue.getAttribute("data-queue")),
  );
  assert.deepEqual(rows, [
    ["ready", "asleep", "done"],
    ["lock-0", "lock-1"],
  ]);
});
