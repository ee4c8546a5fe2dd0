/** What a program says of itself: the title in its docstring, and the numbers that it may be run with. */

/** @typedef {import("./catalogue.js").Parameter} Parameter */

/** The name of a program that came without one. */
export const MAIN = "main.py";

const UNTITLED = "Your program";
const LONGEST = 80;

/** What *New* puts into the editor: short, its reader's own, and with something to see in it. */
export const STARTER = `import asyncio

total = 0


async def add(amount):
    global total
    before = total
    await asyncio.sleep(0.1)
    total = before + amount


async def main():
    await asyncio.gather(add(1), add(2))
    print("total:", total)


asyncio.run(main())
`;

/** The docstring, or any other text at the very beginning: comments may come before it. */
const DOCSTRING =
  /^(?:[ \t]*(?:#[^\n]*)?\n)*[rRuU]?(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"([^"\n]*)"|'([^'\n]*)')/;

/** The title of a program: the first line of its docstring. @param {string} code */
export function titleOf(code) {
  const found = DOCSTRING.exec(code);
  const text = found ? (found[1] ?? found[2] ?? found[3] ?? found[4] ?? "") : "";
  const [line] = text.trim().split("\n", 1);
  if (!line) return UNTITLED;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** As `py/lockstep/catalogue.py` reads it: `ATMS = 3  # 1 to 8 (ATMs): how many`. */
const PARAMETER =
  /^([A-Z][A-Z_]*) = (-?\d+|True|False) {2}# (?:(-?\d+) to (-?\d+) )?\(([^)]+)\): (\S.*)$/gm;

/** @param {RegExpExecArray} found @returns {Parameter | null} null for a number without bounds */
function parameterOf({ index, 0: line, 1: name, 2: text, 3: min, 4: max, 5: label, 6: doc }) {
  const start = index + line.indexOf(" = ") + 3;
  const end = start + text.length;
  const testid = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const common = { name, label, testid, doc, start, end };
  if (/^[TF]/.test(text)) return { ...common, value: text === "True" };
  if (min === undefined) return null;
  return { ...common, value: Number(text), min: Number(min), max: Number(max) };
}

/** The constants that a program declares to be controls; of two with one name, the first.
 * @param {string} code @returns {Parameter[]}
 */
export function parametersIn(code) {
  const all = [...code.matchAll(PARAMETER)].flatMap((found) => parameterOf(found) ?? []);
  return all.filter(({ name }, at) => all.findIndex((each) => each.name === name) === at);
}
