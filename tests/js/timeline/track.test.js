import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { createTrack } from "../../../site/js/timeline/draw/track.js";
import { layoutTimeline } from "../../../site/js/timeline/layout/timeline.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { long, unlocked } from "../fixtures.js";

/** @param {unknown} trace @param {object} [other] what is not as it is laid out */
function labelOf(trace, other = {}) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const layout = layoutTimeline(readTrace(trace), { reading: "steps", width: 736, zoom: 1 });
  const track = createTrack(document);
  track.move({ ...layout, ...other }, 4);
  return track.track.querySelector(".tl-step")?.textContent;
}

test("the label says which step of how many", () => {
  assert.equal(labelOf(unlocked()), "step 4/6");
});

test("where the axis would begin in its words it is the numbers", () => {
  assert.equal(labelOf(long(40), { labelWidth: 64 }), "4/40");
  assert.equal(labelOf(long(40), { labelWidth: 90 }), "step 4/40");
});
