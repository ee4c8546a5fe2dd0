/** A link brings back what it was made of, and says in words why it cannot. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fragmentOf, LinkError, MOST_PACKED, momentOf } from "../../../site/js/state/share-link.js";

const MOMENT = { code: "print('grüße 🐍')", schedule: "written", step: 3, widgets: { atms: "5" } };

test("a moment comes back as it was", async () => {
  assert.deepEqual(await momentOf(await fragmentOf(MOMENT)), MOMENT);
  assert.deepEqual(await momentOf(`#${await fragmentOf({})}`), {});
});

test("what Python writes is read", async () => {
  // lockstep.embedding.links.fragment({"code": "print(1)", "step": 2})
  assert.deepEqual(await momentOf("1.q1ZKzk9JVbJSKijKzCvRMNRU0lEqLkktULIyqgUA"), {
    code: "print(1)",
    step: 2,
  });
});

test("members that are not of the format are left out", async () => {
  const moment = /** @type {any} */ ({ code: 7, step: -1, widgets: { a: 1, b: "2" }, more: "x" });
  assert.deepEqual(await momentOf(await fragmentOf(moment)), { widgets: { b: "2" } });
});

test("a link that was cut is called so", async () => {
  const whole = await fragmentOf(MOMENT);
  for (const part of [whole.slice(0, -9), "1.", "nothing", "1.###"]) {
    await assert.rejects(momentOf(part), { message: /damaged or cut short/ }, part);
  }
});

test("a link of a later format names both formats", async () => {
  await assert.rejects(momentOf("2.AAAA"), { message: /format 2; this page reads format 1/ });
});

test("a long link is refused before it is unpacked, and one that unpacks to much while it is", async () => {
  await assert.rejects(momentOf(`1.${"A".repeat(MOST_PACKED + 1)}`), {
    message: /64 kB are opened/,
  });
  const bomb = await fragmentOf({ code: "x".repeat(20_000_000) });
  assert.ok(bomb.length < MOST_PACKED);
  await assert.rejects(momentOf(bomb), (error) => {
    assert.ok(error instanceof LinkError);
    return /unpacks to more than 512 kB/.test(error.message);
  });
});
