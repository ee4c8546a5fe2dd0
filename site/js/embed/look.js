/** The host's colours in the embed: its paper, ink, accent and font. Right and wrong stay ours. */

/** @typedef {import("./host.js").Look} Look */

/** Degrees of hue within which an accent would be taken for right or wrong. */
const TOO_NEAR = 30;

/** @param {Document} document @param {string} color anything CSS knows @returns {number[] | null} red, green, blue: 0 to 255 */
function channels(document, color) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen || !CSS.supports("color", color)) return null;
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
  return a < 128 ? null : [r, g, b];
}

/** In degrees; null for a grey. @param {number[]} rgb */
export function hueOf([r, g, b]) {
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span < 24) return null;
  const sixth =
    most === r ? ((g - b) / span) % 6 : most === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return (sixth * 60 + 360) % 360;
}

/** @param {number} one @param {number} other */
export const hueDistance = (one, other) => Math.abs(((one - other + 540) % 360) - 180);

/** @param {number[]} rgb from 0, black, to 1 */
export function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** As WCAG defines it, from 1 to 21. @param {number[]} one @param {number[]} other */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The accent, where it says neither right nor wrong and can be seen; else ink.
 * @param {Document} document @param {Element} root @param {string} accent @param {number[]} paper
 */
function accentFor(document, root, accent, paper) {
  const own = channels(document, accent);
  if (!own) return null;
  const taken = ["--wrong", "--right"].map((name) => colorOf(document, root, `var(${name})`));
  const hue = hueOf(own);
  const near = taken.some((rgb) => {
    const other = rgb && hueOf(rgb);
    return hue !== null && other !== null && hueDistance(hue, other) < TOO_NEAR;
  });
  return near || contrast(own, paper) < 3 ? "var(--ink)" : accent;
}

/** A colour of our own sheets, as channels. @param {Document} document @param {Element} root @param {string} color */
function colorOf(document, root, color) {
  const probe = document.createElement("span");
  probe.style.color = color;
  root.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return channels(document, computed);
}

/** @param {Document} document @param {Look} look */
export function takeLook(document, { theme, accent, font, paper, ink }) {
  const root = document.documentElement;
  const { style } = root;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  /** @param {string} name @param {string | null | undefined} value */
  const put = (name, value) => {
    if (value) style.setProperty(name, value);
    else style.removeProperty(name);
  };
  const onPaper = paper ? channels(document, paper) : null;
  const inInk = ink ? channels(document, ink) : null;
  const readable = onPaper !== null && inInk !== null && contrast(onPaper, inInk) >= 4.5;
  put("--card", readable ? paper : null);
  put("--paper", readable ? paper : null);
  put("--ink", readable ? ink : null);
  put("--sans", font);
  const ground = onPaper ?? colorOf(document, root, "var(--card)") ?? [255, 255, 255];
  const running = accent ? accentFor(document, root, accent, ground) : null;
  put("--run", running);
  put("--lock", running);
  const block = running && channels(document, running === "var(--ink)" ? (ink ?? "") : running);
  put("--run-ink", block ? (luminance(block) > 0.35 ? "#10151b" : "#ffffff") : null);
}
