import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTrace, TraceError } from "../../../site/js/trace/validate.js";
import { deadlock, unlocked } from "../fixtures.js";

/** @param {(trace: any) => unknown} spoil @returns {string} what checkTrace says about it */
function complaint(spoil) {
  const trace = structuredClone(unlocked());
  const spoilt = spoil(trace) ?? trace;
  try {
    checkTrace(spoilt);
  } catch (error) {
    assert.ok(error instanceof TraceError, String(error));
    return error.message;
  }
  return "accepted";
}

test("a sound trace is returned as it is", () => {
  const trace = unlocked();
  assert.equal(checkTrace(trace), trace);
  assert.equal(checkTrace(deadlock()).status, "deadlock");
});

test("a trace of another version says both versions and what to do", () => {
  assert.equal(
    complaint((trace) => ({ ...trace, schema: "lockstep-trace/9" })),
    'this page reads lockstep-trace/1, the trace says "lockstep-trace/9": ' +
      "reload the page, or record the trace again with the lockstep that built it",
  );
});

test("what is no trace at all is named", () => {
  assert.equal(
    complaint(() => 7),
    "a trace is a JSON object, this is 7",
  );
  assert.equal(
    complaint(() => []),
    "a trace is a JSON object, this is []",
  );
});

test("a missing table is named", () => {
  assert.equal(
    complaint((trace) => ({ ...trace, events: undefined })),
    "the trace's events are missing",
  );
  assert.equal(
    complaint((trace) => ({ ...trace, source: null })),
    "the trace's source is missing",
  );
});

test("an event's unknown kind is named", () => {
  assert.equal(
    complaint((trace) => {
      trace.events[3].kind = "constructor";
    }),
    'event 3: "constructor" is no kind of event',
  );
});

test("a field of the wrong type is named with its value", () => {
  assert.equal(
    complaint((trace) => {
      trace.events[11].object = 4;
    }),
    "event 11 (read): object is 4, expected object",
  );
  assert.equal(
    complaint((trace) => {
      trace.events[11].task = "<b>";
    }),
    'event 11 (read): task is "<b>", expected task or null',
  );
  assert.equal(
    complaint((trace) => {
      trace.events[9].on = [1, 99];
    }),
    "event 9 (suspended): on is [1,99], expected tasks",
  );
});

test("events must count from 0 and never go back in time", () => {
  assert.equal(
    complaint((trace) => {
      trace.events[5].i = 4;
    }),
    "event 5 says that it is number 4",
  );
  assert.equal(
    complaint((trace) => {
      trace.events[25].t_us = 5;
    }),
    "event 25 goes back in time, from 100000 to 5 µs",
  );
});

test("tasks, objects and findings are checked too", () => {
  assert.equal(
    complaint((trace) => {
      trace.tasks[1].id = 7;
    }),
    "tasks 1: its id is 7",
  );
  assert.equal(
    complaint((trace) => {
      trace.tasks[2].parent = 12;
    }),
    "task 2: label or parent does not fit",
  );
  assert.equal(
    complaint((trace) => {
      trace.objects[0].name = null;
    }),
    "object 0: name or kind does not fit",
  );
  assert.equal(
    complaint((trace) => {
      trace.findings[0].events = [1, 2, 1000];
    }),
    'finding 0 ("lost-update") does not add up',
  );
});
