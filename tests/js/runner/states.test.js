import assert from "node:assert/strict";
import { test } from "node:test";
import { createStates } from "../../../site/js/runner/sandbox/states.js";

/** An interpreter that is a list of what was done in it. */
function interpreter() {
  const memory = /** @type {string[]} */ ([]);
  const counts = { kept: 0, read: 0 };
  const keep = () => {
    const was = [...memory];
    counts.kept += 1;
    const back = () => {
      memory.splice(0, memory.length, ...was);
      return true;
    };
    /** @param {() => void} work */
    function after(work) {
      back();
      work();
      const then = [...memory];
      return () => {
        memory.splice(0, memory.length, ...then);
        return true;
      };
    }
    return { back, after };
  };
  const states = createStates(() => memory.push("exploring"), keep);
  const read = () => {
    counts.read += 1;
    memory.push("text");
  };
  /** @param {"ready" | "ahead"} where @param {string} program */
  const run = (where, program) => {
    if (where === "ready") states.begin(read);
    else states.enter(where);
    const found = memory.join(" ");
    memory.push(program);
    assert.equal(states.rewind(), true);
    return found;
  };
  return { states, memory, run, counts };
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
  const { run, counts } = interpreter();
  const found = ["ready", "ahead", "ready", "ahead", "ahead", "ready"].map((where) =>
    run(/** @type {"ready" | "ahead"} */ (where), "a"),
  );
  assert.deepEqual(found, ["text", "exploring", "text", "exploring", "exploring", "text"]);
  assert.deepEqual(counts, { kept: 2, read: 2 });
});

test("a run after a recording of orders finds what it finds without one", () => {
  const { run } = interpreter();
  assert.deepEqual(
    [run("ahead", "a"), run("ready", "a"), run("ready", "a"), run("ahead", "a")],
    ["exploring", "text", "text", "exploring"],
  );
});

test("a program is read for its first run, and once more for all that follow", () => {
  const { run, counts } = interpreter();
  const found = [1, 2, 3, 4].map(() => run("ready", "a"));
  assert.deepEqual(found, ["text", "text", "text", "text"]);
  assert.deepEqual(counts, { kept: 1, read: 2 });
});

test("leisure keeps one way back and no second one until it is wanted", () => {
  const { states, run, counts } = interpreter();
  states.getAhead();
  assert.equal(counts.kept, 1);
  run("ahead", "a");
  assert.equal(counts.kept, 2);
});

test("who gets ahead for good has no text of a program with it", () => {
  const { states, memory, run } = interpreter();
  run("ready", "a");
  states.leave();
  assert.deepEqual(memory, ["exploring"]);
});

test("a file that is added is there for every program, before and after exploring", () => {
  const { states, memory, run } = interpreter();
  states.getAhead();
  states.change(() => memory.push("file"));
  assert.equal(run("ready", "a"), "file text");
  assert.equal(run("ahead", "a"), "file exploring");
  assert.equal(run("ready", "a"), "file text");
});
