import assert from "node:assert/strict";
import { test } from "node:test";
import { parametersIn, STARTER, titleOf } from "../../../site/js/state/program.js";

test("a program is called by the first line of its docstring, whatever stands before it", () => {
  assert.equal(titleOf('# a comment\n\n"""A queue\n\nWatch: total\n"""\n'), "A queue");
  assert.equal(titleOf("r'''Raw'''\n"), "Raw");
  assert.equal(titleOf("'short'\n"), "short");
});

test("a program that says nothing of itself is its reader's", () => {
  for (const code of ["", "x = 1\n", '""', STARTER, 'x = """no docstring"""\n']) {
    assert.equal(titleOf(code), "Your program");
  }
});

test("a title is cut before it can push the page aside", () => {
  assert.equal(titleOf(`"""${"m".repeat(60_000)}"""`).length, 80);
});

test("its numbers and its yes or no are found where they stand, with their bounds", () => {
  const code = "N = 3  # 1 to 9 (many workers): how many\nFAST = True  # (fast): quickly\n";
  const [number, flag] = parametersIn(code);
  assert.deepEqual(
    [number.name, number.value, number.min, number.max, number.label, number.testid],
    ["N", 3, 1, 9, "many workers", "many-workers"],
  );
  assert.equal(code.slice(number.start, number.end), "3");
  assert.deepEqual(
    [flag.value, flag.min, code.slice(flag.start, flag.end)],
    [true, undefined, "True"],
  );
});

test("a number without bounds is no control, and of two with one name the first is", () => {
  assert.deepEqual(parametersIn("N = 3  # (workers): no bounds\n"), []);
  const twice = "N = 3  # 1 to 9 (a): x\nN = 4  # 1 to 9 (b): y\n";
  assert.deepEqual(
    parametersIn(twice).map(({ label }) => label),
    ["a"],
  );
});
