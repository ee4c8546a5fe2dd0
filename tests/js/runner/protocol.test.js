import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrameMessage, readWorkerMessage } from "../../../site/js/runner/protocol.js";

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
