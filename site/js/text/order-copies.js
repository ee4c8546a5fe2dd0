/** The forms in which an order can be taken away: what each is for, and the text to copy. */

/** @typedef {import("../state/reducer.js").State} State */
/** @typedef {{name: string, title: string, note: string, text: string}} Copy note: what it does */

/** A scenario that nobody has changed can be named; other code has to be saved first.
 * @param {State} state
 */
const fileOf = ({ edited, scenario, params, catalogue, model }) => {
  const own = catalogue.find(({ name }) => name === scenario);
  const changed = own?.parameters.some(({ name, value }) => params[name] !== value);
  if (own && !edited && !changed) return `scenario:${own.name}`;
  return model?.trace.filename ?? "main.py";
};

/** @param {State} state @returns {Copy[]} none without a run */
export function copiesOf(state) {
  const { model } = state;
  if (!model) return [];
  const { schedule } = model.trace;
  const file = fileOf(state);
  const saved = file.startsWith("scenario:") ? "" : `, with the code saved as ${file}`;
  return [
    {
      name: "command",
      title: "Command line",
      note: `runs this order${saved}`,
      text: `python -m lockstep run ${file} --schedule ${schedule}`,
    },
    {
      name: "script",
      title: "A script",
      note: `shows it without Lockstep${saved}`,
      text: `python -m lockstep reproduce ${file} --schedule ${schedule} > shown.py`,
    },
    { name: "schedule", title: "Schedule token", note: "names this order", text: schedule },
  ];
}
