// Build step, run by Node: has Pyodide compile Python into archives of bytecode.
//
// Reads a job from standard input, {task: "stdlib" | "package", ...}, see py/sitebuild/runtime.py,
// and writes the archives it names. One task a process: what a fresh interpreter marshals
// does not depend on what it has done before, so the bytes repeat.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";

/**
 * @typedef {{task: "stdlib", compiler: string, core: string[], withSource: string[],
 *   custom: string, out: {core: string, rest: string}}} StdlibJob custom: the file of `sitecustomize`
 * @typedef {{task: "package", compiler: string, stdlib: string, home: string, files: Record<string, string>,
 *   withSource: string[], later: string[], out: {engine: string, exploring: string}}} PackageJob later: what only exploring needs
 */

/** A Python set or dict of str hashes is part of the bytecode's order, so the seed is fixed. */
const ENV = { PYTHONHASHSEED: "0" };

/** @param {string} path @param {string} [stdlib] */
async function compiler(path, stdlib) {
  const pyodide = await loadPyodide({ env: { ...ENV }, ...(stdlib && { stdLibURL: stdlib }) });
  pyodide.FS.mkdirTree("/build");
  pyodide.FS.writeFile("/build/pyc_zips.py", await readFile(path));
  pyodide.runPython("import sys; sys.path.append('/build')");
  return { pyodide, module: pyodide.pyimport("pyc_zips") };
}

/** @param {string} path @param {{toJs(): Uint8Array}} bytes */
async function save(path, bytes) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes.toJs());
}

/** @param {StdlibJob} job */
async function stdlib(job) {
  const { pyodide, module } = await compiler(job.compiler);
  const [core, rest] = module.stdlib_zips(
    ...[job.core, job.withSource].map((list) => pyodide.toPy(list)),
    pyodide.toPy(new Uint8Array(await readFile(job.custom))).tobytes(),
  );
  await save(job.out.core, core);
  await save(job.out.rest, rest);
}

/** @param {PackageJob} job */
async function ourPackage(job) {
  const { pyodide, module } = await compiler(job.compiler, job.stdlib);
  const files = pyodide.globals.get("dict")();
  for (const [name, path] of Object.entries(job.files)) {
    files.set(name, pyodide.toPy(new Uint8Array(await readFile(path))).tobytes());
  }
  const [engine, exploring] = module.package_zips(
    ...[files, job.home],
    ...[job.withSource, job.later].map((list) => pyodide.toPy(list)),
  );
  await save(job.out.engine, engine);
  await save(job.out.exploring, exploring);
}

/** @type {StdlibJob | PackageJob} */
const job = JSON.parse(await text(process.stdin));
await (job.task === "stdlib" ? stdlib(job) : ourPackage(job));
