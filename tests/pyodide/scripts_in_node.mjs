// Runs scripts of `lockstep reproduce` on the asyncio of npm's Pyodide, without lockstep.
//
// In: a JSON list of scripts on standard input. Out: the JSON list of what they did; see
// tests/engine/reproduce/in_pyodide.py.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const FILES = ["../../py/pagehost/stock.py", "../engine/reproduce/in_pyodide.py"];

const scripts = await text(process.stdin);
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0" }, stdout: () => {} });
pyodide.FS.mkdirTree("/here");
for (const file of FILES) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  pyodide.FS.writeFile(`/here/${basename(path)}`, await readFile(path));
}
pyodide.runPython("import sys; sys.path.insert(0, '/here')");
process.stdout.write(pyodide.pyimport("in_pyodide").play(scripts));
