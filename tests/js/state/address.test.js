/** Widgets stand in the address, and an address sets widgets. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { askedBy, isLink, widgetQuery } from "../../../site/js/state/address.js";

const parameters = [
  { name: "ATMS", testid: "atms", value: 3, min: 1, max: 8, label: "ATMs", start: 0, end: 1 },
  { name: "INSIDE", testid: "work-inside", value: false, label: "inside", start: 2, end: 3 },
];

/** @param {string} name @param {string} mode @param {string} scope */
const scenario = (name, mode, scope) => ({
  ...{ name, title: name, lesson: "", source: "", parameters, family: "bank" },
  axes: { "lock-mode": mode, "lock-scope": scope },
});

const CATALOGUE = [
  scenario("unlocked", "none", "per-account"),
  scenario("async-with", "async-with", "per-account"),
  scenario("global-lock", "async-with", "global"),
];

/** @param {string | null} name @param {object} params */
const shown = (name, params = {}) => ({
  ...{ catalogue: CATALOGUE, scenario: name, parameters },
  params: { ATMS: 3, INSIDE: false, ...params },
});

test("a lesson as it is written needs no query on its page", () => {
  assert.equal(widgetQuery(shown("unlocked"), "unlocked"), "");
  assert.equal(widgetQuery(shown(null), "unlocked"), "");
});

test("what the widgets change is in the address, and comes back from it", () => {
  for (const [name, params, query] of /** @type {[string, object, string][]} */ ([
    ["unlocked", { ATMS: 5 }, "atms=5"],
    ["unlocked", { INSIDE: true }, "work-inside=true"],
    ["async-with", { ATMS: 8 }, "lock-mode=async-with&lock-scope=per-account&atms=8"],
    ["global-lock", {}, "lock-mode=async-with&lock-scope=global"],
  ])) {
    assert.equal(widgetQuery(shown(name, params), "unlocked"), query);
    assert.deepEqual(askedBy(CATALOGUE, "unlocked", `?${query}`), { name, params });
  }
});

test("what is no widget of the lesson, or no value of one, is passed over", () => {
  for (const query of ["atms=77", "atms=x", "atms=", "work-inside=maybe", "lock-mode=paper", "q=1"])
    assert.deepEqual(askedBy(CATALOGUE, "unlocked", `?${query}`), { name: "unlocked", params: {} });
  assert.equal(askedBy(CATALOGUE, "gone", "?atms=5"), null);
});

test("what begins as a link is one, even if no more of it has come", () => {
  assert.deepEqual(["#1.abc", "#1.", "#1", "#41.x"].map(isLink), [true, true, true, true]);
  assert.deepEqual(["", "#answer", "#1st", "#reference=lock"].map(isLink), Array(4).fill(false));
});
