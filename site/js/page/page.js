/**
 * A page of the site: its theme, what has been done of the lessons, and its playground if it has
 * one. A playground is drawn in the page, and comes alive with its reader's first act.
 */

import { mountExerciseIndex } from "../exercise/index.js";
import { loadPage, placesOf } from "../hydration/data.js";
import { fitPictures } from "../hydration/fit.js";
import { hydrateOnFirstAct, offerApi, showBroken } from "../hydration/hydration.js";
import { createRunnerOnDemand } from "../runner/on-demand.js";
import { tabDraft } from "../share/tab-draft.js";
import { onFirstAct } from "../ui/first-act.js";
import { onInterest } from "../ui/interest.js";
import { preload } from "../ui/preload.js";
import { mountTheme } from "../ui/theme.js";
import { showProgress } from "./lessons.js";

/** Where a page speaks of the site's own address, it knows it only here. @param {Document} document */
function nameSite(document) {
  for (const place of document.querySelectorAll("[data-site]")) {
    const root = place.getAttribute("data-site") ?? "";
    place.textContent = new URL(root, location.href).href;
  }
}

/** A page that asks something of its reader. @param {HTMLElement} root @param {Document} document */
async function openExercise(root, document) {
  const block = document.getElementById("exercise-data");
  const { exercise, runtime, root: to } = JSON.parse(block?.textContent ?? "{}");
  const { mountExercise } = await import("../exercise/exercise.js");
  const { createRunner } = await import("../runner/runner.js");
  const progress = /** @type {HTMLElement} */ (document.getElementById("exercise-progress"));
  const runner = createRunner({
    runtime,
    root: to,
    onProgress: ({ loaded, total }) => {
      const [has, all] = [loaded, total].map((bytes) => (bytes / 1e6).toFixed(1));
      progress.textContent = loaded < total ? `Python loads: ${has} of ${all} MB` : "";
    },
  });
  await mountExercise(root, exercise, runner, document);
}

/** Whether the address has more than the name of a part of the page: a link, a snippet, widgets. */
const carries = () =>
  location.search.length > 1 ||
  (location.hash.length > 1 && !document.getElementById(location.hash.slice(1)));

/** What the address carries, and what this tab has edited here, is not waited with.
 * @param {import("../hydration/data.js").Places} places
 */
function wakePlayground(places) {
  const { runtime, scripts } = places;
  const root = new URL(places.root, document.baseURI).href; // the address may change
  const runner = createRunnerOnDemand({ runtime, root });
  const reported = () => {}; // its reader has been told of a failure by then
  const now = hydrateOnFirstAct(document, async () => {
    preload(document, scripts, root);
    const loaded = [import("./playground.js"), loadPage(places, document, { chooses: true })];
    const [{ openPlayground }, data] = /** @type {[any, any]} */ (await Promise.all(loaded));
    return () => openPlayground(data, runner);
  });
  onInterest(document, () => runner.warm().catch(reported));
  const open = () => {
    if (carries() || tabDraft(location.pathname) !== null) now().catch(reported);
  };
  offerApi(window, now);
  fitPictures(document, places);
  window.addEventListener("hashchange", open);
  open();
  return runner;
}

mountTheme(document);
showProgress(document);
mountExerciseIndex(document);
const asks = document.getElementById("exercise");
if (asks) openExercise(asks, document).catch((error) => showBroken(document, error));
nameSite(document);
const places = placesOf(document);
const runner = places && wakePlayground(places);

/** Not before all else is done: it is for the next visit, of a reader who does more than look.
 * Whoever waits for Python, or for a run, is not to wait for that.
 */
function whenIdle(/** @type {() => void} */ work) {
  const isBusy = () => ["loading", "warming", "running"].includes(runner?.state ?? "");
  const look = () => (isBusy() ? wait() : (window.requestIdleCallback ?? setTimeout)(work));
  const wait = () => setTimeout(look, 3_000);
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
}
onFirstAct(document, () =>
  whenIdle(async () => {
    // Who has left meanwhile, or lost the network, is offered it on the next visit.
    const offer = await import("../offline/offer.js").catch(() => null);
    offer?.keepOffline(window, new URL("../offline.js", import.meta.url));
  }),
);
