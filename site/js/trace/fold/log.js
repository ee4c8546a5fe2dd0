/** Printed lines, each with the moment at which it appears and a note if something was lost. */

/** @typedef {import("../types.js").LogLine} LogLine */
/** @typedef {import("../types.js").LostUpdate} LostUpdate */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {{columnOf: number[], momentOf: (event: number) => number, lost: LostUpdate[]}} Places */

/** @param {LogLine[]} log @param {number[]} columnOf */
function byColumn(log, columnOf) {
  const lines = new Map(/** @type {[number, LogLine[]][]} */ ([]));
  for (const line of log) {
    const column = columnOf[line.event];
    if (lines.has(column)) lines.get(column)?.push(line);
    else lines.set(column, [line]);
  }
  return lines;
}

/** @param {Trace} trace @param {LostUpdate} lost */
function noteOf({ events, tasks }, { overwritten }) {
  const write = events[overwritten];
  const whose = write.task === null ? "" : `${tasks[write.task].label}'s `;
  return `over ${whose}${write.value ?? "value"}`;
}

/**
 * A destroying write is told on the next line that its step prints, else on its last one.
 * @param {Trace} trace
 * @param {Places} places
 * @returns {LogLine[]}
 */
export function foldLog(trace, { columnOf, momentOf, lost }) {
  const log = trace.events
    .filter(({ kind }) => kind === "printed")
    .map(({ i, t_us, task, text, stream }) => ({
      event: i,
      moment: momentOf(i),
      t_us,
      task,
      text: text ?? "",
      stream: stream ?? "stdout",
      note: "",
    }));
  const lines = byColumn(log, columnOf);
  for (const loss of lost) {
    const own = columnOf[loss.destroying] < 0 ? [] : lines.get(columnOf[loss.destroying]);
    const line = own?.find(({ event }) => event > loss.destroying) ?? own?.at(-1);
    if (line) line.note = noteOf(trace, loss);
  }
  return log;
}
