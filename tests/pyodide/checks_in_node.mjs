// Runs tests/engine/cpython/checks inside npm's Pyodide and prints what it prints: JSON.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHECKS = "tests/engine/cpython/checks";

const printed = [];
const pyodide = await loadPyodide({ stdout: (line) => printed.push(line) });
await copy(join(ROOT, "py/lockstep"), "/py/lockstep");
await copy(join(ROOT, CHECKS), `/py/${CHECKS}`);
// no loop of the page's runs in here, as in the worker
pyodide.runPython(`
import asyncio, sys
sys.path.insert(0, "/py")
asyncio._set_running_loop(None)
import runpy
runpy.run_module("tests.engine.cpython.checks", run_name="__main__")
`);
process.stdout.write(printed.join("\n"));

async function copy(folder, into) {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of files.filter((one) => one.isFile() && one.name.endsWith(".py"))) {
    const path = join(entry.parentPath, entry.name);
    const target = `${into}${path.slice(folder.length)}`;
    pyodide.FS.mkdirTree(dirname(target));
    pyodide.FS.writeFile(target, await readFile(path));
  }
}
