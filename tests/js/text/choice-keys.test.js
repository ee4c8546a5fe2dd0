import assert from "node:assert/strict";
import { test } from "node:test";
import { choiceKeys } from "../../../site/js/text/choice-keys.js";

/** @param {string[]} labels @param {(number | null)[]} tasks whom the choices wake */
function keysFor(labels, tasks) {
  const trace = { tasks: labels.map((label) => ({ label })) };
  const model = /** @type {any} */ ({ tasks: labels.map((_, at) => at), trace });
  return choiceKeys(
    model,
    tasks.map((task) => ({ task })),
  );
}

test("a task's key is the letter that tells it apart", () => {
  assert.deepEqual(keysFor(["ATM-A", "ATM-B", "ATM-C"], [0, 1, 2]), ["A", "B", "C"]);
  assert.deepEqual(keysFor(["saver", "spender"], [0, 1]), ["S", "P"]);
});

test("it stays the same when others have nothing to wait for any more", () => {
  assert.deepEqual(keysFor(["saver", "spender"], [1]), ["P"]);
  assert.deepEqual(keysFor(["ATM-A", "ATM-B", "ATM-C"], [2]), ["C"]);
});

test("no task has a key of the clock itself", () => {
  const atms = ["A", "B", "C", "D", "E", "F"].map((letter) => `ATM-${letter}`);
  assert.deepEqual(keysFor(atms, [4, 5]), ["E", "6"]);
});

test("a second choice of a task, and one of none, have numbers of their own", () => {
  assert.deepEqual(keysFor(["job-1", "job-2"], [0, 0, 1, null]), ["1", "3", "2", "4"]);
});
