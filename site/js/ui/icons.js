/** Icons as drawings: as characters, some systems would show them as coloured pictures. */

import { svg } from "./dom.js";

const SHAPES = {
  back: "M12 2v12L4 8Z",
  forward: "M4 2v12l8-6Z",
  play: "M4 2v12l9-6Z",
  pause: "M3 2h4v12H3ZM9 2h4v12H9Z",
  minus: "M3 7h10v2H3Z",
  cross: "M3.5 2 8 6.5 12.5 2 14 3.5 9.5 8l4.5 4.5-1.5 1.5L8 9.5 3.5 14 2 12.5 6.5 8 2 3.5Z",
  check: "M13 3l1.6 1.6L6 13.2 1.4 8.6 3 7l3 3Z",
  dash: "M3 7h10v2H3Z",
  deadlock: "M4.5 1h2v14h-2ZM9.5 1h2v14h-2ZM1 4.5h14v2H1ZM1 9.5h14v2H1Z",
  alert: "M7 1.5h2v8.5H7ZM7 12h2v2.5H7Z",
  stop: "M3 3h10v10H3Z",
  plus: "M7 3h2v4h4v2H9v4H7V9H3V7h4Z",
};

/** @param {Document} document @param {keyof typeof SHAPES} name */
export const icon = (document, name) =>
  svg(
    document,
    "svg",
    { class: "icon", viewBox: "0 0 16 16", width: 12, height: 12, "aria-hidden": "true" },
    svg(document, "path", { d: SHAPES[name] }),
  );
