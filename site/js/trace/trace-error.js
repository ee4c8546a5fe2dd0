/** A trace that cannot be drawn; the message names the culprit and the next step. */
export class TraceError extends Error {
  name = "TraceError";
}
