import assert from "node:assert/strict";
import { test } from "node:test";
import { laneNames, shortNames } from "../../../site/js/text/short-names.js";
import { fitWords, thinned } from "../../../site/js/timeline/layout/fit.js";
import { layoutOverview } from "../../../site/js/timeline/layout/overview.js";
import { fitted, fittedName, textWidth } from "../../../site/js/timeline/layout/text.js";
import { layoutTimeline } from "../../../site/js/timeline/layout/timeline.js";
import { countMarks, cut } from "../../../site/js/timeline/layout/window.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { blocking, deadlock, locked, long, unlocked } from "../fixtures.js";

const WIDE = /** @type {const} */ ({ reading: "steps", width: 736, zoom: 1 });
const TIME = /** @type {const} */ ({ ...WIDE, reading: "time" });

/** @param {{lines: {text: string}[]}[]} blocks */
const wordsOf = (blocks) => blocks.map(({ lines }) => lines.map(({ text }) => text).join(" / "));

/** @param {{x0: number, x1: number}} mark */
const width = ({ x0, x1 }) => x1 - x0;

test("in steps every step is as wide as every other, in the order in which they ran", () => {
  const { columns } = layoutTimeline(readTrace(unlocked()), WIDE);
  assert.equal(new Set(columns.map((column) => Math.round(width(column)))).size, 1);
  assert.ok(columns.every(({ x0 }, i) => i === 0 || x0 >= columns[i - 1].x1));
});

test("equal instants are one band, labelled", () => {
  const { bands, columns } = layoutTimeline(readTrace(unlocked()), WIDE);
  assert.deepEqual(
    bands.map(({ text, x0, x1 }) => ({ text, x0, x1 })),
    [
      { text: "0 s", x0: columns[0].x0, x1: columns[2].x1 },
      { text: "0.1 s", x0: columns[3].x0, x1: columns[5].x1 },
    ],
  );
});

test("at the end of what is pending there is room for the right half of the playhead", () => {
  const pending = { ...readTrace(deadlock()), choices: [] };
  const { heads, width } = layoutTimeline(pending, WIDE);
  assert.equal(width - Number(heads.at(-1)), 6);
});

test("above the step of a choice that lost what was wanted, that is said, and nowhere else", () => {
  const model = readTrace(unlocked());
  const [, , , first, second] = model.columns;
  const choices = [first, second].map(({ first: event }, at) => ({
    ...{ event, left: 2 - at, isLost: at === 0 },
  }));
  const { notes, columns, blocks } = layoutTimeline({ ...model, choices }, WIDE);
  const { expected } = /** @type {{expected: string}} */ (model.trace.balance);
  assert.deepEqual(
    notes.map(({ x0, text }) => ({ x0, text })),
    [{ x0: columns[3].x0, text: `${expected} lost here` }],
  );
  assert.ok(notes[0].y < blocks[3].y0);
  assert.deepEqual(layoutTimeline(model, WIDE).notes, []);
});

test("where a narrow step says its words above itself, what was lost there stands above them", () => {
  const model = readTrace(unlocked());
  const choices = [{ event: model.columns[3].first, left: 1, isLost: true }];
  const pictures = [320, 290, 260, 230].map((width) =>
    layoutTimeline({ ...model, choices }, { ...WIDE, width }),
  );
  const narrow = pictures.filter(({ blocks: { 3: block } }) => block.outside && block.lines[0]);
  assert.ok(narrow.length > 0);
  for (const { notes, blocks } of narrow) assert.ok(notes[0].y < blocks[3].lines[0].y - 10);
});

test("in time a gap is as wide as it is long", () => {
  const { columns } = layoutTimeline(readTrace(long(9, 3)), TIME);
  const gaps = columns.slice(3).map(({ x0 }, i) => Math.round((x0 - columns[i + 2].x1) * 100));
  assert.equal(gaps[0], 3 * gaps[1]);
  assert.equal(new Set(gaps.slice(1)).size, 1);
});

test("blocks say in two or three words what the step did, and a destroying write is wrong", () => {
  const { blocks } = layoutTimeline(readTrace(unlocked()), WIDE);
  assert.deepEqual(wordsOf(blocks), [
    "read 0",
    "read 0",
    "read 0",
    "write 100",
    "write 100",
    "write 100",
  ]);
  assert.deepEqual(
    blocks.map(({ tone }) => tone),
    ["run", "run", "run", "run", "wrong", "wrong"],
  );
});

test("lock words: taking a free lock is one act, asking for a held one another", () => {
  const { blocks } = layoutTimeline(readTrace(locked()), WIDE);
  assert.deepEqual(wordsOf(blocks), [
    "lock, read 0",
    "ask",
    "write 100, release",
    "lock, read 100 / write 200, release",
  ]);
});

test("where a step touches one of several locks, it is named", () => {
  const { blocks } = layoutTimeline(readTrace(deadlock()), WIDE);
  assert.deepEqual(wordsOf(blocks), ["lock a", "lock b", "ask b", "ask a"]);
});

test("a lock's lane has its owners, the promise between them, and the queue beneath", () => {
  const { holds, queues } = layoutTimeline(readTrace(locked()), WIDE);
  assert.deepEqual(
    holds.map(({ state, text }) => [state, text]),
    [
      ["held", "held by ATM-A"],
      ["promised", "to ATM-B"],
      ["held", "ATM-B"],
    ],
  );
  assert.ok(holds.every(({ x0 }, i) => i === 0 || x0 === holds[i - 1].x1));
  assert.deepEqual(
    queues.map(({ text }) => text),
    ["B"],
  );
});

test("a value's line steps where it is written, with its number", () => {
  const { stretches, numbers } = layoutTimeline(readTrace(unlocked()), WIDE);
  assert.equal(stretches.length, 4);
  assert.ok(stretches[1].y < stretches[0].y);
  assert.equal(stretches[1].y, stretches[3].y);
  assert.deepEqual(
    numbers.map(({ text }) => text),
    ["0", "100", "100", "100"],
  );
});

test("an arrow leads from the write that was lost down to the one that destroyed it", () => {
  const { losses, blocks } = layoutTimeline(readTrace(unlocked()), WIDE);
  assert.equal(losses.length, 2);
  const [{ from, to, stale }] = losses;
  assert.equal(from[1], blocks[3].y1);
  assert.equal(to[1], blocks[4].y0);
  assert.ok(to[0] > from[0]);
  assert.ok(stale && stale[0] < blocks[1].x1);
});

test("a deadlock has a tail, in which each task's bar points at the holder's", () => {
  const { links, tail, rests, labels } = layoutTimeline(readTrace(deadlock()), WIDE);
  assert.equal(tail?.text, "deadlock");
  assert.deepEqual(
    links.map(({ y0, y1 }) => [y0, y1]),
    [
      [labels[0].y, labels[1].y],
      [labels[1].y, labels[0].y],
    ],
  );
  const waiting = rests.filter(({ state }) => state === "waiting");
  assert.deepEqual(
    waiting.map(({ x1 }) => x1),
    [tail.x1, tail.x1],
  );
});

test("the arrows of a deadlock end at the bars, beside what is held, and cross no words", () => {
  for (const width of [736, 280]) {
    const frame = { ...WIDE, width };
    const { links, rests, ribbons } = layoutTimeline(readTrace(deadlock({ reads: true })), frame);
    const bars = rests.filter(({ state }) => state === "waiting").map(({ y }) => y);
    assert.deepEqual(
      links.map(({ y0 }) => y0),
      bars,
    );
    const first = Math.min(...links.map(({ x }) => x));
    const held = ribbons.filter(({ x1 }) => x1 > first);
    assert.equal(held.length, 2);
    for (const { text, middle } of held) {
      assert.match(text, /^holds/);
      assert.ok(middle + textWidth(text, 11) / 2 < first, text);
    }
  }
});

test("a step that blocks is one block across its time, while the sleeper shows as ready", () => {
  const { blocks, rests } = layoutTimeline(readTrace(blocking()), TIME);
  assert.equal(blocks[1].tone, "blocking");
  const ready = rests.find(({ state, x0 }) => state === "ready" && x0 > blocks[1].x0 + 20);
  assert.ok(ready);
  const quarter = blocks[1].x0 + width(blocks[1]) / 4;
  assert.ok(Math.abs(ready.x0 - quarter) < 15, `${ready.x0} is not near ${quarter}`);
  assert.ok(Math.abs(ready.x1 - blocks[1].x1) < 20);
});

test("heights do not depend on width, reading or zoom", () => {
  const model = readTrace(locked());
  const frames = [WIDE, TIME, { ...WIDE, width: 300 }, { ...TIME, zoom: 4 }];
  const heights = frames.map((frame) => layoutTimeline(model, frame).height);
  assert.equal(new Set(heights).size, 1);
});

test("a picture that is too narrow scrolls instead of squeezing its words out", () => {
  const { width: wide, blocks } = layoutTimeline(readTrace(unlocked()), { ...WIDE, width: 320 });
  assert.ok(wide > 320);
  assert.deepEqual(wordsOf(blocks)[4], "write 100");
});

test("zoomed out, words stand beside their block or not at all, and never on the next one", () => {
  const { blocks } = layoutTimeline(readTrace(long(400)), { ...WIDE, zoom: 0.1 });
  for (const [i, { lines, outside, x1 }] of blocks.entries()) {
    if (lines.length === 0) continue;
    assert.ok(outside);
    assert.ok(
      x1 + textWidth(lines[0].text, 10.5) <= (blocks[i + 4]?.x0 ?? Number.POSITIVE_INFINITY),
    );
  }
});

test("labels thin out before they collide", () => {
  const labels = [0, 10, 30, 60].map((x) => ({ x, text: "0.1 s" }));
  assert.deepEqual(
    thinned(labels, 11).map(({ x }) => x),
    [0, 60],
  );
});

test("words go on one line, then two, then the least is left out, then the last one is broken or cut", () => {
  const words = [
    { text: "lock", weight: 5 },
    { text: "read 100", weight: 3 },
    { text: "write 200", weight: 6, short: "write" },
  ];
  const fit = (/** @type {number} */ room) => fitWords(words, { width: room, size: 11, most: 2 });
  assert.deepEqual(
    [fit(300), fit(120), fit(60), fit(36), fit(5)],
    [
      ["lock, read 100, write 200"],
      ["lock, read 100", "write 200"],
      ["lock", "write 200"],
      ["write", "200"],
      [],
    ],
  );
  assert.deepEqual(fitWords(words, { width: 36, size: 11, most: 1 }), ["write"]);
});

test("a text is shortened to its room, or dropped", () => {
  assert.equal(fitted("worker-12", 200, 12), "worker-12");
  assert.match(fitted("worker-12", 40, 12), /^work?…$/);
  assert.equal(fitted("m".repeat(5e6), 40, 12), fitted("m".repeat(50), 40, 12));
  assert.equal(fitted("worker-12", 8, 12), "");
});

test("a name too wide for its column keeps the number that tells it from its neighbours", () => {
  assert.equal(fittedName("increment 14", 200, 12), "increment 14");
  assert.match(fittedName("increment 14", 60, 12), /^inc\w*…14$/);
  assert.match(fittedName("91 equal tasks", 60, 12), /^91 e\w*…$/);
  for (const width of [30, 40, 50, 60, 70, 80]) {
    assert.ok(textWidth(fittedName("increment 14", width, 12), 12) <= width);
  }
});

test("lanes are named by what tells them apart", () => {
  assert.deepEqual(laneNames(["account.balance"]), [{ text: "balance", sub: "" }]);
  assert.deepEqual(laneNames(["a.balance", "b.balance", "total"]), [
    { text: "a", sub: "balance" },
    { text: "b", sub: "balance" },
    { text: "total", sub: "" },
  ]);
  assert.deepEqual(shortNames(["ATM-A", "ATM-B"]), ["A", "B"]);
  assert.deepEqual(shortNames(["left", "right"]), ["left", "right"]);
  assert.deepEqual(shortNames(["main", "ATM-A", "ATM-B"]), ["main", "A", "B"]);
  assert.deepEqual(shortNames(["pay in", "pay out", "fee 1", "fee 2"]), ["in", "out", "1", "2"]);
  assert.deepEqual(shortNames(["in 1", "in 2", "out 1"]), ["1", "2", "out 1"]);
  assert.deepEqual(shortNames(["in 1", "in 2", "out 1", "out 2"]), [
    "in 1",
    "in 2",
    "out 1",
    "out 2",
  ]);
});

test("the layout of a thousand steps has a bounded number of marks", () => {
  const model = readTrace(long(1000));
  const layout = layoutTimeline(model, WIDE);
  assert.ok(countMarks(layout) < 8 * 1000, `${countMarks(layout)} marks`);
  const seen = cut(layout, 10_000, 12_000);
  assert.ok(countMarks(seen) < 8 * 40, `${countMarks(seen)} marks in sight`);
});

test("the overview of ten thousand steps is no larger than its strip", () => {
  const layout = layoutTimeline(readTrace(long(10_000)), WIDE);
  const { runs } = layoutOverview(layout, { width: 640, height: 22 });
  assert.ok(runs.length <= 640 * 4, `${runs.length} runs`);
});

test("equal tasks share a lane and take slivers of the width, until they are unfolded", () => {
  const model = readTrace(long(200, 100));
  const folded = layoutTimeline(model, WIDE);
  const names = folded.labels.map(({ kind, text }) => `${kind}: ${text}`);
  assert.deepEqual(names, ["folded: 100 equal tasks", "variable: total"]);
  assert.equal(new Set(folded.blocks.map(({ y0 }) => y0)).size, 1);
  assert.ok(folded.columns.every((column) => width(column) <= 8));
  const unfolded = layoutTimeline(model, { ...WIDE, unfolded: true });
  assert.equal(unfolded.labels.length, 101);
  assert.ok(unfolded.columns.every((column) => width(column) >= 40));
});

test("words of narrow blocks stand clear of every bar, and of each other", () => {
  const { blocks, rests } = layoutTimeline(readTrace(locked()), TIME);
  const above = blocks.filter(({ outside }) => outside).flatMap(({ lines }) => lines);
  assert.ok(above.length > 0);
  for (const { x, y, text } of above) {
    const right = x + textWidth(text, 10.5);
    const meets = (
      /** @type {{x0: number, x1: number}} */ mark,
      /** @type {number} */ top,
      /** @type {number} */ bottom,
    ) => mark.x0 < right && mark.x1 > x && top < y + 2 && bottom > y - 9;
    assert.ok(!rests.some((rest) => meets(rest, rest.y - 6, rest.y + 6)), text);
    assert.ok(!blocks.some((block) => meets(block, block.y0, block.y1)), text);
  }
});

test("a value that nobody has touched yet lies where it will begin, by what it was first read as", () => {
  const whole = readTrace(unlocked());
  const begun = readTrace({ ...unlocked(), events: [], findings: [] }, whole);
  const { stretches } = layoutTimeline(begun, WIDE);
  assert.equal(stretches.length, 1);
  for (const { y, from } of stretches) assert.ok(Number.isFinite(y) && y === from);
});
