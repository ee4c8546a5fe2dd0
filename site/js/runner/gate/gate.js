/**
 * Hears one worker of the sandbox in the page's stead. What it says is measured before it is
 * parsed, parsed, compared with what it should be, and cut to the page's limits; reports that come
 * faster than anybody can read are left out. Only then does it reach the page, as text that is
 * read in a moment.
 */

import { readOrders } from "../../clock/orders.js";
import { checkExploration, checkTrace } from "../../trace/validate.js";
import { readAnswer, readReport } from "../answers.js";
import { LIMITS } from "../limits.js";
import { createPace } from "../pace.js";
import { readWorkerMessage } from "../protocol.js";
import { bounded, boundedText, budget } from "./bounded.js";
import { cutTrace } from "./trace.js";

/** @typedef {import("../protocol.js").Trace} Trace */
/** @typedef {import("../protocol.js").WorkerMessage} WorkerMessage */
/** @typedef {(message: import("../protocol.js").GateMessage) => void} Send */
/** @typedef {{now: () => number, after: (ms: number, work: () => void) => void}} Clock */

const MESSAGE = 500;

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} text */
const brief = (text) => boundedText(text, MESSAGE, budget());

/** @param {number} count */
const counted = (count) => count.toLocaleString("en");

/** @param {string} what @param {string} text @param {number} most */
function measure(what, text, most) {
  if (text.length <= most) return text;
  throw new RangeError(
    `its ${what} has ${counted(text.length)} characters, more than the ${counted(most)} that are read`,
  );
}

/** @param {Trace} whole @returns {string} */
function filteredTrace(whole) {
  const trace = cutTrace(whole);
  checkTrace(trace);
  return JSON.stringify({ trace });
}

/** @param {string} text @returns {string} */
function filteredAnswer(text) {
  const answer = readAnswer(measure("answer", text, LIMITS.answer));
  if ("trace" in answer) return filteredTrace(answer.trace);
  if ("exploration" in answer) {
    checkExploration(answer.exploration);
    const orders = answer.orders ? { orders: filteredOrders(answer.orders) } : {};
    return JSON.stringify({ exploration: bounded(answer.exploration, budget()), ...orders });
  }
  if ("orders" in answer) return JSON.stringify({ orders: filteredOrders(answer.orders) });
  // A text that Python wrote is a file of the reader's: whole, or none.
  if ("text" in answer) return JSON.stringify({ text: answer.text });
  return JSON.stringify(bounded(answer, budget()));
}

/** Orders that add up, each list as long as it may be; too many of them are none.
 * @param {Record<string, unknown>} orders
 */
function filteredOrders(orders) {
  const left = budget();
  const most = LIMITS.stretches;
  const kept = bounded(orders, left, undefined, most);
  if (orders.complete === true || orders.tree) readOrders(kept);
  return kept;
}

/** @param {string} text @returns {string} */
function filteredReport(text) {
  const report = readReport(measure("report", text, LIMITS.report));
  if ("trace" in report) return filteredTrace(/** @type {Trace} */ (report.trace));
  if ("outcomes" in report) checkExploration(report);
  return JSON.stringify(bounded(report, budget()));
}

/** @param {Send} toPage @param {Clock} clock */
export function createGate(toPage, clock) {
  let received = 0;
  let isShut = false;
  /** @type {string | null} the run that is asked for */
  let id = null;
  /** @type {string | null} the last report, while it may not be passed on */
  let latest = null;
  const pace = createPace(LIMITS, clock.now);

  /** Hear no more. @param {"failed" | "refused"} type @param {string} words */
  function shut(type, words) {
    isShut = true;
    toPage({ type, id, message: brief(words) });
  }

  function passReport() {
    if (isShut || latest === null || id === null) return;
    const text = filteredReport(latest);
    latest = null;
    toPage({ type: "reported", id, text });
  }

  function passSoon() {
    if (latest === null) return;
    if (pace.take()) passReport();
    else clock.after(pace.wait, () => guarded(passSoon));
  }

  /** @param {string} text */
  function report(text) {
    const isWaited = latest !== null;
    latest = text;
    if (!isWaited) passSoon();
  }

  /** @param {WorkerMessage} message */
  function pass(message) {
    if (message.type === "ready") toPage(message);
    else if (message.type === "failed") shut("failed", message.message);
    else if (message.id !== id) return;
    else if (message.type === "reported") report(message.text);
    else if (message.type === "rested") toPage(message);
    else if (message.type === "answer") {
      latest = null;
      toPage({ type: "answer", id: message.id, text: filteredAnswer(message.text) });
    }
  }

  /** @param {() => void} work */
  function guarded(work) {
    try {
      work();
    } catch (error) {
      shut("refused", wordsOf(error));
    }
  }

  return {
    /** The page asks for a run. @param {string} asked its id */
    expect(asked) {
      id = asked;
      received = 0;
      latest = null;
    },
    /** @param {unknown} data whatever the worker sent */
    receive(data) {
      if (isShut) return;
      received += 1;
      guarded(() => {
        if (received > LIMITS.messages) {
          throw new RangeError(`it sent more than ${counted(LIMITS.messages)} messages`);
        }
        const message = readWorkerMessage(data);
        if (message) pass(message);
      });
    },
    /** Whether nothing is received any more. */
    get isShut() {
      return isShut;
    },
  };
}
