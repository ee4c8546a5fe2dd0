/**
 * The embed: a scenario or somebody's own program, with the views of the page. What is asked for
 * stands in the address; the picture is there before anything else is loaded.
 */

import { placesOf } from "../hydration/data.js";
import { fitPictures } from "../hydration/fit.js";
import { hydrateOnFirstAct } from "../hydration/hydration.js";
import { askForRecording, onLook, sayReady, tellHeight } from "./host.js";
import { takeLook } from "./look.js";
import { readOptions, widgetsOf } from "./options.js";

/** @typedef {import("./options.js").Asked} Asked */
/** @typedef {{root: string, first: string, parts: Record<string, string>}} Parts */

/** How long a host may take to hand over what its build recorded. */
const PATIENCE = 1000;

/** @param {Document} document @returns {Parts} */
const partsOf = (document) =>
  JSON.parse(document.getElementById("embed-parts")?.textContent ?? "{}");

/** The host's own program, and what the address carries behind the `#`.
 * @param {Asked} asked @returns {Promise<{code: string | null, schedule?: string, step?: number}>}
 */
async function momentAsked(asked) {
  const { code, setup } = asked.values;
  const hasLink = location.hash.length > 1;
  if (!hasLink && code === undefined) return { code: null };
  const { momentOf, programIn } = await import("../share/links.js");
  let moment = {};
  try {
    if (hasLink) moment = await momentOf(location.hash);
  } catch (error) {
    asked.faults.push(error instanceof Error ? error.message : String(error));
  }
  return { ...moment, code: programIn({ code, setup, ...moment }) };
}

/** @param {Parts} parts @param {string | undefined} name @param {boolean} own @param {Asked} asked */
function partNamed({ parts, first }, name, own, asked) {
  if (own) return parts[first];
  if (name !== undefined && Object.hasOwn(parts, name)) return parts[name];
  const names = Object.keys(parts).join(", ");
  asked.faults.push(
    name === undefined
      ? `No scenario is named, so this is the first: add ?scenario=NAME. There are ${names}`
      : `No scenario is called '${name}', so this is the first. There are ${names}`,
  );
  return parts[first];
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

/** @param {Asked} asked */
function say({ faults }) {
  const notes = document.getElementById("embed-notes");
  if (notes) notes.textContent = faults.map((fault) => `${fault}.`.replace(/\.\.$/, ".")).join(" ");
}

/** Whether the host wants something else than what the build has drawn. @param {import("./playground.js").Wanted} wanted */
const isDrawn = ({ asked, code, schedule, step }) =>
  code === null &&
  schedule === undefined &&
  step === undefined &&
  asked.values.run !== "visible" &&
  widgetsOf(asked).length === 0;

/** @param {import("../hydration/data.js").Places} places @param {import("./playground.js").Wanted} wanted */
async function wake(places, wanted) {
  const now = hydrateOnFirstAct(document, async () => {
    const { loadPlayground } = await import("./playground.js");
    return loadPlayground(document, places, wanted);
  });
  /** @param {string} code */
  const runSource = async (code) => (await now()).runSource(code);
  /** @param {string} link */
  const open = async (link) => (await now()).open(link);
  Object.assign(window, { lockstep: Object.freeze({ runSource, open }) });
  if (isDrawn(wanted)) await fitPictures(document, places);
  else await now();
}

async function main() {
  const { dataset } = document.documentElement;
  const asked = readOptions(new URLSearchParams(location.search));
  const { theme, view, height } = asked.values;
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  dataset.view = view ?? "all";
  onLook((look) => takeLook(document, look));
  const moment = await momentAsked(asked);
  const { code } = moment;
  const parts = partsOf(document);
  const own = code !== null;
  const asks = own && new URLSearchParams(location.search).has("recorded");
  const [part, recorded] = await Promise.all([
    fetchPart(parts.root + partNamed(parts, asked.values.scenario, own, asked)),
    asks ? askForRecording(PATIENCE) : null,
  ]);
  const body = document.createElement("template");
  body.innerHTML = part; // of our own build: the only markup that is ever taken as such
  document.body.replaceChildren(body.content);
  const root = document.getElementById("playground");
  const places = placesOf(document);
  if (!root || !places) throw new Error("this part of the site is damaged");
  const readonly = "readonly" in asked.values;
  document.getElementById("editor")?.toggleAttribute("data-readonly", readonly);
  say(asked);
  openOrders();
  showLine();
  const schedule = moment.schedule ?? asked.values.schedule;
  const step = moment.step ?? asked.values.step;
  await wake(places, { asked, code, recorded, schedule, step });
  if (height === undefined) tellHeight(root);
  sayReady();
}

main().catch((error) => {
  document.body.textContent = `This example could not be shown: ${error.message}. Reload the page to try again.`;
  sayReady();
});
