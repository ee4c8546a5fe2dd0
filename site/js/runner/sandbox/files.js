// The files of an interpreter, which its loader keeps in JavaScript.

/**
 * @typedef {{name_next?: Node, mode: number, usedBytes?: number, contents?: unknown,
 *   atime: number, mtime: number, ctime: number}} Node a file or a folder, as Emscripten keeps it
 */
/** @typedef {{mode: number, usedBytes?: number, contents?: unknown, atime: number, mtime: number, ctime: number}} Kept */
/** @typedef {{nameTable: (Node | undefined)[], nextInode: number, streams: unknown[]}} Files the
 * loader's file system, as far as it is read here */
/** @typedef {{mode: number, atime: number, mtime: number, ctime: number}} Times */

const FOLDER = 0o040000;
const KIND = 0o170000;

/** Every file and folder, those of equal trees in the same order. @param {Files} files @returns {Node[]} */
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

/** @param {Files} files @returns {() => boolean} makes them what they are now; whether that could be done */
export function keepFiles(files) {
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

/** When each was made and changed, which Python compares with what it has noted of a folder.
 * @param {Files} files @returns {Times[]}
 */
export const timesOf = (files) =>
  nodesOf(files).map(({ mode, atime, mtime, ctime }) => ({ mode, atime, mtime, ctime }));

/** Of an equal tree. @param {Files} files @param {Times[]} times */
export function setTimes(files, times) {
  const nodes = nodesOf(files);
  const isEqual =
    nodes.length === times.length && nodes.every(({ mode }, at) => mode === times[at].mode);
  if (!isEqual) throw new Error("the files are not those of the image");
  nodes.forEach((node, at) => {
    const { atime, mtime, ctime } = times[at];
    Object.assign(node, { atime, mtime, ctime });
  });
}
