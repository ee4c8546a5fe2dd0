// Grades answers inside npm's Pyodide, by the page's own door: requests in JSON come in, answers go out.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const PY = fileURLToPath(new URL("../../py", import.meta.url));

const pyodide = await loadPyodide();
const files = await readdir(join(PY, "lockstep"), { recursive: true, withFileTypes: true });
for (const entry of files.filter((one) => one.isFile() && one.name.endsWith(".py"))) {
  const path = join(entry.parentPath, entry.name);
  const target = `/py${path.slice(PY.length)}`;
  pyodide.FS.mkdirTree(dirname(target));
  pyodide.FS.writeFile(target, await readFile(path));
}
// no loop of the page's runs in here, as in the worker
pyodide.runPython(`
import asyncio, sys
sys.path.insert(0, "/py")
asyncio._set_running_loop(None)
from lockstep.page import grade
`);
const grade = pyodide.globals.get("grade");
const requests = JSON.parse(await text(process.stdin));
process.stdout.write(
  JSON.stringify(requests.map((request) => JSON.parse(grade(JSON.stringify(request))))),
);
