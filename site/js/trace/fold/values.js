/** Shared variables over time, and the updates that were lost on the way. */

/** @typedef {import("../types.js").LostUpdate} LostUpdate */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Variable} Variable */

/**
 * The variables worth a lane: those the lesson watches, or, when it watches none, every one that
 * more than one task touched; of these those that change, if any does.
 * @param {Trace} trace
 * @returns {Variable[]}
 */
export function foldVariables(trace) {
  const all = trace.objects.filter(({ kind }) => kind === "variable");
  const watched = all.filter((object) => object.watched);
  const chosen = watched.length > 0 ? watched : all.filter((object) => object.shared);
  const variables = new Map(
    chosen.map(({ id, name, watched: isWatched }) => [
      id,
      /** @type {Variable} */ ({ object: id, name, watched: isWatched, touches: [] }),
    ]),
  );
  for (const { i, kind, object, value } of trace.events) {
    if (kind !== "read" && kind !== "write") continue;
    variables.get(object ?? -1)?.touches.push({ event: i, kind, value: value ?? null });
  }
  const touched = [...variables.values()].filter(({ touches }) => touches.length > 0);
  const written = touched.filter(({ touches }) => touches.some(({ kind }) => kind === "write"));
  return watched.length > 0 || written.length === 0 ? touched : written;
}

/** @param {Trace} trace @returns {LostUpdate[]} */
export function foldLost(trace) {
  return trace.findings
    .filter(({ kind, events }) => kind === "lost-update" && events.length === 3)
    .map(({ events: [stale, overwritten, destroying], text }) => ({
      stale,
      overwritten,
      destroying,
      text,
    }));
}
