// The way back to a prepared interpreter, so that one worker can run one program again.
//
// A run must begin in the state in which its first one began. All of Python's state is in the
// memory of its WebAssembly instance, which is copied back as it was. What is outside of it cannot
// be copied: the files, which the loader keeps in JavaScript, and the table of functions. If a run
// has left anything there, there is no way back, and the worker has to be dropped.

/** @typedef {import("pyodide").PyodideInterface["FS"]} Files */
/**
 * @typedef {{name_next?: Node, mode: number, usedBytes?: number, contents?: unknown,
 *   atime: number, mtime: number, ctime: number}} Node a file or a folder, as Emscripten keeps it
 */
/** @typedef {{mode: number, usedBytes?: number, contents?: unknown, atime: number, mtime: number, ctime: number}} Kept */

/** Memory never shrinks: what has grown by more than this is not cleared but given back whole. */
const GROWN = 32 * 1024 * 1024;
const FOLDER = 0o040000;
const KIND = 0o170000;

/** Every file and folder. @param {{nameTable: (Node | undefined)[]}} files @returns {Node[]} */
function nodesOf({ nameTable }) {
  const nodes = [];
  for (let node of nameTable) for (; node; node = node.name_next) nodes.push(node);
  return nodes;
}

/** @param {Node} node @returns {Kept} */
const keep = ({ mode, usedBytes, contents, atime, mtime, ctime }) => ({
  ...{ mode, usedBytes, contents, atime, mtime, ctime },
});

/** Whether a file is what it was; a folder in which something came and went differs in its times only.
 * @param {Node} node @param {Kept} was
 */
function isSame(node, was) {
  if (node.mode !== was.mode) return false;
  if ((node.mode & KIND) === FOLDER) return true;
  const { contents, usedBytes } = was;
  return node.contents === contents && node.usedBytes === usedBytes && +node.mtime === +was.mtime;
}

/** @param {any} files the loader's file system, of which only a part is declared */
function keepFiles(files) {
  const nodes = new Map(nodesOf(files).map((node) => [node, keep(node)]));
  const { nextInode } = files;
  const open = () => files.streams.filter(Boolean).length;
  const opened = open();
  return () => {
    const now = nodesOf(files);
    const left = now.length !== nodes.size || open() !== opened;
    if (
      left ||
      !now.every((node) => isSame(node, nodes.get(node) ?? keep({ ...node, mode: -1 })))
    ) {
      return false;
    }
    for (const [node, { atime, mtime, ctime }] of nodes)
      Object.assign(node, { atime, mtime, ctime });
    files.nextInode = nextInode;
    return true;
  };
}

/** Those of the globals that can change: the stack pointer is one. @param {WebAssembly.Exports} exports */
function keepGlobals(exports) {
  const kept = /** @type {[WebAssembly.Global, unknown][]} */ ([]);
  for (const each of Object.values(exports)) {
    if (!(each instanceof WebAssembly.Global)) continue;
    const { value } = each;
    try {
      each.value = value;
      kept.push([each, value]);
    } catch {} // a constant
  }
  return () => {
    for (const [each, value] of kept) each.value = value;
  };
}

const PAGE = 64 * 1024;

/** Where memory is not all zero, by whole pages: about half of it has never been touched.
 * @param {ArrayBuffer} buffer @returns {[number, number][]} from, to
 */
function stretchesOf(buffer) {
  const words = new Int32Array(buffer);
  const size = PAGE / words.BYTES_PER_ELEMENT;
  const stretches = /** @type {[number, number][]} */ ([]);
  for (let page = 0; page < buffer.byteLength / PAGE; page += 1) {
    const end = (page + 1) * size;
    let at = page * size;
    while (at < end && words[at] === 0) at += 1;
    if (at === end) continue;
    const last = stretches.at(-1);
    if (last && last[1] === page * PAGE) last[1] += PAGE;
    else stretches.push([page * PAGE, (page + 1) * PAGE]);
  }
  return stretches;
}

/** @param {ArrayBuffer} buffer @returns {(bytes: Uint8Array) => void} puts it back */
function keepMemory(buffer) {
  const kept = stretchesOf(buffer).map(([from, to]) => ({
    from,
    content: new Uint8Array(buffer.slice(from, to)),
  }));
  return (bytes) => {
    let end = 0;
    for (const { from, content } of kept) {
      bytes.fill(0, end, from);
      bytes.set(content, from);
      end = from + content.length;
    }
    bytes.fill(0, end);
  };
}

/**
 * @param {WebAssembly.Exports} exports of Python's instance
 * @param {Files} files
 * @returns {() => boolean} goes back to the state of now; false: there is no way back
 */
export function checkpoint(exports, files) {
  const memory = /** @type {WebAssembly.Memory} */ (exports.memory);
  const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
  const size = memory.buffer.byteLength;
  const rewindMemory = keepMemory(memory.buffer);
  const functions = table.length;
  const rewindGlobals = keepGlobals(exports);
  const rewindFiles = keepFiles(files);
  return () => {
    const bytes = new Uint8Array(memory.buffer);
    if (bytes.length > size + GROWN || table.length !== functions) return false;
    if (!rewindFiles()) return false;
    rewindMemory(bytes);
    rewindGlobals();
    return true;
  };
}
