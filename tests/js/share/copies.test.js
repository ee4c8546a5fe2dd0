/** What a moment is taken away as. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { formsOf, markdownOf } from "../../../site/js/share/copies.js";
import { carriedText } from "../../../site/js/share/words.js";
import { initialState, reducer } from "../../../site/js/state/reducer.js";
import { readTrace } from "../../../site/js/trace/model.js";
import { unlocked } from "../fixtures.js";

const LINK = "https://example.org/#1.abc";
const CODE = '"""A [title] of `mine`"""\n\nprint("```")\n';
const verdict = { tone: "wrong", headline: "Lost *one*.", text: "A wrote over B." };
const model = readTrace({ ...unlocked(), source: CODE, filename: "bank.py", verdict });
const own = reducer(initialState({ model }), { type: "own-program", code: CODE, file: "bank.py" });

/** @param {import("../../../site/js/state/reducer.js").State} state */
const forms = (state) =>
  formsOf(state, {
    link: async () => LINK,
    write: async (what) => what,
    picture: async () => "<svg/>",
    pixels: async () => new Blob(),
  });

test("Markdown has the link, the code in a fence that it does not end, and how its run ends", () => {
  assert.equal(
    markdownOf(own, LINK),
    `[A \\[title\\] of \\\`mine\\\`](${LINK})\n\n\`\`\`\`python\n${CODE}\`\`\`\`\n\n> Lost \\*one\\*. A wrote over B.\n`,
  );
});

test("a program with a run has every form, named after its file", () => {
  assert.deepEqual(
    forms(own).map(({ name, file }) => `${name}: ${file}`),
    [
      ...["markdown: bank.md", "python: bank.py", "script: bank-shown.py", "svg: bank.svg"],
      ...["png: bank.png", "trace: bank.trace.json", "perfetto: bank.perfetto.json"],
      ...["command: null", "schedule: null"],
    ],
  );
});

test("the order shown is copied as the command that runs it, and as its token", async () => {
  const lines = forms(own).filter(({ file }) => file === null);
  assert.deepEqual(await Promise.all(lines.map(({ make }) => make())), [
    "python -m lockstep run bank.py --schedule written",
    "written",
  ]);
});

test("a program without a run is taken away as text only, and is told no ending", async () => {
  const edited = reducer(own, { type: "code-edited", code: `${CODE}# more\n` });
  assert.deepEqual(
    forms(edited).map(({ name }) => name),
    ["markdown", "python"],
  );
  assert.doesNotMatch(markdownOf(edited, LINK), /Lost/);
});

test("a trace is taken away as the JSON that is opened again", async () => {
  const form = forms(own).find(({ name }) => name === "trace");
  assert.deepEqual(JSON.parse(String(await form?.make())), JSON.parse(JSON.stringify(model.trace)));
});

test("what a link carries is said", () => {
  const where = "behind the #, where no server sees it. Who opens it runs nothing by that.";
  assert.equal(carriedText({ code: "" }), `It carries the code ${where}`);
  assert.equal(
    carriedText({ code: "", widgets: { atms: "3" }, schedule: "written", choices: 1, step: 4 }),
    `It carries the code, the widgets, the one choice made and step 4 ${where}`,
  );
  assert.equal(
    carriedText({ code: "", schedule: "any-3.13:0=1", step: 4 }),
    `It carries the code, the order shown and step 4 ${where}`,
  );
});
