import assert from "node:assert/strict";
import { test } from "node:test";
import { reachable } from "../../../site/js/build/reachable.js";

/** @param {string} name @param {Record<string, string>} axes @param {object} [more] */
const scenario = (name, axes, more = {}) => ({
  name,
  title: name,
  lesson: "",
  source: `SAFE = True\n# ${name}\n`,
  axes,
  parameters: [{ name: "SAFE", value: true, label: "safe", testid: "safe", start: 7, end: 11 }],
  ...more,
});

test("the programs that controls can choose are each scenario of the family with each yes and no", () => {
  const catalogue = [
    scenario("bare", { "lock-mode": "none" }),
    scenario("each", { "lock-mode": "async-with", "lock-scope": "per-account" }),
    scenario("other", {}),
  ];
  const codes = reachable(catalogue, catalogue[0]).map(({ file, code }) => [file, code]);
  assert.deepEqual(codes.sort(), [
    ["bare.py", "SAFE = False\n# bare\n"],
    ["each.py", "SAFE = False\n# each\n"],
    ["each.py", "SAFE = True\n# each\n"],
  ]);
});

test("a page that compares has the run beside with each of them", () => {
  const page = scenario("page", {}, { compare: { scenario: null, values: { SAFE: false } } });
  const [{ beside }] = reachable([page], page);
  assert.deepEqual(beside, {
    file: "page.py",
    code: "SAFE = True\n# page\n",
    mine: "safe: no",
    title: "safe: yes",
  });
});
