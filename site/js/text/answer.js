/** What the page says above the picture: the balances, the verdict, and where they are from. */

import { areAllRecorded } from "../clock/orders.js";
import { countingText, playText } from "./clock.js";
import { capitalized, every } from "./numbers.js";
import { clip } from "./short.js";
import { cutText, runningText } from "./steps.js";

/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {import("../trace/types.js").Trace} Trace */

/**
 * What stands where the numbers would, if the run broke off.
 * @typedef {{kind: "deadlock" | "error" | "stopped", word: string, detail: string}} Ending
 */

/**
 * @typedef {object} Answer
 * @property {Ending | null} ending
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
  const label = names.every((name) => name.endsWith("balance")) ? "final balance" : "final value";
  if (balance) return { label, ...balance };
  return { label, final: (names.length === 1 && state[names[0]]) || NONE, expected: null };
}

/** @param {string} headline @param {string} [text] */
const nothingYet = (headline, text = "") => ({ tone: "neutral", headline, text });

/** What there is to say where nothing is known of the program. @param {State} state */
function unknownText({ phase, doing, records, due, counted }) {
  if (phase === "running" && counted) {
    return nothingYet("Its orders are being found.", "Then you bet, and choose what comes next.");
  }
  if (phase === "running") {
    return nothingYet(doing === "explore" ? "Its orders are tried." : "It runs.");
  }
  if (phase === "loading") return nothingYet("It runs as soon as Python is here.");
  if (due && records === "coming") return nothingYet("Its recorded answer is being fetched.");
  return nothingYet("Not run yet.", "Press Run to see how this program ends.");
}

/** @param {State} state */
function verdictOf(state) {
  const { model, message, phase, clock } = state;
  if (message) {
    const { headline, text } = message;
    return { tone: phase === "failed" ? "wrong" : "neutral", headline, text };
  }
  if (clock && !clock.isOver) return playText(clock);
  return model ? model.trace.verdict : unknownText(state);
}

const LONGEST_LINE = 48;

/** A line of a program, with its number. @param {string} code @param {number | null | undefined} line */
function lineText(code, line) {
  if (!line) return "";
  const text = code.split("\n")[line - 1]?.trim() ?? "";
  return `line ${line}${text && `: ${clip(text, LONGEST_LINE)}`}`;
}

/** @type {Record<string, {kind: Ending["kind"], word: string}>} by the kind of an attempt's message */
const BROKEN = {
  source: { kind: "error", word: "cannot run" },
  schedule: { kind: "error", word: "no such order" },
  stopped: { kind: "stopped", word: "stopped" },
  killed: { kind: "stopped", word: "ended" },
  internal: { kind: "error", word: "no result" },
};

/** An assertion that compares the very numbers that are shown is told by them. @param {Trace} trace @returns {Ending | null} */
function endingOfRun({ status, error, balance, source }) {
  if (status === "deadlock") return { kind: "deadlock", word: "deadlock", detail: "" };
  if (status === "limit") return { kind: "stopped", word: "stopped", detail: "by a limit" };
  if (!error || (status === "failed" && balance?.expected)) return null;
  return { kind: "error", word: clip(error.type, LONGEST), detail: lineText(source, error.line) };
}

/** @param {State} state @returns {Ending | null} */
function endingOf({ model, message, source }) {
  if (model) return endingOfRun(model.trace);
  const broken = BROKEN[message?.kind ?? ""];
  return broken ? { ...broken, detail: lineText(source, message?.line) } : null;
}

/** @param {State} state @returns {Answer} */
export function answerOf(state) {
  const { tone, headline, text } = verdictOf(state);
  const { clock } = state;
  const base = { tone, headline, text, ending: endingOf(state) };
  if (!state.model) {
    return { ...base, label: "final balance", final: NONE, expected: NONE, agree: "" };
  }
  const { label, final, expected } = valuesOf(state.model.trace);
  return {
    ...base,
    label: clock && !clock.isOver ? label.replace(/^final (\w+)$/, "$1 now") : label,
    final: clip(final ?? NONE, LONGEST),
    expected: clip(expected ?? NONE, LONGEST),
    agree: expected === null || (clock && !clock.isOver) ? "" : expected === final ? "yes" : "no",
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

const NOTHING_RECORDED = "Of this program nothing has been recorded.";

/** That nobody has written the program here, until it is run here.
 * @param {State} state
 */
function broughtText({ brought, code, origin, model }) {
  if (!brought || brought.source !== code || (model && origin === "live")) return "";
  const unrun = "This code came from a link, and nothing of it has been run.";
  return brought.from === "link" ? `${unrun} ${brought.note}`.trim() : brought.note;
}

/** What Run will do with a program of which a moment is wanted. @param {State} state */
function unrunText({ brought, code }) {
  if (brought?.source !== code) return NOTHING_RECORDED;
  const { from, order, choices, step } = brought;
  if (from === "host" && !order && choices === null && step === null) return NOTHING_RECORDED;
  const where = choices !== null ? " at its choices" : order ? " in its order" : "";
  const at = step === null ? "" : `${where && ","} at step ${step}`;
  return `Press Run to see it${where}${at}.`;
}

/** Of thousands of orders only those that were looked at are recorded.
 * @param {import("../clock/orders.js").Orders} orders
 */
function ordersText(orders) {
  const { python, root } = orders;
  return areAllRecorded(orders)
    ? `Every order was recorded with Python ${python}.`
    : `${capitalized(every(root.count, "order"))} ${root.count === 1 ? "was" : "were"} counted; the one you see was run with Python ${python}.`;
}

/** @param {State} state */
function sourceText({ model, origin, clock, saved }) {
  if (!model) return "";
  if (clock) return `You choose. ${ordersText(clock.orders)}`;
  const { python, cut } = model.trace;
  if (saved) {
    const opened = `Opened from ${clip(saved, LONGEST_LINE)}, recorded with Python ${python}.`;
    return [opened, cutText(cut), "Press Run to run it here."].filter(Boolean).join(" ");
  }
  return origin === "live"
    ? `Live in your browser, with Python ${python}. ${cutText(cut)}`.trim()
    : `Recorded at build time with Python ${python}. Press Run to run it here.`;
}

/** What is below, after an attempt that gave nothing. @param {State} state */
function keptText(state) {
  if (!state.model) return "There is no run of this program to show.";
  const recorded = state.saved ? "the run that was opened" : "the run recorded at build time";
  const which = state.origin === "live" ? "your last run" : recorded;
  return `Shown is still ${which} of this program.`;
}

const RUNNING = Object.freeze({
  run: "Running your code…",
  rerun: "Running it with your choice…",
  explore: "Trying every order of your code…",
});

/** @param {State} state */
function busyText({ doing, running, counted }) {
  if (counted) return countingText(counted);
  const progress = doing !== "explore" && running ? runningText(running) : "";
  return [RUNNING[doing], progress].filter(Boolean).join(" ");
}

/**
 * @param {State} state
 * @returns {{kind: "note" | "brought" | "live" | "busy" | "stale" | "failed", text: string}}
 */
export function statusOf(state) {
  const { phase, progress, message, stale, origin, model } = state;
  if (phase === "loading") return { kind: "busy", text: loadingText(progress) };
  if (phase === "running") return { kind: "busy", text: busyText(state) };
  if (stale) {
    return { kind: "stale", text: "Of the program before your edit. Press Run to see yours." };
  }
  if (message) return { kind: phase === "failed" ? "failed" : "note", text: keptText(state) };
  const text = model ? sourceText(state) : unrunText(state);
  const brought = broughtText(state);
  if (brought) return { kind: "brought", text: `${brought} ${text}`.trim() };
  return { kind: model && origin === "live" ? "live" : "note", text };
}
