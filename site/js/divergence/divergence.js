/** The divergence with its style: few readers see one, so both are fetched when there is one to draw. */

import style from "../../styles/later/divergence.css";
import { h } from "../ui/dom.js";
import { drawDivergence } from "./draw.js";

/** @type {WeakSet<Document>} */
const styled = new WeakSet();

/** @param {Document} document @param {import("./draw.js").Compared} compared */
export function showDivergence(document, compared) {
  if (!styled.has(document)) document.head.append(h(document, "style", {}, style));
  styled.add(document);
  return drawDivergence(document, compared);
}
