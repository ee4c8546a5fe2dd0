/** "Embed this": what to paste, for every kind of host, and how it will look there. */

import { asWide, defaultHeight } from "../embed/room.js";
import { fragmentOf } from "../share/links.js";
import { addressOf, snippetsOf } from "../text/embed-code.js";
import { copyText } from "../ui/clipboard.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../text/embed-code.js").Wanted} Wanted */

/** Pixels beyond what the preview needs: a host's own font may break another line. */
const SPARE = 20;
const COPIED_MS = 2000;

/** @type {[string, string, [string, string][]][]} */
const CHOICES = [
  [
    "view",
    "shows",
    [
      ["", "all"],
      ["picture", "the picture"],
      ["code", "the code"],
    ],
  ],
  [
    "theme",
    "theme",
    [
      ["", "the host's"],
      ["light", "light"],
      ["dark", "dark"],
    ],
  ],
  [
    "run",
    "runs",
    [
      ["", "on a press"],
      ["visible", "when seen"],
    ],
  ],
  [
    "readonly",
    "code",
    [
      ["", "can be edited"],
      ["readonly", "cannot"],
    ],
  ],
];

/** What the page's widgets are set to, where that is not the scenario's own. @param {State} state */
function widgetsOf({ parameters, params }) {
  const changed = parameters.filter(({ name, value }) => params[name] !== value);
  const known = changed.filter(({ testid }) => ["atms", "accounts", "amount"].includes(testid));
  return Object.fromEntries(known.map(({ testid, name }) => [testid, String(params[name])]));
}

/** Whether a scenario and its widgets say it all. @param {State} state */
function isScenario({ scenario, edited, parameters, params }) {
  const others = parameters.filter(({ name, value }) => params[name] !== value);
  return (
    scenario !== null &&
    !edited &&
    others.every(({ testid }) => ["atms", "accounts", "amount"].includes(testid))
  );
}

/** @param {Document} document @param {string} name @param {string} label @param {[string, string][]} values */
function choice(document, name, label, values) {
  const options = values.map(([value, text]) => h(document, "option", { value }, text));
  const select = h(document, "select", { name, "data-testid": `embed-${name}` }, ...options);
  return { select, field: h(document, "label", {}, `${label} `, select) };
}

/** @param {HTMLElement} root @param {PageStore} store @param {{document: Document, base: URL}} options */
export function mountEmbedThis(root, store, { document, base }) {
  const choices = CHOICES.map(([name, label, values]) => choice(document, name, label, values));
  const kinds = snippetsOf({ ...emptyWanted(base) }).map(
    ({ name, title }) => /** @type {[string, string]} */ ([name, title]),
  );
  const kind = choice(document, "kind", "for", kinds);
  const note = h(document, "p", { class: "embed-this-note" });
  const code = h(document, "code", { "data-testid": "embed-code", tabindex: 0 });
  const copy = h(document, "button", { type: "button", class: "small" }, "Copy");
  const preview = h(document, "iframe", {
    class: "embed-this-preview",
    title: "Preview of the embed",
    height: 300,
  });
  const more = h(document, "a", { href: new URL("embed/", base).href }, "All about embedding");
  const fields = h(document, "div", { class: "embed-this-fields" }, kind.field);
  fields.append(...choices.map(({ field }) => field));
  const line = h(document, "p", { class: "embed-this-actions" }, copy, " ", more);
  root.replaceChildren(fields, h(document, "pre", {}, code), note, line, preview);
  let height = defaultHeight(null);
  let shown = "";

  /** @returns {Promise<Wanted>} */
  async function wanted() {
    const state = store.get();
    const chosen = choices.flatMap(({ select }) =>
      select.value ? [[select.name, select.value === select.name ? "" : select.value]] : [],
    );
    const options = Object.fromEntries(chosen);
    const { code: text, scenario } = state;
    if (isScenario(state)) {
      const all = { ...widgetsOf(state), ...options };
      return { home: base.href, scenario, code: text, options: all, height, fragment: "" };
    }
    const fragment = await fragmentOf({ code: text });
    return { home: base.href, scenario: null, code: text, options, height, fragment };
  }

  async function show() {
    const asked = await wanted();
    const snippet = snippetsOf(asked).find(({ name }) => name === kind.select.value);
    if (!snippet) return;
    if (code.textContent !== snippet.text) code.textContent = snippet.text;
    note.textContent = snippet.note;
    const address = addressOf(asked);
    if (address === shown) return;
    shown = address;
    preview.height = "300";
    preview.src = address;
  }

  /** The preview says what height it needs: so much the pasted text keeps free. @param {MessageEvent} event */
  function receive({ source, data }) {
    if (source !== preview.contentWindow || data?.lockstep !== 1 || data.type !== "height") return;
    preview.height = String(Math.min(Math.ceil(data.height) + SPARE, 2000));
    height = asWide(Number(preview.height), preview.clientWidth);
    show();
  }

  document.defaultView?.addEventListener("message", receive);
  root.addEventListener("change", show);
  copy.addEventListener("click", async () => {
    copy.textContent = await copyText(code);
    setTimeout(() => copy.replaceChildren("Copy"), COPIED_MS);
  });
  store.subscribe((state, before) => {
    if (state.code !== before.code || state.scenario !== before.scenario) show();
  });
  show();
}

/** @param {URL} base @returns {Wanted} */
const emptyWanted = (base) => ({
  home: base.href,
  scenario: null,
  code: "",
  options: {},
  height: defaultHeight(null),
  fragment: "",
});
