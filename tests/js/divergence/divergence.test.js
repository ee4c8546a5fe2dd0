import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { aligned } from "../../../site/js/divergence/align.js";
import { drawDivergence } from "../../../site/js/divergence/draw.js";
import { layoutDivergence } from "../../../site/js/divergence/layout.js";
import { causeText, partingText } from "../../../site/js/text/divergence.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { deadlock, inTurn, locked, unlocked } from "../fixtures.js";

const bad = () => readTrace({ ...unlocked(2), result: "100" });
const good = () => readTrace(inTurn());

/** @param {import("../../../site/js/divergence/align.js").Row[]} rows */
const shortly = (rows) => rows.map(({ good: g, bad: b, same }) => [g, b, same ? "=" : "≠"]);

test("what both begin with is the same, and the first row that is not is where they part", () => {
  assert.deepEqual(shortly(aligned(good(), bad())), [
    [0, 0, "="], // A reads 0
    [null, 1, "≠"], // B reads 0 before A has written
    [1, 2, "="], // A writes 100
    [2, 3, "≠"], // B reads 100, and had read 0
    [3, null, "≠"], // B writes 200
  ]);
});

test("a run beside itself has no difference", () => {
  for (const trace of [unlocked(), locked(), deadlock()]) {
    const rows = aligned(readTrace(trace), readTrace(trace));
    assert.ok(rows.length > 0 && rows.every(({ same }) => same));
    assert.equal(partingText(readTrace(trace), readTrace(trace), rows), "");
  }
});

test("every step of both stands in one row, in its order", () => {
  const rows = aligned(readTrace(locked()), readTrace(unlocked(3)));
  const columns = (/** @type {"good" | "bad"} */ side) =>
    rows.map((row) => row[side]).filter((column) => column !== null);
  assert.deepEqual(
    columns("good"),
    readTrace(locked()).columns.map((_, at) => at),
  );
  assert.deepEqual(
    columns("bad"),
    readTrace(unlocked(3)).columns.map((_, at) => at),
  );
});

test("a cell has what its task was and remembers, the step, and what grows stale in the row", () => {
  const { lanes, values, groups } = layoutDivergence(good(), bad());
  assert.deepEqual(
    lanes.map(({ short }) => short),
    ["A", "B"],
  );
  assert.deepEqual(values, ["balance"]);
  const [{ rows }] = groups;
  const reported = rows.map(({ good: left, bad: right }) =>
    [left, right].map((half) =>
      half?.cells.map(({ kind, words }) => (words ? `${kind}: ${words}` : "")),
    ),
  );
  assert.deepEqual(reported, [
    [
      ["step: read 0", ""],
      ["step: read 0", ""],
    ],
    [
      ["rest: holds 0", "place: not its turn yet"],
      ["rest: holds 0", "step: read 0"],
    ],
    [
      ["step: write 100", ""],
      ["step: write 100", "rest: 0 is stale"],
    ],
    [
      ["", "step: read 100"],
      ["", "wrong: write 100"],
    ],
    [
      ["", "step: write 200"],
      ["", "place: is done"],
    ],
  ]);
  const stale = rows[2].bad.cells[1];
  assert.deepEqual([stale.before, stale.after, stale.spoil], [["holds"], ["stale"], "to"]);
  assert.deepEqual(
    rows.map(({ good: left, bad: right }) => [left?.values[0].text, right.values[0].text]),
    [
      ["0", "0"],
      ["0", "0"],
      ["100", "100"],
      ["100", "100"],
      ["200", "100"],
    ],
  );
});

test("of more than six rows those that are the same fold into one line, which unfolds", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const other = unlocked(6);
  const last = other.events.findLast(({ kind }) => kind === "write");
  Object.assign(last, { value: "600" });
  const compared = { good: readTrace(other), bad: readTrace(unlocked(6)) };
  const [, scroll] = drawDivergence(document, { ...compared, goodTitle: "", badTitle: "" });
  const lines = () => [...scroll.querySelectorAll("tbody tr")].map((row) => row.textContent);
  assert.equal(lines().length, 2);
  assert.equal(lines()[0], "11 equal steps");
  /** @type {HTMLElement} */ (scroll.querySelector(".dv-folded button")).click();
  assert.equal(lines().length, 12);
});

test("it is a table whose rows say “same” and “differs”, under the sentence of the first difference", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const titles = { goodTitle: "the nearest that ends well", badTitle: "this order" };
  const [sentence, scroll] = drawDivergence(document, { good: good(), bad: bad(), ...titles });
  assert.equal(
    sentence.textContent,
    "The first step is the same. Then the two part: here, at line 11, ATM-B read 0 from account.balance; " +
      "in the order that ends well, at line 13, ATM-A wrote 100 to account.balance and printed “ATM-A wrote 100”.",
  );
  const between = [...scroll.querySelectorAll("tbody .dv-between")].map((cell) => cell.textContent);
  assert.deepEqual(between, ["same", "≠ first difference", "same", "≠ differs", "≠ differs"]);
  const heads = [...scroll.querySelectorAll("thead .dv-title")].map((head) => head.textContent);
  assert.deepEqual(heads, ["✓ ends at 200 the nearest that ends well", "✕ ends at 100 this order"]);
  assert.equal(causeText(bad()), "B wrote over A.");
});

test("one run by itself is drawn without a second column", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const [scroll] = drawDivergence(document, {
    good: null,
    bad: readTrace(deadlock()),
    goodTitle: "",
    badTitle: "",
  });
  const table = scroll.querySelector("table");
  assert.equal(table?.getAttribute("data-sides"), "1");
  assert.equal(scroll.querySelectorAll("tbody tr").length, readTrace(deadlock()).columns.length);
});
