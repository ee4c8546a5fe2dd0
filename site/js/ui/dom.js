/** Elements by function call. Text goes in as text nodes only: what a trace says is never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | number | boolean | null | undefined} Attribute */
/** @typedef {Node | string | null} Child */

/** @param {Element} element @param {Record<string, Attribute>} attributes */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** The nearest element around an event's target that fits; null for a target that is none.
 * @param {EventTarget | null} target @param {string} selector
 */
export const closest = (target, selector) =>
  target && "closest" in target ? /** @type {Element} */ (target).closest(selector) : null;

/** @template {Element} T @param {T} element @param {Record<string, Attribute>} attributes @param {Child[]} children */
function fill(element, attributes, children) {
  setAttributes(element, attributes);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {Document} document
 * @param {K} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...Child} children
 */
export const h = (document, tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {Document} document
 * @param {K} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...Child} children
 */
export const svg = (document, tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** Keep the room of what is gone for now, so that nothing below it moves; `false` gives it back.
 * @param {HTMLElement} root @param {boolean} keeps
 */
export function keepRoom(root, keeps) {
  if (!keeps) root.style.minHeight = "";
  else if (!root.style.minHeight) root.style.minHeight = `${root.offsetHeight}px`;
}
