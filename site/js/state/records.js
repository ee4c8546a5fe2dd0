/**
 * The answers recorded with a page: a run, and what every order gives, of each program that the
 * page's controls can choose without a number being changed.
 */

import { readTrace } from "../trace/model.js";
import { readExploration } from "./exploration.js";

/** @typedef {import("./reducer.js").Record} Record */
/** @typedef {import("../trace/schema.gen.js").RecordedAnswer} Written as the build writes it */

/** @param {Written} written @returns {Record} */
function readRecord({ trace, beside, exploration, orders = null }) {
  const other = beside && {
    mine: beside.mine,
    title: beside.title,
    model: readTrace(beside.trace),
  };
  return {
    model: readTrace(trace),
    other,
    exploration: exploration ? readExploration(exploration) : null,
    ordersUrl: orders,
  };
}

/** Let what has been asked of the page meanwhile come first. */
const letOthersRun = () => new Promise((resolve) => setTimeout(resolve));

/** @param {string} url @returns {Promise<Record[]>} */
export async function loadRecords(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const records = [];
  for (const written of await answer.json()) {
    records.push(readRecord(written));
    await letOthersRun();
  }
  return records;
}
