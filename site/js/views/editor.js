/** The code: drawn with the page, and an editor as soon as that has arrived. */

import { faultOf, namesAt } from "../editor/listing.js";
import { h } from "../ui/dom.js";
import { onFirstAct } from "../ui/first-act.js";
import { speak } from "../ui/live-region.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {ReturnType<typeof import("../editor/codemirror.js").createEditor>} Editor */

/** Until the editor is here a change of the code is shown in the listing, without its colours.
 * @param {HTMLElement} place @param {string} code
 */
function fillListing(place, code) {
  const document = place.ownerDocument;
  const lines = code.split("\n").map((line, i, all) => {
    const end = i < all.length - 1 ? "\n" : "";
    return h(document, "span", { class: "code-line" }, line + end);
  });
  place.querySelector("code")?.replaceChildren(...lines);
}

/** @param {State} state */
const noteText = ({ edited, scenario }) => (edited && scenario !== null ? "edited" : "");

const REPLACED = "Your edit was replaced.";
const EDITED_BEFORE = "You have edited this before.";

/** An edit that a control, Reset or another program replaced, and the way back to it.
 * @param {HTMLElement} root @param {PageStore} store
 */
function keepEdit(root, store) {
  const note = /** @type {HTMLElement} */ (root.querySelector("#code-note"));
  const replaced = /** @type {HTMLElement} */ (root.querySelector("#replaced"));
  const words = /** @type {HTMLElement} */ (replaced.querySelector("p"));
  const announce = (/** @type {Element | null} */ element) =>
    speak(root.ownerDocument, element?.textContent ?? "");
  let failed = "";

  function show() {
    const state = store.get();
    const hidden = state.drafts.length === 0;
    if (!hidden) words.textContent = state.drafts.at(-1)?.kept ? EDITED_BEFORE : REPLACED;
    if (replaced.hidden && !hidden) announce(words);
    replaced.hidden = hidden;
    const text = failed || noteText(state);
    if (note.textContent === text) return;
    note.textContent = text;
    if (failed) announce(note);
  }

  /** @param {string} id @param {"draft-restored" | "draft-forgotten"} type */
  const press = (id, type) =>
    replaced.querySelector(id)?.addEventListener("click", () => store.dispatch({ type }));
  press("#restore", "draft-restored");
  press("#forget", "draft-forgotten");
  return {
    /** @param {string} why there is no editor */
    fail(why) {
      failed = why;
      show();
    },
    show,
  };
}

/** @param {HTMLElement} root @param {PageStore} store */
function followHeading(root, store) {
  const heading = root.querySelector("#code-heading");
  store.subscribe((state, before) => {
    if (state.file !== before.file) heading?.replaceChildren(state.file);
  });
}

/**
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {{document?: Document, load?: () => Promise<{createEditor: typeof import("../editor/codemirror.js").createEditor}>}} options
 */
export function mountEditor(root, store, { load = () => import("../editor/codemirror.js") }) {
  const place = /** @type {HTMLElement} */ (root.querySelector("#editor"));
  const edit = keepEdit(root, store);
  /** @type {Editor | null} */
  let editor = null;

  /** @param {State} state @param {State} before */
  function update(state, before) {
    const replaced = state.code !== before.code && state.code !== editor?.code();
    if (replaced) editor ? editor.setCode(state.code) : fillListing(place, state.code);
    const moved = state.cursor !== before.cursor || state.model !== before.model;
    if (moved || state.stale !== before.stale) editor?.setNames(namesAt(state));
    if (state.message !== before.message || state.model !== before.model) {
      editor?.setFault(faultOf(state));
    }
    edit.show();
  }

  /** @param {string} code */
  function onEdit(code) {
    store.dispatch({ type: "code-edited", code });
  }

  /** @param {string} code */
  const onReplace = (code) => store.dispatch({ type: "own-program", code });

  const onAnnounce = (/** @type {string} */ text) => speak(root.ownerDocument, text);

  async function takeOver() {
    const { createEditor } = await load();
    const state = store.get();
    const readonly = place.hasAttribute("data-readonly");
    editor = createEditor({ code: state.code, onEdit, onReplace, onAnnounce, readonly });
    const old = place.querySelector(".code");
    const focused = old !== null && old === root.ownerDocument.activeElement;
    place.replaceChildren(editor.dom);
    editor.reveal(Number(place.dataset.line));
    editor.setNames(namesAt(state), { follow: false });
    editor.setFault(faultOf(state));
    if (focused) editor.focus();
  }

  followHeading(root, store);
  store.subscribe(update);
  const begin = onFirstAct(root.ownerDocument, () => {
    takeOver().catch(() => edit.fail("The editor did not load: reload the page to edit."));
  });
  store.subscribe((state, before) => {
    if (state.cursor !== before.cursor || state.code !== before.code) begin();
  });
}
