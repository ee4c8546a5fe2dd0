/** What the embed takes of its host, and what it refuses in words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, hueDistance, hueOf } from "../../../site/js/embed/look.js";
import { readOptions, widgetsOf } from "../../../site/js/embed/options.js";

/** @param {string} query */
const asked = (query) => readOptions(new URLSearchParams(query));

test("what is unknown is ignored, and what cannot be is said with what can", () => {
  assert.deepEqual(asked("view=code&sparkle=yes"), { values: { view: "code" }, faults: [] });
  assert.deepEqual(asked("view=sideways&atms=0&step=x"), {
    values: {},
    faults: [
      "step='x' is no whole number from 0 to 100000",
      "view='sideways' is none of all, picture or code",
      "atms='0' is no whole number from 1 to 8",
    ],
  });
});

test("a flag is on when it stands there, whatever it says", () => {
  assert.deepEqual(asked("readonly").values, { readonly: "" });
});

test("widgets are named by what they set", () => {
  assert.deepEqual(widgetsOf(asked("lock-mode=none&atms=5&view=code")), [
    ["lock-mode", "none"],
    ["ATMS", "5"],
  ]);
});

test("hues are told apart round the circle, and greys have none", () => {
  assert.deepEqual([hueOf([255, 0, 0]), hueOf([0, 0, 255]), hueOf([90, 91, 92])], [0, 240, null]);
  assert.deepEqual([hueDistance(350, 10), hueDistance(10, 200)], [20, 170]);
});

test("contrast is that of WCAG", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([255, 255, 255], [255, 255, 255]), 1);
});
