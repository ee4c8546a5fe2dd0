/** What the menu says of a link. */

import { listed } from "../text/steps.js";

/** @typedef {import("./links.js").Moment} Moment */

/** @param {Moment} moment */
export function carriedText({ widgets, schedule, choices, step }) {
  const made = choices === 1 ? "the one choice made" : `the ${choices} choices made`;
  const parts = [
    "the code",
    ...(widgets && Object.keys(widgets).length > 0 ? ["the widgets"] : []),
    ...(choices !== undefined ? [made] : schedule ? ["the order shown"] : []),
    ...(step === undefined ? [] : [`step ${step}`]),
  ];
  return `It carries ${listed(parts)} behind the #, where no server sees it. Who opens it runs nothing by that.`;
}
