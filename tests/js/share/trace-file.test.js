/** A saved trace is drawn as what it is, and what is none is refused in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openTrace } from "../../../site/js/share/trace-file.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { createStore } from "../../../site/js/state/store.js";
import { statusOf } from "../../../site/js/text/answer.js";
import { unlocked } from "../fixtures.js";

const page = () => createStore(reducer, initialState());

/** @param {unknown} content @param {string} [name] */
const file = (content, name = "bank.json") =>
  new File([typeof content === "string" ? content : JSON.stringify(content)], name);

/** @param {unknown} content */
async function refusal(content) {
  const store = page();
  await openTrace(store, /** @type {File} */ (content instanceof File ? content : file(content)));
  const { message, model } = store.get();
  assert.equal(model, null);
  return `${message?.headline} ${message?.text}`;
}

test("a saved trace brings its program and its run", async () => {
  const store = page();
  const trace = { ...unlocked(), source: "print(1)\n", filename: "bank.py" };
  await openTrace(store, file(trace));
  const { code, file: name, model, origin, stale, phase } = store.get();
  assert.deepEqual(
    { code, name, events: model?.trace.events.length, origin, stale, phase },
    {
      ...{ code: "print(1)\n", name: "bank.py", events: trace.events.length },
      ...{ origin: "recorded", stale: false, phase: "idle" },
    },
  );
  assert.equal(
    statusOf(store.get()).text,
    "Opened from bank.json, recorded with Python 3.12.1. Press Run to run it here.",
  );
});

test("the order of a saved trace is shown as that of the file", async () => {
  const store = page();
  await openTrace(store, file({ ...unlocked(), schedule: "any-3.13:0=1,1=0" }));
  assert.equal(store.get().order?.schedule, "any-3.13:0=1,1=0");
});

test("what is no trace is refused in words", async () => {
  const other = { ...unlocked(), schema: "lockstep-trace/99" };
  const broken = { ...unlocked(), events: [{ kind: "no-such-kind" }] };
  assert.match(await refusal("{]"), /^bank.json could not be opened. It is not JSON: /);
  assert.match(await refusal([1]), /opened. A trace is a JSON object, this is \[1\]\.$/);
  assert.match(
    await refusal(other),
    /This page reads lockstep-trace\/1, the trace says "lockstep-trace\/99": reload the page, or record it again/,
  );
  assert.match(await refusal(broken), /The trace's events\[0\]\.kind is "no-such-kind"/);
});

test("a file too large to be read is refused before it is read", async () => {
  const large = Object.defineProperty(file("{}"), "size", { value: 31_000_000 });
  assert.match(await refusal(large), /It has 31 MB, more than the 24 MB that are opened\./);
});

test("a trace longer than the page draws is drawn from its beginning, with a count of the rest", async () => {
  const store = page();
  const { events, ...rest } = unlocked();
  const last = events[events.length - 1];
  const more = Array.from({ length: 12_000 }, (_, i) => ({
    ...{ kind: "printed", task: 0, line: 5, stream: "stdout", text: "x" },
    ...{ i: events.length + i, t_us: last.t_us },
  }));
  await openTrace(store, file({ ...rest, events: [...events, ...more] }));
  assert.equal(store.get().model?.trace.events.length, 10_000);
  assert.match(
    statusOf(store.get()).text,
    /too large to be shown whole: 2,\d{3} more events are not drawn/,
  );
});
