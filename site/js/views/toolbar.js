/** Run, Stop, and Try every order. Stop takes the place of Run while there is something to stop. */

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

/** A run shorter than this is over before a hand could reach Stop: the buttons keep still. */
const UNNOTICED_MS = 150;

/** Show one button in the place of the other, and let the focus follow.
 * @param {HTMLElement} shown @param {HTMLElement} hidden
 */
function swap(shown, hidden) {
  const focused = hidden.ownerDocument.activeElement === hidden;
  shown.hidden = false;
  hidden.hidden = true;
  if (focused) shown.focus({ preventScroll: true });
}

/** @param {HTMLElement} root @param {PageStore} store */
export function mountToolbar(root, store) {
  /** @param {string} id */
  const button = (id) =>
    /** @type {HTMLButtonElement} */ (root.querySelector(`[data-testid=${id}]`));
  const run = button("run");
  const stop = button("stop");
  const explore = button("explore");
  let later = 0;

  /** A rerun that nobody asked for keeps nobody from asking. */
  function isBusy() {
    const { phase, doing } = store.get();
    return doing !== "rerun" && ["loading", "running"].includes(phase);
  }

  /** Have it done, unless a number is wrong, or something else is being done.
   * @param {"run-asked" | "explore-asked"} type
   */
  function ask(type) {
    const wrong = root.querySelector("[aria-invalid=true]");
    if (wrong instanceof HTMLElement) wrong.focus();
    else if (!isBusy()) store.dispatch({ type });
  }

  function show() {
    const { phase } = store.get();
    clearTimeout(later);
    // Not `disabled`, which would take the focus away from whoever has just pressed it.
    explore.setAttribute("aria-disabled", String(isBusy()));
    if (phase === "loading") swap(stop, run);
    else if (phase !== "running") swap(run, stop);
    else later = window.setTimeout(swap, UNNOTICED_MS, stop, run);
  }

  // No submission: a host that sandboxes the frame without `allow-forms` would refuse it.
  run.addEventListener("click", () => ask("run-asked"));
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("keydown", (press) => {
    const isField = press.target instanceof HTMLInputElement && press.target.type === "number";
    if (press.key !== "Enter" || !isField || press.ctrlKey || press.metaKey) return;
    press.preventDefault();
    ask("run-asked");
  });
  explore.addEventListener("click", () => ask("explore-asked"));
  stop.addEventListener("click", () => store.dispatch({ type: "stop-asked" }));
  store.subscribe((state, before) => {
    if (state.phase !== before.phase) show();
  });
  show();
}
