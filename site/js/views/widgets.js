/** The scenario's choices and numbers. A number out of its bounds is said, and not taken over. */

import { boundsOf, problemWith } from "../text/bounds.js";
import { drawFields } from "../ui/fields.js";
import { speak } from "../ui/live-region.js";
import { showAnswer } from "../ui/sight.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */
/** @typedef {import("../state/reducer.js").State} State */

/** @param {HTMLInputElement} input */
const valueIn = (input) => (input.type === "checkbox" ? input.checked : Number(input.value));

/** All of a parameter that its field is drawn from; not its value, nor where that stands.
 * @param {State["parameters"]} parameters
 */
const shapeOf = (parameters) =>
  JSON.stringify(
    parameters.map(({ name, label, testid, min, max, value }) => [
      ...[name, label, testid, min, max],
      typeof value,
    ]),
  );

/** @param {HTMLElement} root @param {PageStore} store */
export function mountWidgets(root, store) {
  const note = /** @type {HTMLElement} */ (root.querySelector("#controls-note"));
  /** @type {HTMLFieldSetElement[]} */
  const choices = [...root.querySelectorAll("fieldset[data-axis]")].map(
    (x) => /** @type {any} */ (x),
  );
  let inputs = /** @type {HTMLInputElement[]} */ ([
    ...root.querySelectorAll("[data-parameter] input"),
  ]);
  let drawn = shapeOf(store.get().parameters);

  /** @param {string} text @param {"" | "problem"} [kind] */
  function showNote(text, kind = "") {
    note.dataset.kind = kind;
    if (note.textContent === text) return;
    note.textContent = text;
    // The bounds of a field are its description, and read with it; a problem is news.
    if (kind === "problem") speak(root.ownerDocument, text);
  }

  /** @param {string} name */
  const parameterOf = (name) => store.get().parameters.find((each) => each.name === name);

  /** @param {HTMLInputElement} input */
  function problemOf(input) {
    const parameter = parameterOf(input.name);
    if (!parameter) return "";
    const typed = input.validity.badInput ? "not a number" : input.value;
    return problemWith(parameter, typed);
  }

  /** The problems of all fields, else the bounds of the one in focus. */
  function noteWhatMatters() {
    const problems = inputs.map(problemOf).filter((problem) => problem !== "");
    const focused = inputs.find((input) => input === root.ownerDocument.activeElement);
    const parameter = focused && parameterOf(focused.name);
    if (problems.length > 0) showNote(problems.join(" "), "problem");
    else showNote(parameter ? boundsOf(parameter) : "");
  }

  /** @param {HTMLInputElement} input */
  function take(input) {
    const wrong = problemOf(input) !== "";
    input.setAttribute("aria-invalid", String(wrong));
    noteWhatMatters();
    if (wrong) return;
    const value = valueIn(input);
    store.dispatch({ type: "param-set", name: input.name, value });
    if (store.get().params[input.name] !== value) noteNotTaken(input.name);
    else if (input.type === "checkbox") showAnswer(root.ownerDocument); // a number is still being typed
  }

  /** @param {string} name */
  function noteNotTaken(name) {
    showNote(
      `Your code has no line “${name} = …” to change. Reset brings the scenario's code back.`,
    );
  }

  /** The controls are those that the program declares. @param {State} state */
  function drawAnew({ parameters }) {
    const shape = shapeOf(parameters);
    if (shape === drawn) return;
    drawn = shape;
    for (const field of root.querySelectorAll("[data-parameter]")) field.remove();
    const fields = drawFields(root.ownerDocument, parameters);
    root.querySelector(".actions")?.before(...fields);
    inputs = fields.map((field) => /** @type {HTMLInputElement} */ (field.querySelector("input")));
    listen();
    noteWhatMatters();
  }

  /** @param {State} state */
  function show(state) {
    drawAnew(state);
    for (const fieldset of choices) showChoice(fieldset, state);
    for (const input of inputs) showNumber(input, state);
  }

  /** @param {HTMLFieldSetElement} fieldset @param {State} state */
  function showChoice(fieldset, { lockMode, lockScope, scenario }) {
    fieldset.hidden = scenario === null;
    const isMode = fieldset.dataset.axis === "lock-mode";
    const chosen = isMode ? lockMode : lockScope;
    for (const radio of fieldset.querySelectorAll("input")) radio.checked = radio.value === chosen;
    if (!isMode) fieldset.disabled = lockMode === "none";
  }

  /** @param {HTMLInputElement} input @param {State} state */
  function showNumber(input, { params }) {
    const parameter = parameterOf(input.name);
    if (!parameter) return;
    if (input.type === "checkbox") {
      input.checked = params[input.name] === true;
      return;
    }
    input.min = String(parameter.min);
    input.max = String(parameter.max);
    // What is being typed, or is said to be wrong, is the reader's until it is right.
    const theirs = input.getAttribute("aria-invalid") === "true";
    if (!theirs && Number(input.value) !== params[input.name]) {
      input.value = String(params[input.name]);
    }
  }

  root.addEventListener("change", ({ target }) => {
    const radio = /** @type {HTMLInputElement} */ (target);
    if (radio.type !== "radio") return;
    store.dispatch({ type: "axis-set", axis: radio.name, value: radio.value });
    showAnswer(root.ownerDocument);
  });
  function listen() {
    for (const input of inputs) {
      input.addEventListener("input", () => take(input));
      input.addEventListener("focus", noteWhatMatters);
      input.addEventListener("blur", noteWhatMatters);
    }
  }
  listen();
  root.ownerDocument.getElementById("reset")?.addEventListener("click", () => {
    for (const input of inputs) input.removeAttribute("aria-invalid");
    store.dispatch({ type: "reset" });
    noteWhatMatters();
  });
  store.subscribe(show);
  show(store.get());
}
