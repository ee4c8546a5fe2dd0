/**
 * The embed: a scenario or somebody's own program, with the views of the page. What is asked for
 * stands in the address; the picture is there before anything else is loaded.
 */

import { loadPage, placesOf } from "../hydration/data.js";
import { fitPictures, loadDrawing } from "../hydration/fit.js";
import { hydrateOnFirstAct, offerApi, showBroken, showDrawn } from "../hydration/hydration.js";
import { h } from "../ui/dom.js";
import { onInterest } from "../ui/interest.js";
import { preload } from "../ui/preload.js";
import { askForRecording, onLook, sendHeight, sendReady } from "./host.js";
import { takeLook } from "./look.js";
import { showFaults } from "./notes.js";
import { readOptions, widgetsOf } from "./options.js";
import { createSharedRunner } from "./shared-runner.js";

/** @typedef {import("../share/links.js").Moment} Moment */
/** @typedef {import("./options.js").Asked} Asked */
/** @typedef {{root: string, first: string, parts: Record<string, string>}} Parts */

/** How long a host may take to hand over what its build recorded. */
const PATIENCE = 1000;

/** @param {Document} document @returns {Parts} */
const partsOf = (document) =>
  JSON.parse(document.getElementById("embed-parts")?.textContent ?? "{}");

/** What the address carries behind the `#`. @param {Asked} asked @returns {Promise<Moment>} */
async function momentLinked(asked) {
  if (location.hash.length <= 1) return {};
  const { momentOf } = await import("../share/links.js");
  try {
    return await momentOf(location.hash);
  } catch (error) {
    asked.faults.push(error instanceof Error ? error.message : String(error));
    return {};
  }
}

/** The moment that is asked for, by the link and, where that leaves it open, by the options.
 * @param {Asked} asked @returns {Promise<Moment>}
 */
async function momentAsked(asked) {
  const { code, setup, schedule, step } = asked.values;
  const options = { code, setup, schedule, step: step === undefined ? step : Number(step) };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...(await momentLinked(asked)) };
}

/** The lesson whose part of the site is shown: a program of the host's that is none has the first's.
 * @param {Parts} parts @param {Moment} moment @param {Asked} asked
 */
function lessonAsked({ parts, first }, moment, asked) {
  const isOwn = moment.code !== undefined;
  const name = moment.scenario ?? (isOwn ? first : asked.values.scenario);
  if (name !== undefined && Object.hasOwn(parts, name)) return name;
  if (isOwn) return first;
  const names = Object.keys(parts).join(", ");
  asked.faults.push(
    name === undefined
      ? `No scenario is named, so this is the first: add ?scenario=NAME. There are ${names}`
      : `No scenario is called '${name}', so this is the first. There are ${names}`,
  );
  return first;
}

/** @param {string} url */
async function fetchPart(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}

/** The line that matters stands in sight, in the listing that is there before the editor. */
function showLine() {
  const editor = document.getElementById("editor");
  const listing = editor?.querySelector(".code");
  const line = /** @type {HTMLElement | undefined} */ (
    listing?.querySelectorAll(".code-line")[Number(editor?.dataset.line) - 1]
  );
  if (!listing || !line) return;
  const top = line.getBoundingClientRect().top - listing.getBoundingClientRect().top;
  listing.scrollTop += top - listing.clientHeight / 3;
}

/** The line on all orders leads to them, folded away as they are here. */
function openOrders() {
  const more = /** @type {HTMLDetailsElement | null} */ (document.getElementById("more"));
  document.getElementById("all-orders")?.addEventListener("click", (press) => {
    press.preventDefault(); // following the address would scroll the host
    if (more) more.open = true;
  });
}

/** Whether another program, or another order, is wanted than is drawn. @param {import("./playground.js").Wanted} wanted */
const bringsOther = ({ asked, moment }) => moment !== null || widgetsOf(asked).length > 0;

/** Whether what the build has drawn is all that the host wants. @param {import("./playground.js").Wanted} wanted */
const isDrawn = (wanted) => !bringsOther(wanted) && wanted.asked.values.run !== "visible";

/** @param {Asked} asked */
function takeOptions({ values: { theme, view } }) {
  const { dataset } = document.documentElement;
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  dataset.view = view ?? "all";
}

/** Put what the build has drawn into the page.
 * @param {Asked} asked @returns {Promise<import("./playground.js").Wanted>}
 */
async function draw(asked) {
  const moment = await momentAsked(asked);
  const parts = partsOf(document);
  const lesson = lessonAsked(parts, moment, asked);
  loadDrawing().catch(() => {}); // told where it is waited for
  const asks = moment.code !== undefined && new URLSearchParams(location.search).has("recorded");
  const [part, recorded] = await Promise.all([
    fetchPart(parts.root + parts.parts[lesson]),
    asks ? askForRecording(PATIENCE) : null,
  ]);
  const body = document.createElement("template");
  body.innerHTML = part; // of our own build: the only markup that is ever taken as such
  document.body.replaceChildren(body.content);
  const readonly = "readonly" in asked.values;
  document.getElementById("editor")?.toggleAttribute("data-readonly", readonly);
  showFaults(document, asked);
  openOrders();
  showLine();
  const isAsked = Object.keys(moment).length > 0;
  const wanted = { asked, moment: isAsked ? moment : null, recorded };
  document.documentElement.toggleAttribute("data-brings", bringsOther(wanted));
  return wanted;
}

/** The picture, and the parts of the page that hold what was recorded.
 * @param {Asked} asked
 */
async function drawPlayground(asked) {
  const wanted = await draw(asked);
  const root = document.getElementById("playground");
  const places = placesOf(document);
  if (!root || !places) throw new Error("this part of the site is damaged");
  return { wanted, root, places };
}

/** The runner, made for whoever asks first: from then on the other embeds of the host see it.
 * @param {import("../hydration/data.js").Places} places
 */
function runnerOf({ runtime, root }) {
  /** @type {import("../main.js").Runner | undefined} */
  let runner;
  return () => {
    runner ??= createSharedRunner({ runtime, root: new URL(root, document.baseURI).href });
    return runner;
  };
}

const reported = () => {}; // a failure is news for who runs something, and meets it again

async function main() {
  const asked = readOptions(new URLSearchParams(location.search));
  takeOptions(asked);
  onLook((look) => takeLook(document, look));
  const drawn = drawPlayground(asked);
  // from the first: who is there before the picture is has acted
  const runner = drawn.then(({ places }) => runnerOf(places));
  runner.catch(reported); // as is what is drawn
  const now = hydrateOnFirstAct(document, async () => {
    const part = import("./playground.js");
    part.catch(reported); // it is waited for below
    const { wanted, places } = await drawn;
    preload(document, places.scripts, new URL(places.root, document.baseURI));
    const data = loadPage(places, document, { chooses: false });
    data.catch(reported);
    const { loadShare, openPlayground } = await part;
    const loaded = await Promise.all([data, runner, loadShare(wanted)]);
    return () => openPlayground(loaded[0], loaded[1](), wanted, loaded[2]);
  });
  offerApi(window, now);
  const { wanted, root, places } = await drawn;
  onInterest(document, async () => (await runner)().warm().catch(reported));
  if (isDrawn(wanted)) await fitPictures(document, places);
  else {
    await now();
    showDrawn(document);
  }
  if (asked.values.height === undefined) sendHeight(root);
  sendReady();
}

main().catch((error) => {
  document.body.replaceChildren(h(document, "p", { id: "status-text" }));
  showBroken(document, error);
  sendReady();
});
