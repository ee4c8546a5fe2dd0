/** Node: SVG texts by name on stdin become PNG files of the folder that is named. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

const folder = process.argv[2];
/** @type {Record<string, string>} */
const pictures = JSON.parse(readFileSync(0, "utf8"));
for (const [name, svg] of Object.entries(pictures)) {
  const font = { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" };
  writeFileSync(join(folder, name), new Resvg(svg, { font }).render().asPng());
}
