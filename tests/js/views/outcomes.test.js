import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { prerender } from "../../../site/js/build/prerender.js";
import { readExploration } from "../../../site/js/state/exploration.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { eventOfMark, markSentence, marksAt } from "../../../site/js/text/marks.js";
import { layoutTimeline } from "../../../site/js/timeline/layout/timeline.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { mountOrder } from "../../../site/js/views/order.js";
import { mountOutcomes } from "../../../site/js/views/outcomes.js";
import { deposits, unlocked } from "../fixtures.js";

const HERE = "here ATM-B's sleep ended before ATM-A's";

/** A run that departs from the usual order where its second sleeper and its third arrive. */
function departed() {
  const trace = unlocked();
  const ready = trace.events.filter(({ kind, by }) => kind === "task-ready" && by === null);
  const deviations = ready.slice(1, 3).map(({ i, t_us }, at) => ({
    boundary: at,
    event: i,
    t_us,
    text: HERE,
  }));
  return { ...trace, schedule: "any-3.14:3=2", deviations };
}

/** Panel and strip over one store; what they ask for is kept. @param {object} [exploration] */
function stage(exploration = deposits()) {
  const { document, Event } = parseHTML("<!doctype html><html><body></body></html>");
  const start = initialState({
    model: readTrace(unlocked()),
    exploration: readExploration(exploration),
  });
  const store = createStore(reducer, start);
  const asked = /** @type {any[]} */ ([]);
  const page = {
    ...store,
    dispatch(/** @type {any} */ action) {
      asked.push(action);
      store.dispatch(action);
    },
  };
  const [panel, strip] = ["outcomes", "order"].map((id) => {
    const root = document.createElement("section");
    root.id = id;
    document.body.append(root);
    return root;
  });
  mountOutcomes(panel, page, { document });
  mountOrder(strip, page, { document });
  const click = (/** @type {Element | null | undefined} */ element) =>
    element?.dispatchEvent(new Event("click", { bubbles: true }));
  const texts = (/** @type {string} */ selector) =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
  return { document, store, asked, panel, strip, click, texts };
}

test("there is one row an outcome, with its number of all orders, and deviations", () => {
  const { panel, texts } = stage();
  assert.deepEqual(texts(".outcome-text"), [
    "48 of 90 orders end at 100",
    "36 of 90 orders end at 200",
    "6 of 90 orders end at 300",
  ]);
  assert.equal(texts(".outcome-how")[1], "1 deviation from the usual order");
  assert.deepEqual([panel.dataset.state, panel.dataset.source], ["done", "recorded"]);
});

test("what is wrong is said in words and has a mark of its own, not a colour alone", () => {
  const { document, texts } = stage();
  assert.deepEqual(texts(".outcome .unseen"), ["wrong: ", "wrong: ", "right: "]);
  const marks = [...document.querySelectorAll(".outcome-mark path")].map((path) =>
    path.getAttribute("d"),
  );
  assert.equal(marks[0], marks[1]);
  assert.notEqual(marks[0], marks[2]);
});

test("the row of the order that the timeline shows is marked", () => {
  const { document } = stage();
  const rows = [...document.querySelectorAll(".outcome")];
  assert.deepEqual(
    rows.map((row) => row.hasAttribute("data-shown")),
    [true, false, false],
  );
});

test("a row asks for its order", () => {
  const { document, asked, click } = stage();
  click(document.querySelectorAll(".outcome-open")[1]);
  assert.deepEqual(
    asked.map(({ type, order, beside }) => [type, order.schedule, beside]),
    [["order-asked", "any-3.12:3=2", false]],
  );
});

test("the rows of an earlier program open nothing", () => {
  const { document, store, asked, click, panel } = stage();
  store.dispatch({ type: "code-edited", code: "x = 1\n" });
  assert.equal(panel.dataset.state, "stale");
  const [row] = document.querySelectorAll(".outcome-open");
  assert.equal(row.getAttribute("aria-disabled"), "true");
  click(row);
  assert.deepEqual(asked, []);
});

test("a hundred ways to end are not all drawn, and those left out are counted", () => {
  const outcomes = Array.from({ length: 100 }, (_, i) => ({
    ...deposits().outcomes[0],
    text: `end at ${i}`,
  }));
  const { texts } = stage(deposits({ outcomes, notes: ["A note."] }));
  assert.equal(texts(".outcome").length, 40);
  assert.deepEqual(texts(".orders-notes li"), ["There are 60 more ways to end.", "A note."]);
});

/** As many failures of one assertion, each with another message. @param {number} count @param {object} [more] */
function failures(count, more = {}) {
  return Array.from({ length: count }, (_, i) => ({
    ...deposits().outcomes[0],
    status: "failed",
    result: `AssertionError('${i} of 300')`,
    text: `fail: AssertionError('${i} of 300')`,
    interleavings: 1,
    cause: { type: "AssertionError", line: 34 },
    ...more,
  }));
}

test("outcomes that differ in the message only are one row, which leads with the cause", () => {
  const [right] = deposits().outcomes.slice(2);
  const outcomes = [right, ...failures(52)];
  const { texts } = stage(deposits({ interleavings: 58, outcomes }));
  assert.deepEqual(texts(".outcome-text"), [
    "52 of 58 orders fail an assertion at line 34",
    "6 of 58 orders end at 300",
  ]);
  assert.deepEqual(texts(".outcome-more summary"), [
    "AssertionError('0 of 300'), and 51 more that differ in the message only",
  ]);
  assert.deepEqual(texts(".orders-sentence"), [
    "58 orders: 52 fail an assertion at line 34 and 6 end at 300.",
  ]);
});

test("each order of a group can be opened, and one alone is told by its message", () => {
  const { document, asked, click, texts } = stage(
    deposits({
      outcomes: failures(3).map((each, i) => ({ ...each, schedule: `any-3.14:${i}=0` })),
    }),
  );
  click(document.querySelectorAll(".outcome-more .outcome-open")[1]);
  assert.equal(asked[0].order.schedule, "any-3.14:2=0");
  assert.equal(texts(".outcome-more li").length, 3);
  const alone = stage(deposits({ outcomes: failures(1) }));
  assert.deepEqual(alone.texts(".outcome-text"), [
    "1 of 90 orders fails: AssertionError('0 of 300')",
  ]);
  assert.deepEqual(alone.texts(".outcome-more"), []);
});

test("another line is another cause, and so is another type", () => {
  const at = (/** @type {object} */ cause) => failures(2, { status: "error", cause });
  const outcomes = [
    ...at({ type: "ValueError", line: 3 }),
    ...at({ type: "KeyError", line: 3 }),
    ...at({ type: "KeyError", line: null }),
  ];
  const { texts } = stage(deposits({ outcomes }));
  assert.deepEqual(texts(".outcome-text"), [
    "2 of 90 orders raise ValueError at line 3",
    "2 of 90 orders raise KeyError at line 3",
    "2 of 90 orders raise KeyError",
  ]);
});

test("outcomes that read alike differ in what is shared, and say so", () => {
  const outcomes = [1, 2].map((n) => ({
    ...failures(1)[0],
    status: "deadlock",
    text: "deadlock",
    cause: null,
    state: { balance: `${n}` },
  }));
  const { texts } = stage(deposits({ outcomes }));
  assert.deepEqual(texts(".outcome-text"), ["2 of 90 orders deadlock"]);
  assert.deepEqual(texts(".outcome-more summary"), [
    "balance = 1, and 1 more that differs in what is shared at the end only",
  ]);
  assert.deepEqual(texts(".outcome-more li span"), ["balance = 1", "balance = 2"]);
});

test("two of one message are told apart by what is shared at the end", () => {
  const [one, other] = failures(2);
  const same = { ...other, result: one.result, state: { balance: "7" } };
  const { texts } = stage(deposits({ outcomes: [one, same] }));
  assert.deepEqual(texts(".outcome-more li span"), [
    "AssertionError('0 of 300'); account.balance = 100",
    "AssertionError('0 of 300'); balance = 7",
  ]);
});

test("an open group stays open when its rows are drawn anew", () => {
  const { document, store } = stage(deposits({ outcomes: failures(3) }));
  document.querySelector(".outcome-more")?.setAttribute("open", "");
  store.dispatch({ type: "run-asked" });
  assert.ok(document.querySelector(".outcome-more")?.hasAttribute("open"));
});

test("what the panel means by its words stands in it, and that orders are not equally likely", () => {
  const { texts } = stage();
  assert.deepEqual(texts(".terms dfn"), ["order", "usual order", "deviation"]);
  assert.match(String(texts(".terms dd")[0]), /not equally likely/);
});

test("distinct orders are explained where they are counted", () => {
  const { texts } = stage(deposits({ interleavings: null }));
  assert.deepEqual(texts(".terms dfn"), ["order", "usual order", "deviation", "distinct orders"]);
});

test("a note names no schedule: a beginner has no word for it", () => {
  const circle = "The locks are taken in a circle, a -> b -> a, and that deadlocks";
  const notes = [`${circle}: schedule written.`, `${circle}: schedule any-3.14:0=1,2=.`];
  const { texts } = stage(deposits({ notes }));
  assert.deepEqual(texts(".orders-notes li"), [
    `${circle} in the usual order.`,
    `${circle} in another order.`,
  ]);
});

test("a hostile outcome stays text", () => {
  const [outcome] = deposits().outcomes;
  const text = "<img src=x onerror=alert(1)>";
  const { document, texts } = stage(deposits({ outcomes: [{ ...outcome, text }] }));
  assert.equal(document.querySelector("img"), null);
  assert.match(String(texts(".outcome-text")[0]), /<img/);
});

/** The stage with the second outcome's order shown. */
function opened() {
  const staged = stage();
  const { store, strip } = staged;
  assert.ok(strip.hidden);
  const order = store.get().explored.answer?.outcomes[1] ?? null;
  store.dispatch({ type: "run-ended", model: readTrace(departed()), order });
  return staged;
}

test("the order shown is named, its deviations are listed, and its schedule can be had", () => {
  const { strip, texts } = opened();
  assert.equal(strip.hidden, false);
  assert.equal(
    texts(".order-which")[0],
    "Shown: an order that ends at 200, 1 deviation from the usual order.",
  );
  assert.deepEqual(texts(".order-deviations li"), [`0.1 s: ${HERE}`, `0.1 s: ${HERE}`]);
});

test("the order shown is copied as a command, as a script, or as its token", () => {
  const { document, texts } = opened();
  const details = document.querySelector("[data-testid=copy-as]");
  assert.equal(details?.hasAttribute("open"), false);
  assert.deepEqual(texts("[data-testid=copy-as] code"), [
    "python -m lockstep run program.py --schedule any-3.14:3=2",
    "python -m lockstep reproduce program.py --schedule any-3.14:3=2 > shown.py",
    "any-3.14:3=2",
  ]);
});

test("from another order there is a way to the usual one, beside it or back", () => {
  const { document, asked, click, store } = opened();
  click(document.querySelector("[data-testid=compare-orders]"));
  click(document.querySelector("[data-testid=usual-order]"));
  assert.deepEqual(
    asked.map(({ type, order, beside }) => [type, order?.text ?? null, beside ?? false]),
    [
      ["order-asked", "end at 200", true],
      ["order-asked", null, false],
    ],
  );
  store.dispatch({ type: "run-ended", model: readTrace(unlocked()) });
  assert.ok(/** @type {HTMLElement} */ (document.querySelector("#order")).hidden);
});

test("two orders on one axis are told apart by order, and the second can be left", () => {
  const { store } = opened();
  const { model, order } = store.get();
  const other = { mine: "This order", title: "The usual order", model: readTrace(unlocked()) };
  store.dispatch({ type: "run-ended", model: /** @type {any} */ (model), order, other });
  assert.deepEqual([store.get().reading, store.get().other], ["steps", other]);
  store.dispatch({ type: "other-left" });
  assert.deepEqual([store.get().other, store.get().order], [null, order]);
});

const FRAME = { reading: /** @type {const} */ ("steps"), width: 736, zoom: 1 };

test("each deviation is a numbered flag where it shows, in a row of its own", () => {
  const plain = layoutTimeline(readTrace(unlocked()), FRAME);
  const { flags, columns, height } = layoutTimeline(readTrace(departed()), FRAME);
  assert.deepEqual(plain.flags, []);
  assert.equal(height, plain.height + 22);
  assert.deepEqual(
    flags.map(({ number }) => number),
    ["1", "2"],
  );
  assert.ok(flags[0].x <= columns[3].x0 && flags[0].x >= columns[2].x1);
  assert.ok(flags[1].x0 >= flags[0].x1, "flags of one moment stand side by side");
});

test("a deviation can be asked about, at its moment", () => {
  const model = readTrace(departed());
  assert.equal(
    markSentence(model, "deviation-1"),
    `Deviation 2 from the usual order, 0.1 s: ${HERE}.`,
  );
  assert.equal(eventOfMark(model, "deviation-0"), model.trace.deviations?.[0].event);
  assert.deepEqual(marksAt(model, 4).slice(0, 3), ["step-3", "deviation-0", "deviation-1"]);
});

test("a deviation at an event that is not there is refused", () => {
  const wrong = { ...unlocked(), deviations: [{ boundary: 0, event: 999, t_us: 0, text: "x" }] };
  assert.throws(() => readTrace(wrong), /deviations\[0\]\.event is 999, expected event/);
});

/** A page whose program makes a lock, with every order known. @param {object} [more] of the answer */
function locked(more = {}) {
  const on = stage();
  const source = "import asyncio\nlock = asyncio.Lock()\n";
  const ended = (/** @type {object} */ exploration) => {
    on.store.dispatch({ type: "explore-asked" });
    on.store.dispatch({ type: "explore-began", source });
    on.store.dispatch({
      type: "explore-ended",
      exploration: readExploration(exploration),
      seconds: 1,
    });
  };
  on.store.dispatch({ type: "code-edited", code: source });
  ended(deposits(more));
  const button = /** @type {HTMLButtonElement} */ (
    on.panel.querySelector("[data-testid=ask-locks]")
  );
  const list = /** @type {HTMLElement} */ (on.panel.querySelector("[data-testid=locks]"));
  return { ...on, button, list, ended };
}

test("what each lock is for is asked by a button, and told in a sentence for each", () => {
  const { button, list, asked, click, ended, texts } = locked();
  assert.deepEqual([button.hidden, list.hidden], [false, true]);

  click(button);
  assert.deepEqual(asked, [{ type: "explore-asked", locks: true }]);
  assert.deepEqual([button.hidden, button.getAttribute("aria-disabled")], [false, "true"]);

  click(button);
  assert.equal(asked.length, 1);

  const text = "Without the lock of line 2 (lock): 84 of 90 orders lose an update.";
  ended(deposits({ without: [{ lines: [2], ends_alike: false, text, schedule: "written" }] }));
  assert.deepEqual([button.hidden, list.hidden], [true, false]);
  assert.deepEqual(texts("[data-testid=locks] li"), [text]);
});

test("nothing is asked of locks where no order is certain, or none is made", () => {
  assert.equal(locked({ complete: false }).button.hidden, true);
  assert.equal(
    stage().panel.querySelector("[data-testid=ask-locks]")?.hasAttribute("hidden"),
    true,
  );
});

test("where no lock was found, that is told", () => {
  const { texts } = locked({ without: [] });
  assert.deepEqual(texts("[data-testid=locks] li"), ["No line of it makes an asyncio.Lock."]);
});

test("a prerendered page tells what every order gives", () => {
  const drawn = /** @type {any} */ (prerender(unlocked(), { exploration: deposits() }));
  assert.match(drawn.outcomes, /48 of 90 orders end at 100/);
  assert.match(drawn.outcomes, /90 orders: 48 end at 100, 36 at 200 and 6 at 300\./);
  assert.match(drawn.answer, />Every order: 90 orders, 3 ways to end, 2 of them wrong\.</);
});
