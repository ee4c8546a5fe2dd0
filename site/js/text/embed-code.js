/** What a docs author pastes to have the program shown here on a page of their own. Pure text. */

import { roomFor } from "../embed/room.js";

/**
 * @typedef {object} Wanted
 * @property {string} home the address of the site, with a slash at its end
 * @property {string | null} scenario null: a program of the author's own
 * @property {string} code what is shown, if it is no scenario
 * @property {Record<string, string>} options by name, as the element has them
 * @property {number} height pixels to keep free on a wide page; a narrow one gets more
 * @property {string} fragment of the link to the author's own program; empty for a scenario
 */

/** @typedef {{name: string, title: string, note: string, text: string}} Snippet */

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** @param {Wanted} wanted */
function attributes({ scenario, options }) {
  const named = Object.entries({ ...(scenario ? { scenario } : {}), ...options });
  return named.map(([name, value]) => (value ? ` ${name}="${escaped(value)}"` : ` ${name}`));
}

/** @param {Wanted} wanted */
const scriptOf = ({ home }) =>
  `<script type="module" src="${escaped(home)}embed/v1/lockstep.js"></script>`;

/** @param {Wanted} wanted */
function elementOf(wanted) {
  const { scenario, code, height } = wanted;
  const style = ` style="display:block;min-height:${roomFor(height)}"`;
  const listing = scenario ? "" : `<pre><code>${escaped(code.trimEnd())}\n</code></pre>`;
  return `<lockstep-playground${attributes(wanted).join("")}${style}>${listing}</lockstep-playground>`;
}

/** @param {Wanted} wanted */
export function addressOf({ home, scenario, options, fragment }) {
  const query = new URLSearchParams({ ...(scenario ? { scenario } : {}), ...options });
  return `${home}embed/v1/?${query}${fragment ? `#${fragment}` : ""}`;
}

/** @param {Wanted} wanted */
const frameOf = (wanted) =>
  `<iframe src="${escaped(addressOf(wanted))}" title="Lockstep: ${wanted.scenario ?? "a program to run"}" ` +
  `width="100%" height="${wanted.height}" style="border:0;height:${roomFor(wanted.height)}" allow="clipboard-write"></iframe>`;

/** @param {string} text @param {string} by */
const indented = (text, by) => text.replace(/^(?=.)/gm, by);

/** In MDX a listing is an expression, so that no character of it is markup. @param {Wanted} wanted */
function mdxOf(wanted) {
  const { scenario, code, height } = wanted;
  const text = JSON.stringify(`${code.trimEnd()}\n`);
  const listing = scenario ? "" : `<pre><code>{${text}}</code></pre>`;
  const style = ` style={{display: "block", minHeight: "${roomFor(height)}"}}`;
  return `<lockstep-playground${attributes(wanted).join("")}${style}>${listing}</lockstep-playground>`;
}

/** Every kind of host, in the order in which they are offered. @param {Wanted} wanted @returns {Snippet[]} */
export function snippetsOf(wanted) {
  const html = `${scriptOf(wanted)}\n${elementOf(wanted)}`;
  return [
    {
      name: "html",
      title: "HTML",
      note: "The script once on a page, however many examples it has.",
      text: html,
    },
    {
      name: "iframe",
      title: "iframe",
      note: "No script on your page; a fixed height.",
      text: frameOf(wanted),
    },
    {
      name: "markdown",
      title: "Markdown, MyST",
      note: "With an empty line before and after.",
      text: `<div>\n${html}\n</div>`,
    },
    {
      name: "rst",
      title: "reStructuredText",
      note: "",
      text: `.. raw:: html\n\n${indented(html, "   ")}`,
    },
    {
      name: "mdx",
      title: "MDX",
      note: `In docusaurus.config.js: scripts: [{src: "${wanted.home}embed/v1/lockstep.js", type: "module"}]`,
      text: mdxOf(wanted),
    },
    { name: "link", title: "Link", note: "", text: addressOf(wanted) },
  ];
}
