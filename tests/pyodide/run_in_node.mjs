// Answers requests with lockstep inside npm's Pyodide: the tests' way to ask whether CPython
// and Pyodide give equal traces.
//
// In: a JSON list of requests (see py/lockstep/page.py) on standard input. Out: the JSON list
// of answers. The interpreter is prepared as in the page, except that nothing is sandboxed.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const PY = fileURLToPath(new URL("../../py", import.meta.url));
const PACKAGES = ["lockstep", "pagehost"];

async function copy(FS, name) {
  for (const entry of await readdir(join(PY, name), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".py")) continue;
    const path = join(entry.parentPath, entry.name);
    const target = `/py${path.slice(PY.length)}`;
    FS.mkdirTree(dirname(target));
    FS.writeFile(target, await readFile(path));
  }
}

const requests = JSON.parse(await text(process.stdin));
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0" }, stdout: () => {} });
for (const name of PACKAGES) await copy(pyodide.FS, name);
pyodide.runPython("import sys; sys.path.insert(0, '/py'); sys.dont_write_bytecode = True");
const host = pyodide.pyimport("pagehost");
host.prepare();
host.seal();
const answers = requests.map((request) => JSON.parse(host.answer(JSON.stringify(request))));
process.stdout.write(JSON.stringify(answers));
