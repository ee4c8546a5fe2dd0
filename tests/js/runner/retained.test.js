import assert from "node:assert/strict";
import { test } from "node:test";
import { deferred } from "../../../site/js/runner/deferred.js";
import { createRetained } from "../../../site/js/runner/retained.js";

/** A worker that is at rest when the test says so. */
function worker() {
  const rested = /** @type {ReturnType<typeof deferred<boolean>>} */ (deferred());
  const link = { rested: rested.promise, dropped: false, drop: () => (link.dropped = true) };
  return { link: /** @type {any} */ (link), rest: rested.resolve };
}

/** @param {string} source @returns {any} */
const run = (source) => ({ call: "answer", request: { source } });

test("a program that is run again at once waits until its worker is back where it began", async () => {
  const retained = createRetained();
  const { link, rest } = worker();
  retained.keep(run("a"), link);
  const taken = retained.take(run("a"));
  rest(true);
  assert.equal(await taken, link);
  assert.equal(link.dropped, false);
});

test("a worker that cannot get back is dropped, asked for or not", async () => {
  const retained = createRetained();
  for (const isAsked of [true, false]) {
    const { link, rest } = worker();
    retained.keep(run("a"), link);
    const taken = isAsked ? retained.take(run("a")) : null;
    rest(false);
    assert.equal(await taken, null);
    await new Promise(setImmediate);
    assert.equal(link.dropped, true);
  }
});

test("another program neither gets that worker nor leaves it to its own", async () => {
  const retained = createRetained();
  const { link, rest } = worker();
  rest(true);
  retained.keep(run("a"), link);
  assert.equal(await retained.take(run("b")), null);
  assert.equal(link.dropped, true);
  assert.equal(await retained.take(run("a")), null);
});

test("all orders of it leave the worker where it is", async () => {
  const retained = createRetained();
  const { link, rest } = worker();
  rest(true);
  retained.keep(run("a"), link);
  assert.equal(await retained.take({ .../** @type {any} */ (run("a")), call: "explore" }), null);
  assert.equal(await retained.take(run("a")), link);
});

test("a worker that is lost on its way to rest is not given out", async () => {
  const retained = createRetained();
  const link = /** @type {any} */ ({ rested: Promise.reject(new Error("lost")), drop: () => {} });
  retained.keep(run("a"), link);
  assert.equal(await retained.take(run("a")), null);
});
