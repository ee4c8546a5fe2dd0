/** Run, Stop, and Try every order. Stop takes the place of Run while there is something to stop. */

import { onNoticed } from "../state/noticed.js";
import { showAnswer } from "../ui/sight.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

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
    const isAny = ["loading", "running"].includes(store.get().phase);
    // Not `disabled`, which would take the focus away from whoever has just pressed it.
    explore.setAttribute("aria-disabled", String(isBusy()));
    if (isAny) swap(stop, run);
    else swap(run, stop);
  }

  // No submission: a host that sandboxes the frame without `allow-forms` would refuse it.
  run.addEventListener("click", ({ isTrusted }) => {
    ask("run-asked");
    if (isTrusted) showAnswer(root.ownerDocument); // by its keys it runs from anywhere, the editor too
  });
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("keydown", (press) => {
    const isField = press.target instanceof HTMLInputElement && press.target.type === "number";
    if (press.key !== "Enter" || !isField || press.ctrlKey || press.metaKey) return;
    press.preventDefault();
    ask("run-asked");
  });
  explore.addEventListener("click", () => ask("explore-asked"));
  stop.addEventListener("click", () => store.dispatch({ type: "stop-asked" }));
  onNoticed(store, show);
  show();
}
