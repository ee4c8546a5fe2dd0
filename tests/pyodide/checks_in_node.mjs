// Runs tests/engine/cpython/checks.py inside npm's Pyodide and prints what it prints: JSON.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const PY = fileURLToPath(new URL("../../py", import.meta.url));
const CHECKS = fileURLToPath(new URL("../engine/cpython/checks.py", import.meta.url));

const printed = [];
const pyodide = await loadPyodide({ stdout: (line) => printed.push(line) });
const files = await readdir(join(PY, "lockstep"), { recursive: true, withFileTypes: true });
for (const entry of files.filter((one) => one.isFile() && one.name.endsWith(".py"))) {
  const path = join(entry.parentPath, entry.name);
  const target = `/py${path.slice(PY.length)}`;
  pyodide.FS.mkdirTree(dirname(target));
  pyodide.FS.writeFile(target, await readFile(path));
}
pyodide.FS.writeFile("/py/checks.py", await readFile(CHECKS));
// no loop of the page's runs in here, as in the worker
pyodide.runPython(`
import asyncio, sys
sys.path.insert(0, "/py")
asyncio._set_running_loop(None)
import runpy
runpy.run_path("/py/checks.py", run_name="__main__")
`);
process.stdout.write(printed.join("\n"));
