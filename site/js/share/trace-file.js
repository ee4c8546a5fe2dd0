/**
 * A saved trace, opened: its program in the editor, its run drawn. The file may be anybody's, so it
 * is cut to what the page draws and checked, as what comes out of the sandbox is.
 */

import { cutTrace } from "../runner/gate/trace.js";
import { LIMITS } from "../runner/limits.js";
import { readTrace } from "../trace/model.js";
import { namedOrder } from "./named-order.js";

/** @typedef {import("../state/reducer.js").PageStore} PageStore */

const MEGABYTE = 1_000_000;

/** @param {File} file */
async function modelIn(file) {
  const most = LIMITS.answer / MEGABYTE;
  if (file.size > LIMITS.answer) {
    const size = Math.ceil(file.size / MEGABYTE);
    throw new Error(`It has ${size} MB, more than the ${most} MB that are opened.`);
  }
  const text = await file.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`It is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  return readTrace(isObject ? cutTrace(json) : json);
}

/** @param {string} words */
const asSentence = (words) =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

/** @param {PageStore} store @param {File} file a trace as `run --trace` or the page wrote it */
export async function openTrace(store, file) {
  try {
    const model = await modelIn(file);
    const { source, schedule, filename } = model.trace;
    const order = schedule === "written" ? null : namedOrder(schedule, "were saved in this file");
    store.dispatch({ type: "own-program", code: source, file: filename });
    store.dispatch({
      type: "run-shown",
      ...{ model, source, order, saved: file.name },
      origin: "recorded",
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const headline = `${file.name} could not be opened.`;
    const message = { kind: "load", headline, text: asSentence(words) };
    store.dispatch({ type: "run-failed", message });
  }
}
