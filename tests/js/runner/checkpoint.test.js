import assert from "node:assert/strict";
import { before, test } from "node:test";
import { loadPyodide } from "pyodide";
import { checkpoint } from "../../../site/js/runner/sandbox/checkpoint.js";
import { createStates } from "../../../site/js/runner/sandbox/states.js";
import { withExports } from "./instance.js";

/** @type {any} */
let pyodide;
/** @type {() => boolean} */
let rewind;
/** @type {() => import("../../../site/js/runner/sandbox/checkpoint.js").Checkpoint} */
let keep;

before(async () => {
  const silent = { stdout: () => {}, stderr: () => {} };
  const { loaded, exports } = await withExports(() => loadPyodide(silent));
  pyodide = loaded;
  pyodide.runPython("import os, string, tempfile\nstring.count = 0\nkept = []");
  keep = () => checkpoint(exports, pyodide.FS);
  rewind = keep().back;
});

/** What a program does that changes whatever it can reach, and what it saw first. */
const PROGRAM = `
import collections, json
string.count += 1
kept.append(object())
with tempfile.TemporaryDirectory() as folder:
    open(os.path.join(folder, "note.txt"), "w").write("x" * 5000)
    inode = os.stat(folder).st_ino
del string.ascii_letters
collections.OrderedDict = None
json.dumps([string.count, len(kept), inode, id(object())])
`;

test("after each way back a program sees what it saw the first time, addresses and inodes included", () => {
  const seen = Array.from({ length: 4 }, () => {
    const text = pyodide.runPython(PROGRAM);
    assert.equal(rewind(), true);
    return text;
  });
  assert.equal(JSON.parse(seen[0])[0], 1);
  assert.deepEqual(new Set(seen), new Set([seen[0]]));
});

test("an interpreter that has got ahead shows a program what it saw before, addresses included", () => {
  const states = createStates(() => pyodide.runPython("import csv, decimal, statistics"), keep);
  const read = () => pyodide.runPython("kept.append('what is read of a program ' * 10_000)");
  const run = () => {
    states.begin(read);
    const text = pyodide.runPython(PROGRAM);
    assert.equal(states.rewind(), true);
    return text;
  };
  const before = run();
  states.getAhead();
  assert.equal(pyodide.runPython("'statistics' in __import__('sys').modules"), true);
  assert.equal(run(), before);
  states.enter("ahead");
  assert.equal(pyodide.runPython("'statistics' in __import__('sys').modules"), true);
  assert.equal(run(), before);
});

test("what has been done after it is found again, and no more of what came then", () => {
  rewind();
  const again = keep().after(() => pyodide.runPython("kept.append('read ' * 100_000)"));
  const seen = Array.from({ length: 3 }, () => {
    const text = pyodide.runPython(PROGRAM);
    assert.equal(again?.(), true);
    return text;
  });
  assert.deepEqual(JSON.parse(seen[0]).slice(0, 2), [1, 2]);
  assert.deepEqual(new Set(seen), new Set([seen[0]]));
  assert.equal(rewind(), true);
});

test("memory that has grown a little is given back empty", () => {
  pyodide.runPython("big = bytearray(12_000_000); big[:] = b'z' * len(big)");
  assert.equal(rewind(), true);
  assert.equal(pyodide.runPython("'big' in globals()"), false);
  assert.equal(pyodide.runPython("any(bytearray(12_000_000))"), false);
  rewind();
});

test("an exception on the way out is no hindrance", () => {
  assert.throws(() => pyodide.runPython("def f(n): return f(n + 1)\nf(0)"), /RecursionError/);
  assert.equal(rewind(), true);
  assert.equal(JSON.parse(pyodide.runPython(PROGRAM))[0], 1);
  assert.equal(rewind(), true);
});

test("a file that is left behind, open, or changed bars the way back", () => {
  pyodide.runPython("open('/tmp/left.txt', 'w').write('x')");
  assert.equal(rewind(), false);
  pyodide.FS.unlink("/tmp/left.txt");
  assert.equal(rewind(), true);
  pyodide.runPython(
    "f = open(os.__file__) if os.path.exists(os.__file__) else os.open('/dev/null', 0)",
  );
  assert.equal(rewind(), false);
});
