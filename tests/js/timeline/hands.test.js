import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutTimeline } from "../../../site/js/timeline/layout/timeline.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { deadlock, locked, unlocked } from "../fixtures.js";

const WIDE = /** @type {const} */ ({ reading: "steps", width: 736, zoom: 1 });

/** @param {unknown} trace @param {object} [frame] */
const draw = (trace, frame = {}) => {
  const model = readTrace(trace);
  return { model, layout: layoutTimeline(model, { ...WIDE, ...frame }) };
};

test("a task holds what it has read until it writes that value, or ends", () => {
  const { hands, trace } = readTrace(unlocked());
  const kinds = (/** @type {number | null} */ event) =>
    event === null ? null : trace.events[event].kind;
  assert.deepEqual(
    hands.map(({ task, value, from, to }) => [task, value, kinds(from), kinds(to)]),
    [1, 2, 3].map((task) => [task, "0", "read", "write"]),
  );
});

test("it is stale from the first write by somebody else, and never by its own", () => {
  const { hands, trace } = readTrace(unlocked());
  assert.deepEqual(
    hands.map(({ stale }) => (stale === null ? null : trace.events[stale].task)),
    [null, 1, 1],
  );
  assert.deepEqual(
    readTrace(locked()).hands.map(({ stale }) => stale),
    [null, null],
  );
});

test("a hand is a ribbon from the block of the read to the block of the use", () => {
  const { model, layout } = draw(unlocked());
  const [fresh] = layout.ribbons;
  assert.deepEqual(
    [fresh.x0, fresh.x1, fresh.text],
    [layout.columns[0].x1, layout.columns[3].x0, "holds value 0"],
  );
  assert.equal(model.hands.length, 3);
});

test("the write of somebody else turns the rest of the ribbon stale, and falls down to the value", () => {
  const { model, layout } = draw(unlocked());
  const { stale } = model.hands[1];
  const own = layout.ribbons.filter(({ hand }) => hand === 1);
  const [x] = layout.spoils.map((spoil) => spoil.x);
  assert.deepEqual(
    own.map(({ x1, stale }) => [x1 === x, stale]),
    [
      [true, false],
      [false, true],
    ],
  );
  const written = layout.dots.find(({ event }) => event === stale);
  assert.deepEqual(
    layout.spoils.map(({ event, y1 }) => [event, y1]),
    [[stale, written?.y]],
  );
  const through = layout.ribbons.filter(({ stale }) => stale);
  assert.ok(through.every(({ y0, y1 }) => layout.spoils[0].y0 <= y0 && y1 <= layout.spoils[0].y1));
});

test("the ribbon takes the place of the sleeping line; what else the task is doing lies beside it", () => {
  const { layout } = draw(unlocked());
  assert.deepEqual(
    layout.rests.map(({ state }) => state),
    ["ready", "ready", "ready", "ready"],
  );
  for (const rest of layout.rests) {
    for (const { x0, x1, y0, y1 } of layout.ribbons) {
      const apart = rest.y + rest.half <= y0 || rest.y - rest.half >= y1;
      assert.ok(apart || rest.x1 <= x0 || rest.x0 >= x1, `${rest.state} at ${rest.x0}`);
    }
  }
});

test("words are shortened with the ribbon, and left out where none fit", () => {
  const texts = [736, 500, 330].map(
    (width) => draw(unlocked(), { width }).layout.ribbons.find(({ stale }) => stale)?.text,
  );
  assert.equal(new Set(texts).size > 1, true);
  const { layout } = draw(unlocked(), { width: 120, zoom: 1 / 16 });
  const narrow = layout.ribbons.filter(({ x0, x1 }) => x1 - x0 < 10);
  assert.ok(narrow.length > 0 && narrow.every(({ text }) => text === ""));
});

/** @param {number} count how many values the first task reads */
function many(count) {
  const trace = unlocked();
  const read = trace.events.find(({ kind, task }) => kind === "read" && task === 1);
  const at = trace.events.indexOf(read);
  const objects = Array.from({ length: count }, (_, id) => ({
    ...trace.objects[0],
    id,
    name: `account_${id}.balance`,
  }));
  const reads = objects.slice(1).map(({ id }) => ({ ...read, object: id, value: String(id) }));
  const events = [...trace.events.slice(0, at + 1), ...reads, ...trace.events.slice(at + 1)];
  const shifted = (/** @type {number} */ event) => (event > at ? event + reads.length : event);
  return {
    ...trace,
    objects,
    events: events.map((event, i) => ({ ...event, i })),
    findings: trace.findings.map((finding) => ({
      ...finding,
      events: finding.events.map(shifted),
    })),
  };
}

test("two values are two ribbons, each with its name; more are counted", () => {
  const first = (/** @type {number} */ count) => {
    const { model, layout } = draw(many(count), { width: 900 });
    return layout.ribbons.filter(({ hand, x0 }) => {
      const { task } = model.hands[hand];
      return task === 1 && x0 === layout.columns[0].x1;
    });
  };
  const two = first(2);
  assert.deepEqual(
    two.map(({ text, y0, y1 }) => [text, y1 - y0]),
    [
      ["holds account_0 0", 12],
      ["holds account_1 1", 12],
    ],
  );
  assert.ok(two[0].y1 <= two[1].y0);
  assert.deepEqual(
    first(3).map(({ text }) => text),
    ["holds 3 values"],
  );
});

test("who has read nothing holds nothing", () => {
  const { layout } = draw(deadlock());
  assert.deepEqual([layout.ribbons, layout.spoils], [[], []]);
});
