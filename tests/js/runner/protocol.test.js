import assert from "node:assert/strict";
import { test } from "node:test";
import {
  readAnswer,
  readFrameMessage,
  readReport,
  readWorkerMessage,
} from "../../../site/js/runner/protocol.js";

const TRACE = { tasks: [], objects: [], events: [], findings: [] };

test("what a program forges is no message unless it has the shape of one", () => {
  for (const forged of [null, 1, "ready", [], {}, { type: "go" }, { type: "answer", id: 1 }]) {
    assert.equal(readWorkerMessage(forged), null);
    assert.equal(readFrameMessage(forged), null);
  }
});

test("a message keeps the fields it is known by and loses all others", () => {
  const answer = { type: "answer", id: "a", text: "{}", html: "<img onerror=...>" };
  assert.deepEqual(readWorkerMessage(answer), { type: "answer", id: "a", text: "{}" });
  const lost = { type: "lost", worker: "w", message: 5, extra: true };
  assert.deepEqual(readFrameMessage(lost), { type: "lost", worker: "w", message: "" });
});

test("a trace is handed on", () => {
  assert.deepEqual(readAnswer(JSON.stringify({ trace: TRACE })), { trace: TRACE });
});

test("an exploration is handed on, whole or in part, if it has a list of outcomes", () => {
  const exploration = { schema: "lockstep-exploration/1", outcomes: [] };
  assert.deepEqual(readAnswer(JSON.stringify({ exploration })), { exploration });
  assert.deepEqual(readReport(JSON.stringify(exploration)), exploration);
  assert.throws(() => readReport("{}"), /no list of outcomes/);
  assert.throws(() => readReport("so far"), /not JSON/);
});

test("a refused program keeps its sentence and its line", () => {
  const error = { kind: "source", message: "'(' was never closed", line: 3 };
  assert.deepEqual(readAnswer(JSON.stringify({ error })), { error });
});

test("a line that is no number is no line", () => {
  const { error } = /** @type {any} */ (readAnswer('{"error": {"message": "x", "line": "3"}}'));
  assert.equal(error.line, null);
  assert.equal(error.kind, "internal");
});

test("an answer that is no answer is named for what it is", () => {
  assert.throws(() => readAnswer("<html>"), /not JSON/);
  assert.throws(() => readAnswer("[]"), /not a JSON object/);
  assert.throws(() => readAnswer('{"html": "x"}'), /the answer holds html, not a trace/);
  assert.throws(() => readAnswer('{"trace": {"tasks": []}}'), /no list of objects/);
});
