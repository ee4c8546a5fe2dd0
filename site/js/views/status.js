/** Where the picture is from, what is being done now, and the way on when it went wrong. */

import { onNoticed } from "../state/noticed.js";
import { statusOf } from "../text/answer.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").Progress} Progress */

/** @param {HTMLElement} bar @param {Progress | null} progress */
function showProgress(bar, progress) {
  const share = progress?.total ? Math.min(progress.loaded / progress.total, 1) : 0;
  bar.style.setProperty("--loaded", String(share));
  bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
}

/** @param {HTMLElement} root @param {PageStore} store */
export function mountStatus(root, store) {
  /** @param {string} id */
  const part = (id) => /** @type {HTMLElement} */ (root.querySelector(`#${id}`));
  const line = part("status-text");
  const bar = part("runtime-progress");
  const cancel = part("cancel");
  const retry = part("retry");

  function show() {
    const state = store.get();
    const { kind, text } = statusOf(state);
    const loading = state.phase === "loading";
    root.dataset.kind = kind;
    if (line.textContent !== text) line.textContent = text;
    bar.hidden = !loading;
    cancel.hidden = !loading;
    retry.hidden = !(state.phase === "failed" && state.message?.retry);
    showProgress(bar, state.progress);
  }

  cancel.addEventListener("click", () => store.dispatch({ type: "stop-asked" }));
  retry.addEventListener("click", () =>
    store.dispatch({ type: store.get().doing === "explore" ? "explore-asked" : "run-asked" }),
  );
  onNoticed(
    store,
    show,
    (state, before) => state.phase !== "running" || before.phase === "running",
  );
  show();
}
