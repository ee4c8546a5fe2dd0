import assert from "node:assert/strict";
import { test } from "node:test";
import { createStates } from "../../../site/js/runner/sandbox/states.js";

/** An interpreter that is a list of what was done in it. */
function interpreter() {
  const memory = /** @type {string[]} */ ([]);
  let kept = 0;
  const keep = () => {
    const was = [...memory];
    kept += 1;
    return () => {
      memory.splice(0, memory.length, ...was);
      return true;
    };
  };
  const states = createStates(() => memory.push("exploring"), keep);
  /** @param {"ready" | "ahead"} where @param {string} program */
  const run = (where, program) => {
    states.enter(where);
    const found = memory.join(" ");
    memory.push(program);
    states.rewind();
    return found;
  };
  return { states, memory, run, kept: () => kept };
}

test("a run finds the same state whether or not its worker had leisure", () => {
  const { states, run } = interpreter();
  const busy = run("ready", "a");
  const idle = interpreter();
  idle.states.getAhead();
  assert.equal(idle.run("ready", "a"), busy);
  states.getAhead();
  assert.equal(run("ready", "a"), busy);
});

test("runs and recordings of orders by turns each find their own state", () => {
  const { run, kept } = interpreter();
  const found = ["ready", "ahead", "ready", "ahead", "ahead", "ready"].map((where) =>
    run(/** @type {"ready" | "ahead"} */ (where), "a"),
  );
  assert.deepEqual(found, ["", "exploring", "", "exploring", "exploring", ""]);
  assert.equal(kept(), 2);
});

test("leisure keeps one way back and no second one until it is wanted", () => {
  const { states, run, kept } = interpreter();
  states.getAhead();
  assert.equal(kept(), 1);
  run("ahead", "a");
  assert.equal(kept(), 2);
});

test("a file that is added is there for every program, before and after exploring", () => {
  const { states, memory, run } = interpreter();
  states.getAhead();
  states.change(() => memory.push("file"));
  assert.equal(run("ready", "a"), "file");
  assert.equal(run("ahead", "a"), "file exploring");
  assert.equal(run("ready", "a"), "file");
});
