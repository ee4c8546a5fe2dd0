import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { readExploration } from "../../../site/js/state/exploration.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { spokenAfter } from "../../../site/js/text/announcements.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { speak } from "../../../site/js/ui/live-region.js";
import { deposits, unlocked } from "../fixtures.js";

const model = readTrace(unlocked());
const start = initialState({ model });

/** What is said when these happen, one after the other. @param {...import("../../../site/js/state/reducer.js").Action} actions */
function received(...actions) {
  let state = start;
  return actions.map((action) => {
    const before = state;
    state = reducer(state, action);
    return spokenAfter(state, before);
  });
}

test("a step is said in its sentence, and only when it is another one", () => {
  const [, step, same] = received(
    { type: "cursor-set", cursor: 0 },
    { type: "cursor-set", cursor: 2 },
    { type: "cursor-set", cursor: 2 },
  );
  assert.match(step, /^Step 2 of \d+, /);
  assert.equal(same, "");
});

test("while it plays nothing is said; where it is paused, the step is", () => {
  const [, , played, paused] = received(
    { type: "cursor-set", cursor: 0 },
    { type: "play" },
    { type: "step", by: 1 },
    { type: "pause" },
  );
  assert.equal(played, "");
  assert.match(paused, /^Step 1 of /);
});

test("the end of a run is said, also if it gave what is shown already", () => {
  const [asked, began, ended] = received(
    { type: "run-asked" },
    { type: "run-began" },
    { type: "run-ended", model },
  );
  assert.match(ended, /100/);
  assert.ok(asked && began && asked !== ended && began !== ended);
});

test("the end of an exploration is said, its counts on the way are not", () => {
  const exploration = readExploration(deposits());
  const [asked, began, reported, ended] = received(
    { type: "explore-asked" },
    { type: "explore-began" },
    { type: "explore-progressed", exploration, seconds: 1 },
    { type: "explore-ended", exploration, seconds: 2 },
  );
  assert.equal(asked, "Loading Python…");
  assert.match(began, /Trying every order/);
  assert.equal(reported, "");
  assert.match(ended, /^84 of 90 orders lose money\. .*90 orders: 48 end at 100/);
});

test("the same words are news again", () => {
  const { document } = parseHTML('<!doctype html><html><body><p id="speech"></p></body></html>');
  const voice = /** @type {Element} */ (document.getElementById("speech"));
  speak(document, "99 is too many.");
  const first = voice.textContent;
  speak(document, "99 is too many.");
  assert.notEqual(voice.textContent, first);
  speak(document, "");
  assert.match(String(voice.textContent), /^99 is too many\./);
});

test("a failure is said once: what changes beside it later is no news of it", () => {
  const message = { kind: "crash", headline: "Python is gone.", text: "" };
  const failed = { ...start, message };
  assert.match(spokenAfter(failed, start), /\S/);
  assert.equal(spokenAfter({ ...failed }, failed), "");
});
