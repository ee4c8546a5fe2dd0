import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { clockOf } from "../../../site/js/clock/clock.js";
import { UNPLAYED } from "../../../site/js/clock/play.js";
import { drawLegend } from "../../../site/js/map/draw.js";
import { inTurn, ordersOf, THOUSANDS, unlocked } from "../fixtures.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

test("the legend draws an ending as the map does, also when no order left ends so", () => {
  const orders = ordersOf([inTurn(), unlocked(2)], THOUSANDS);
  const looks = (/** @type {number[]} */ chosen) =>
    drawLegend(document, clockOf(orders, { ...UNPLAYED, bet: "", chosen })).map((entry) => [
      entry.textContent,
      entry.querySelector(".map-swatch")?.getAttribute("data-look"),
    ]);
  assert.deepEqual(looks([]), [
    ["200", "right"],
    ["100", "wrong"],
  ]);
  assert.deepEqual(looks([2]), [
    ["1 ends at 200", "right"],
    ["2,049 end at 100", "wrong"],
  ]);
});
