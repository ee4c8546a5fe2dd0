/** The controls of a program's numbers, and of its yes or no, as it declares them itself. */

import { h } from "./dom.js";

/** @typedef {import("../state/catalogue.js").Parameter} Parameter */

/** @param {Document} document @param {Parameter} parameter */
function drawNumber(document, { name, label, testid, value, min, max }) {
  const input = h(document, "input", {
    id: `parameter-${name}`,
    type: "number",
    inputmode: "numeric",
    name,
    "data-testid": testid,
    value: String(value),
    min,
    max,
    step: 1,
    style: `--digits: ${String(max).length}`,
    "aria-describedby": `bounds-${name} controls-note`,
  });
  const bounds = { id: `bounds-${name}`, class: "unseen" };
  return h(
    document,
    "div",
    { class: "number", "data-parameter": name },
    h(document, "label", { for: `parameter-${name}` }, label),
    input,
    h(document, "span", bounds, `${min} to ${max}`),
  );
}

/** @param {Document} document @param {Parameter} parameter */
function drawFlag(document, { name, label, testid, value }) {
  const input = h(document, "input", {
    id: `parameter-${name}`,
    type: "checkbox",
    name,
    "data-testid": testid,
    checked: value === true,
    "aria-describedby": "controls-note",
  });
  return h(
    document,
    "div",
    { class: "flag", "data-parameter": name },
    input,
    h(document, "label", { for: `parameter-${name}` }, label),
  );
}

/** @param {Document} document @param {readonly Parameter[]} parameters */
export const drawFields = (document, parameters) =>
  parameters.map((parameter) =>
    typeof parameter.value === "boolean"
      ? drawFlag(document, parameter)
      : drawNumber(document, parameter),
  );
