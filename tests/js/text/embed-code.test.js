/** What is pasted says what is shown, and nothing in it is markup that the author did not mean. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, snippetsOf } from "../../../site/js/text/embed-code.js";

const HOME = "https://x.test/lockstep/";
const SCENARIO = {
  ...{ home: HOME, scenario: "async-with", code: "", options: { view: "picture" } },
  ...{ height: 500, fragment: "" },
};
const OWN = {
  ...{ home: HOME, scenario: null, code: 'print("<b> & `")\n', options: { readonly: "" } },
  ...{ height: 600, fragment: "1.abc" },
};

/** @param {typeof SCENARIO | typeof OWN} wanted */
const texts = (wanted) =>
  Object.fromEntries(snippetsOf(wanted).map(({ name, text }) => [name, text]));

test("a scenario takes two lines of HTML", () => {
  assert.equal(
    texts(SCENARIO).html,
    '<script type="module" src="https://x.test/lockstep/embed/v1/lockstep.js"></script>\n' +
      '<lockstep-playground scenario="async-with" view="picture" ' +
      'style="display:block;min-height:clamp(500px,844px - 50vw,644px)"></lockstep-playground>',
  );
});

test("an own program is a listing, escaped for the language that it stands in", () => {
  const { html, mdx } = texts(OWN);
  assert.match(html, /<pre><code>print\(&quot;&lt;b> &amp; `&quot;\)\n<\/code><\/pre>/);
  assert.match(mdx, /<pre><code>\{"print\(\\"<b> & `\\"\)\\n"\}<\/code><\/pre>/);
});

test("a link and a frame carry the options, and an own program in the fragment", () => {
  assert.equal(addressOf(SCENARIO), `${HOME}embed/v1/?scenario=async-with&view=picture`);
  assert.equal(texts(OWN).link, `${HOME}embed/v1/?readonly=#1.abc`);
  assert.match(texts(SCENARIO).iframe, /src="[^"]*scenario=async-with&amp;view=picture"/);
});

test("reStructuredText indents what it takes as it is", () => {
  assert.match(texts(SCENARIO).rst, /^\.\. raw:: html\n\n {3}<script .*\n {3}<lockstep/);
});
