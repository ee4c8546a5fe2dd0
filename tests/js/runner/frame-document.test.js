import assert from "node:assert/strict";
import { test } from "node:test";
import { frameDocument, POLICY, SANDBOX } from "../../../site/js/runner/frame-document.js";

test("the frame may run scripts and nothing else: its origin stays opaque", () => {
  assert.equal(SANDBOX, "allow-scripts");
});

test("the policy is in force before the first script and allows no network", () => {
  const html = frameDocument("run()");
  assert.ok(html.indexOf(POLICY) < html.indexOf("<script"));
  assert.match(POLICY, /default-src 'none'/);
  assert.match(POLICY, /connect-src blob:$/);
  assert.doesNotMatch(POLICY, /https?:|'self'|\*|'unsafe-eval'/);
});

test("a script cannot end its own element", () => {
  const html = frameDocument('"</script><p>"');
  assert.equal(html.split("</script").length, 2);
});
