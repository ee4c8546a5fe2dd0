// The one error that leaves the runner.

/** @typedef {"load" | "stopped" | "killed" | "source" | "schedule" | "internal"} RunnerErrorKind */

/** A run that gave no trace; `message` is a sentence for the person at the screen. */
export class RunnerError extends Error {
  /** @param {RunnerErrorKind} kind @param {string} message @param {number | null} [line] */
  constructor(kind, message, line = null) {
    super(message);
    this.name = "RunnerError";
    this.kind = kind;
    this.line = line;
  }

  /** Whether the same request may well succeed when it is simply made again. */
  get retry() {
    return this.kind === "load";
  }
}

/** @param {string} message */
export const stopped = (message) => new RunnerError("stopped", message);

/** @param {string} message */
export const loadFailed = (message) => new RunnerError("load", message);

/** @param {unknown} error */
export const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {string} why */
export const unreadable = (why) =>
  new RunnerError("internal", `The sandbox gave an answer that this page cannot read: ${why}.`);
