/**
 * A program of the reader's own: begun anew, pasted, or dropped as a file that keeps its name. A
 * file of JSON is no program but a saved trace.
 */

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

/** A file larger than this is no program that anybody wants to step through. */
const LARGEST = 1_000_000;

/** @param {DataTransfer | null} data */
const fileIn = (data) => data?.files[0] ?? null;

/** @param {HTMLElement} root @param {PageStore} store */
export function mountOwn(root, store) {
  const note = /** @type {HTMLElement} */ (root.querySelector("#code-note"));
  const button = (/** @type {string} */ testid) =>
    /** @type {HTMLElement} */ (root.querySelector(`[data-testid=${testid}]`));
  const place = /** @type {HTMLElement} */ (root.querySelector("#editor"));

  const focusEditor = () =>
    /** @type {HTMLElement | null} */ (place.querySelector(".cm-content"))?.focus();

  /** @param {{code?: string, file?: string}} program */
  function begin(program) {
    store.dispatch({ type: "own-program", ...program });
    focusEditor();
  }

  /** @param {File} file */
  async function open(file) {
    if (/\.json$/i.test(file.name)) return store.dispatch({ type: "trace-asked", file });
    if (file.size > LARGEST) {
      note.textContent = `${file.name} has ${file.size} bytes: more than ${LARGEST} are not opened.`;
      return;
    }
    begin({ code: (await file.text()).replaceAll("\r\n", "\n"), file: file.name });
  }

  /** Where the clipboard may not be read, the reader pastes by hand into an empty editor. */
  async function paste() {
    const text = await navigator.clipboard.readText().catch(() => "");
    begin({ code: text.replaceAll("\r\n", "\n") });
  }

  button("new-program").addEventListener("click", () => begin({}));
  button("paste-program").addEventListener("click", () => paste());
  // Anywhere on the page, which a file that nobody takes would replace.
  const page = root.ownerDocument;
  page.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  for (const [place, kind] of /** @type {[EventTarget, string][]} */ ([
    [page, "drop"],
    [root, "paste"],
  ])) {
    // Before the editor, which would put the file's text where the cursor stands.
    const take = (/** @type {Event} */ event) => {
      const { dataTransfer = null, clipboardData = null } = /** @type {any} */ (event);
      const file = fileIn(dataTransfer ?? clipboardData);
      if (!file) return;
      event.preventDefault();
      event.stopPropagation();
      open(file);
    };
    place.addEventListener(kind, take, { capture: true });
  }
}
