import assert from "node:assert/strict";
import { test } from "node:test";
import { checkExploration, checkTrace, TraceError } from "../../../site/js/trace/validate.js";
import { deadlock, deposits, unlocked } from "../fixtures.js";

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
      "reload the page, or record it again with the lockstep that built it",
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
    "the trace's source is null, expected text",
  );
});

test("an event's unknown kind is named", () => {
  assert.equal(
    complaint((trace) => {
      trace.events[3].kind = "constructor";
    }),
    `the trace's events[3].kind is "constructor", expected a kind of event`,
  );
});

test("a field of the wrong type is named with its value", () => {
  assert.equal(
    complaint((trace) => {
      trace.events[11].object = 4;
    }),
    "the trace's events[11].object is 4, expected object",
  );
  assert.equal(
    complaint((trace) => {
      trace.events[11].task = "<b>";
    }),
    `the trace's events[11].task is "<b>", expected task or null`,
  );
  assert.equal(
    complaint((trace) => {
      trace.events[9].on = [1, 99];
    }),
    "the trace's events[9].on[1] is 99, expected task",
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
    "the trace's tasks[2].parent is 12, expected task or null",
  );
  assert.equal(
    complaint((trace) => {
      trace.objects[0].name = null;
    }),
    "the trace's objects[0].name is null, expected text",
  );
  assert.equal(
    complaint((trace) => {
      trace.findings[0].events = [1, 2, 1000];
    }),
    "the trace's findings[0].events[2] is 1000, expected event",
  );
});

test("a field that is missing is named, one that may be missing is not asked for", () => {
  assert.equal(
    complaint((trace) => {
      delete trace.findings[0].severity;
    }),
    "the trace's findings[0].severity is missing",
  );
  assert.equal(
    complaint((trace) => ({ ...trace, cut: { events: 3 } })),
    "accepted",
  );
  assert.equal(
    complaint((trace) => ({ ...trace, cut: { events: "3" } })),
    `the trace's cut["events"] is "3", expected int`,
  );
});

test("what is one of a few words is no other", () => {
  assert.equal(
    complaint((trace) => ({ ...trace, status: "fine" })),
    `the trace's status is "fine", expected ok or failed or error or deadlock or limit`,
  );
});

test("an exploration is checked by the same table", () => {
  const exploration = deposits();
  assert.equal(checkExploration(exploration), exploration);
  assert.throws(
    () => checkExploration(deposits({ interleavings: -1 })),
    /the exploration's interleavings is -1, expected count or null/,
  );
  assert.throws(
    () => checkExploration(deposits({ schema: "lockstep-exploration/9" })),
    /this page reads lockstep-exploration\/1, the exploration says "lockstep-exploration\/9"/,
  );
  assert.throws(() => checkExploration([]), /the exploration's schema is missing|is \[\]/);
});
