/**
 * The menu of all that can be done with a moment: a link to it, copies of it, and a saved trace
 * opened in its place. It is fetched and made when it is first asked for.
 */

import style from "../../styles/later/share.css";
import { putOnClipboard } from "../ui/clipboard.js";
import { closest, h } from "../ui/dom.js";
import { speak } from "../ui/live-region.js";
import { linkTo } from "./address.js";
import { formsOf } from "./copies.js";
import { pictureOf, pixelsOf } from "./picture.js";
import { save } from "./save.js";
import { carriedText } from "./words.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("./copies.js").Form} Form */
/** @typedef {import("./copies.js").Written} Written */
/**
 * @typedef {object} Options
 * @property {Document} document
 * @property {URL} base of the site
 * @property {boolean} keepsAddress whether the page's own address carries the moment, too
 * @property {(what: Written) => Promise<string>} write has Python write it
 */

const BY_HAND = "Selected: copy it with Ctrl+C, or ⌘C.";

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {Document} document @param {string} testid @param {string} text @param {string} [label] */
const button = (document, testid, text, label) =>
  h(
    document,
    "button",
    { type: "button", class: "small", "data-testid": testid, "aria-label": label },
    text,
  );

/** @param {Document} document */
function createParts(document) {
  const title = h(document, "h2", { id: "share-title" }, "Share this moment");
  const close = button(document, "share-close", "Close");
  const link = h(document, "input", {
    ...{ id: "share-link", "data-testid": "share-link", readonly: true, autocomplete: "off" },
    ...{ spellcheck: "false", "aria-describedby": "share-carried" },
  });
  const label = h(document, "label", { for: "share-link" }, "Link");
  const copy = button(document, "share-copy-link", "Copy", "Copy the link");
  const carried = h(document, "p", { id: "share-carried", class: "share-note" });
  const forms = h(document, "ul", { class: "share-forms" });
  const status = h(document, "p", { class: "share-said", "data-testid": "share-said" });
  const text = h(document, "pre", {
    ...{ class: "share-text", "data-testid": "share-text", tabindex: 0, hidden: true },
    ...{ role: "region", "aria-label": "The text to copy" },
  });
  const file = h(document, "input", {
    ...{ type: "file", accept: ".json,application/json", hidden: true },
    ...{ "data-testid": "trace-file", "aria-label": "A saved trace" },
  });
  const open = button(document, "open-trace", "Open a saved trace…");
  const more = h(document, "p", { class: "share-open" }, open, " or drop its file on the page.");
  const head = h(document, "div", { class: "share-head" }, title, close);
  const row = h(document, "div", { class: "share-link" }, label, link, copy);
  const heading = h(document, "h3", {}, "Copy it as");
  const menu = h(
    document,
    "div",
    {
      ...{ id: "share-menu", class: "share-menu", popover: "auto", role: "dialog" },
      ...{ "aria-labelledby": "share-title", "data-testid": "share-menu" },
    },
    ...[head, row, carried, status, text, heading, forms, more, file],
  );
  return { menu, close, link, copy, carried, forms, status, text, file, open };
}

/** @param {Document} document @param {Form} form */
function drawForm(document, { name, title, note, file }) {
  const words = h(
    document,
    "span",
    {},
    h(document, "b", {}, title),
    h(document, "span", { class: "share-note" }, ` ${note}`),
  );
  const copy = button(document, `share-copy-${name}`, "Copy", `Copy as ${title}`);
  copy.dataset.copy = name;
  if (file === null) return h(document, "li", {}, words, copy);
  const keep = button(document, `share-save-${name}`, "Save", `Save as ${title}`);
  keep.dataset.save = name;
  return h(document, "li", {}, words, copy, keep);
}

/** Pictures go as pictures. Made in the press itself, since the clipboard asks who pressed.
 * @param {Document} document @param {Form} form
 */
async function copyPixels(document, { type, make }) {
  const Item = document.defaultView?.ClipboardItem;
  if (!Item) throw new Error("This browser copies no pictures: save it.");
  const blob = make().then((made) => /** @type {Blob} */ (made));
  try {
    await navigator.clipboard.write([new Item({ [type]: blob })]);
  } catch {
    await blob; // whose error is the better one
    throw new Error("The clipboard takes no picture here: save it.");
  }
}

/** @param {PageStore} store @param {Options} options */
export function mountShare(store, { document, base, keepsAddress, write }) {
  const parts = createParts(document);
  const { menu, link, text } = parts;
  document.head.append(h(document, "style", {}, style));
  document.body.append(menu);
  const forms = /** @type {Map<string, Form>} */ (new Map());
  let made = 0;
  let drawn = "";

  /** @param {string} words */
  function announce(words) {
    parts.status.textContent = words;
    speak(document, words);
  }

  /** Copy, or show the text selected where the clipboard is refused. @param {string} content */
  async function copyText(content) {
    text.hidden = true;
    if (await putOnClipboard(content)) return announce("Copied.");
    text.textContent = content;
    text.hidden = false;
    document.getSelection()?.selectAllChildren(text);
    text.focus();
    announce(BY_HAND);
  }

  async function copyLink() {
    if (!link.value) return;
    text.hidden = true;
    if (await putOnClipboard(link.value)) return announce("Link copied.");
    link.focus();
    link.select();
    announce(BY_HAND);
  }

  function drawForms() {
    const state = store.get();
    const all = formsOf(state, {
      link: async () => (await linkTo(state, base)).link,
      write,
      picture: () => pictureOf(document, state),
      pixels: () => pixelsOf(document, state),
    });
    forms.clear();
    for (const form of all) forms.set(form.name, form);
    const names = [...forms.keys()].join(" ");
    if (names === drawn) return; // the buttons stay, and whoever is on one of them
    drawn = names;
    parts.forms.replaceChildren(...all.map((form) => drawForm(document, form)));
  }

  /** The link of what is shown now. @returns {Promise<boolean>} whether it is that still */
  async function refresh() {
    made += 1;
    const mine = made;
    drawForms();
    try {
      const { link: address, moment } = await linkTo(store.get(), base);
      if (mine !== made) return false;
      link.value = address;
      parts.carried.textContent = carriedText(moment);
      if (keepsAddress) document.defaultView?.history.replaceState(null, "", new URL(address).hash);
    } catch (error) {
      if (mine !== made) return false;
      link.value = "";
      parts.carried.textContent = wordsOf(error);
    }
    parts.copy.disabled = link.value === "";
    return true;
  }

  /** @param {Form} form */
  async function copy(form) {
    if (form.name !== "png") return copyText(String(await form.make()));
    await copyPixels(document, form);
    return announce("Copied.");
  }

  /** @param {Form} form */
  async function keep({ make, file, type }) {
    if (file === null) return;
    const content = await make();
    save(document, content instanceof Blob ? content : new Blob([content], { type }), file);
    announce(`Saved as ${file}.`);
  }

  /** @param {Event} press */
  async function onPress({ target }) {
    const pressed = closest(target, "button");
    const { copy: copied, save: kept } = /** @type {HTMLElement | null} */ (pressed)?.dataset ?? {};
    const form = forms.get(copied ?? kept ?? "");
    if (!form) return;
    announce(form.name === "script" || form.name === "perfetto" ? "Python writes it…" : "");
    try {
      await (copied ? copy(form) : keep(form));
    } catch (error) {
      announce(wordsOf(error));
    }
  }

  parts.forms.addEventListener("click", onPress);
  parts.copy.addEventListener("click", copyLink);
  parts.close.addEventListener("click", () => menu.hidePopover());
  parts.open.addEventListener("click", () => parts.file.click());
  parts.file.addEventListener("change", () => {
    const [file] = parts.file.files ?? [];
    parts.file.value = "";
    if (!file) return;
    menu.hidePopover();
    store.dispatch({ type: "trace-asked", file });
  });
  store.subscribe((state, before) => {
    const { code, params, cursor, clock, model, stale } = state;
    const same =
      code === before.code &&
      params === before.params &&
      cursor === before.cursor &&
      clock === before.clock &&
      model === before.model &&
      stale === before.stale;
    if (!same && menu.matches(":popover-open")) refresh();
  });

  return {
    async show() {
      text.hidden = true;
      parts.status.textContent = "";
      menu.showPopover();
      link.focus();
      if (!(await refresh())) return;
      if (document.activeElement === link) link.select();
      await copyLink();
    },
  };
}
