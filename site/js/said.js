/** What the page says above the picture: the balances, the verdict, and where they are from. */

import { clip, cutText } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./types.js").Trace} Trace */

/**
 * @typedef {object} Answer
 * @property {string} tone
 * @property {string} label of the final value
 * @property {string} final
 * @property {string} expected
 * @property {"yes" | "no" | ""} agree whether final and expected do
 * @property {string} headline
 * @property {string} text
 */

export const NONE = "–";
const LONGEST = 24;

/** A program that declares no balance may still have one shared value to show. @param {Trace} trace */
export function valuesOf({ balance, state }) {
  const names = Object.keys(state);
  // The template `answer`, which draws the recorded run, says the same.
  const label = names.every((name) => name.endsWith("balance")) ? "final balance" : "final value";
  if (balance) return { label, ...balance };
  return { label, final: names.length === 1 ? state[names[0]] : NONE, expected: null };
}

/** @param {State} state @returns {Answer} */
export function answerOf({ model, message, phase }) {
  if (message || !model) {
    const { headline, text } = message ?? { headline: "Nothing has run yet.", text: "" };
    const label = "final balance";
    const tone = phase === "failed" ? "wrong" : "neutral";
    return { tone, label, final: NONE, expected: NONE, agree: "", headline, text };
  }
  const { verdict } = model.trace;
  const { label, final, expected } = valuesOf(model.trace);
  return {
    tone: verdict.tone,
    label,
    final: clip(final ?? NONE, LONGEST),
    expected: clip(expected ?? NONE, LONGEST),
    agree: expected === null ? "" : expected === final ? "yes" : "no",
    headline: verdict.headline,
    text: verdict.text,
  };
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** @param {State["progress"]} progress */
function loadingText(progress) {
  if (!progress) return "Loading Python…";
  const { loaded, total, seconds = 0, what = "loading Python" } = progress;
  const doing = what.charAt(0).toUpperCase() + what.slice(1);
  return `${doing}: ${megabytes(loaded)} of ${megabytes(total)} MB, ${seconds.toFixed(1)} s.`;
}

/** @param {State} state */
function sourceText({ model, origin }) {
  if (!model) return "";
  const { python, cut } = model.trace;
  return origin === "live"
    ? `Live in your browser, with Python ${python}. ${cutText(cut)}`.trim()
    : `Recorded at build time with Python ${python}. Press Run to run it live in your browser.`;
}

/** What is below, when the last attempt gave nothing to show. @param {State} state */
function keptText({ model, origin }) {
  if (!model) return "There is no run to show.";
  const which = origin === "live" ? "your last run" : "the run recorded at build time";
  return `The picture is still ${which}.`;
}

const RUNNING = Object.freeze({
  run: "Running your code…",
  explore: "Trying every order of your code…",
});

/**
 * @param {State} state
 * @returns {{kind: "note" | "live" | "busy" | "stale" | "failed", text: string}}
 */
export function statusOf(state) {
  const { phase, progress, message, stale, origin } = state;
  if (phase === "loading") return { kind: "busy", text: loadingText(progress) };
  if (phase === "running") return { kind: "busy", text: RUNNING[state.doing] };
  if (message) return { kind: phase === "failed" ? "failed" : "note", text: keptText(state) };
  if (stale) {
    return { kind: "stale", text: "The code has changed since this run. Press Run to see." };
  }
  return { kind: origin === "live" ? "live" : "note", text: sourceText(state) };
}
