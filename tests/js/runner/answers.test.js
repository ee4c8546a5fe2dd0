import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, readReport } from "../../../site/js/runner/answers.js";
import { unlocked } from "../fixtures.js";

test("a trace is handed on, as an answer and as what an exploration begins with", () => {
  const trace = unlocked();
  assert.deepEqual(readAnswer(JSON.stringify({ trace })), { trace });
  assert.deepEqual(readReport(JSON.stringify({ trace })), { trace });
});

test("an exploration is handed on, whole or in part, if it has a list of outcomes", () => {
  const exploration = { schema: "lockstep-exploration/1", outcomes: [] };
  assert.deepEqual(readAnswer(JSON.stringify({ exploration })), { exploration });
  assert.deepEqual(readReport(JSON.stringify(exploration)), exploration);
  assert.throws(
    () => readReport("{}"),
    /the report holds nothing, not a running program or outcomes/,
  );
  assert.throws(() => readReport("so far"), /not JSON/);
});

test("a refused program keeps its sentence and its line", () => {
  const error = { kind: "source", message: "'(' was never closed", line: 3 };
  assert.deepEqual(readAnswer(JSON.stringify({ error })), { error });
});

test("a failure or a report that lacks a word is refused, and says which", () => {
  assert.throws(
    () => readAnswer('{"error": {"kind": "internal", "message": "x", "line": "3"}}'),
    /the failure's line is "3", expected int or null/,
  );
  assert.throws(
    () => readReport('{"running": {"line": 3, "seconds": 1, "lines": 0}}'),
    /the running program's tail is missing/,
  );
});

test("an answer that is no answer is named for what it is", () => {
  assert.throws(() => readAnswer("<html>"), /not JSON/);
  assert.throws(() => readAnswer("[]"), /not a JSON object/);
  assert.throws(() => readAnswer('{"html": "x"}'), /the answer holds html, not a trace/);
});
