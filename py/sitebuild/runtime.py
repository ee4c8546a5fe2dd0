"""Fill dist/runtime/<hash of its content>/: Pyodide, the standard library as bytecode, lockstep.

The page fetches these files and hands them to its sandbox (site/js/runner). Their names are
those of FILES in site/js/runner/protocol.js.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .core_modules import CORE, WITH_SOURCE
from .lockfile import small_lock
from .node import ESBUILD, Node

#: Where the worker puts the engine's archive; the bytecode names it in tracebacks.
ENGINE_HOME = "/lib/lockstep.zip"
PACKAGES = ("lockstep", "pagehost")
#: Part of the standard library's archive, where `site` looks for it.
CUSTOM = "pagehost/at_start.py"
#: What only docs builders, the command line and this build use. A page brings the lessons that it
#: shows as data of its own.
NOT_IN_PAGE = (
    CUSTOM,
    "lockstep/catalogue.py",
    "lockstep/scenarios/",
    "lockstep/checking/",
    "lockstep/exercises/catalogue.py",
    "lockstep/exercises/tasks/",
    "lockstep/embedding/",
    "lockstep/sphinx.py",
    "lockstep/fences.py",
    "lockstep/cli/",
    "lockstep/__main__.py",
    "lockstep/trace/schema.py",
)
#: What a run does without: it comes in an archive of its own, after all that a run needs.
EXPLORING = (
    "lockstep/explore/",
    "lockstep/exercises/",
    "lockstep/reproduce/",
    "lockstep/share/",
    "lockstep/testing/",
)
#: What a script for stock asyncio begins with is read as text.
ENGINE_WITH_SOURCE = ("lockstep/reproduce/stock.py",)
STOCK = ("pyodide.asm.mjs", "pyodide.asm.wasm")
_SANDBOX = "runner/sandbox"
_PREFIX_OF_HASH = 16


def build(node: Node, out: Path, cache: Path) -> dict[str, Any]:
    """Fill ``out`` (dist/runtime) and return what the page must know.

    That is the files with their sizes, and the text of the sandbox frame's script, which is
    small and wanted before all else.
    """
    contents = _contents(node, cache)
    version = _hash(content for name in sorted(contents) for content in (name, contents[name]))
    shutil.rmtree(out, ignore_errors=True)
    folder = out / version
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    url = f"{out.name}/{version}"
    files = {name: _describe(f"{url}/{name}", contents[name], cache) for name in contents}
    return {"files": files, "frame": _bundled(node, f"{_SANDBOX}/frame.js", "--format=iife")}


def _contents(node: Node, cache: Path) -> dict[str, bytes]:
    pyodide = node.root / "node_modules/pyodide"
    contents = {name: (pyodide / name).read_bytes() for name in STOCK}
    contents |= _stdlib(node, cache)
    contents |= _engine(node, cache, contents["stdlib-core.zip"])
    lock = small_lock(pyodide / "pyodide-lock.json", [])
    given = {"PYODIDE_LOCK": lock, "EXPLORING_SIZE": len(contents["lockstep-exploring.zip"])}
    defined = [f"--define:{name}={json.dumps(value)}" for name, value in given.items()]
    worker = _bundled(node, f"{_SANDBOX}/worker.js", "--format=esm", *defined)
    contents["worker.js"] = worker.encode()
    contents["gate.js"] = _bundled(node, "runner/gate/worker.js", "--format=iife").encode()
    return contents


def _describe(url: str, content: bytes, cache: Path) -> dict[str, Any]:
    return {"url": url, "bytes": len(content), "gzip": _compressed_size(content, cache)}


def _compressed_size(content: bytes, cache: Path) -> int:
    """As hosts compress it; kept, since that takes a second for all of the runtime."""
    kept = cache / "sizes" / _hash([content])
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_text(str(len(gzip.compress(content, mtime=0))), encoding="utf-8")
        unfinished.replace(kept)
    return int(kept.read_text(encoding="utf-8"))


def _stdlib(node: Node, cache: Path) -> dict[str, bytes]:
    custom = node.root / "py" / CUSTOM

    def make(folder: Path) -> None:
        out = {"core": str(folder / "stdlib-core.zip"), "rest": str(folder / "stdlib-rest.zip")}
        job = {"task": "stdlib", "core": CORE, "withSource": WITH_SOURCE, "custom": str(custom)}
        _compile(node, job | {"out": out})

    return _cached(cache / "stdlib", _key([*_tools(node.root), custom], CORE), make)


def _engine(node: Node, cache: Path, stdlib: bytes) -> dict[str, bytes]:
    files = _package_files(node.root / "py")

    def make(folder: Path) -> None:
        core = folder / "core.zip"
        core.write_bytes(stdlib)
        job = {
            "task": "package",
            "stdlib": str(core),
            "home": ENGINE_HOME,
            "files": {name: str(path) for name, path in files.items()},
            "withSource": ENGINE_WITH_SOURCE,
            "later": EXPLORING,
            "out": {
                "engine": str(folder / "lockstep.zip"),
                "exploring": str(folder / "lockstep-exploring.zip"),
            },
        }
        _compile(node, job)
        core.unlink()

    key = _key([*_tools(node.root), *files.values()], [*files, *ENGINE_WITH_SOURCE, *EXPLORING])
    return _cached(cache / "engine", key, make)


def _package_files(home: Path) -> dict[str, Path]:
    found = (path for package in PACKAGES for path in (home / package).rglob("*.py"))
    names = {path.relative_to(home).as_posix(): path for path in sorted(found)}
    return {name: path for name, path in names.items() if not name.startswith(NOT_IN_PAGE)}


def _tools(root: Path) -> list[Path]:
    """What decides, beside its sources, what an archive holds."""
    return [
        root / "py/sitebuild/pyc_zips.py",
        root / "site/js/build/compile-python.js",
        root / "node_modules/pyodide/package.json",
    ]


def _compile(node: Node, job: dict[str, Any]) -> None:
    job = job | {"compiler": str(node.root / "py/sitebuild/pyc_zips.py")}
    script = "site/js/build/compile-python.js"
    node.run(script, stdin=json.dumps(job), what="compiling Python for the page")


def _bundled(node: Node, name: str, *options: str) -> str:
    """A script of its own realm in one file. What Pyodide's loader imports in Node stays out."""
    return node.printed(
        ESBUILD,
        f"site/js/{name}",
        *("--bundle", "--minify", "--target=es2022", "--external:node:*"),
        *("--log-level=warning", *options),
        what=f"bundling {name}",
    )


def _cached(home: Path, key: str, make: Callable[[Path], None]) -> dict[str, bytes]:
    """The files that ``make`` writes, kept until the key changes."""
    folder = home / key
    if not folder.exists():
        shutil.rmtree(home, ignore_errors=True)
        unfinished = home / "unfinished"
        unfinished.mkdir(parents=True)
        make(unfinished)
        unfinished.rename(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _key(files: Iterable[Path], *also: object) -> str:
    return _hash([*(path.read_bytes() for path in files), *map(repr, also)])


def _hash(contents: Iterable[str | bytes]) -> str:
    total = hashlib.sha256()
    for content in contents:
        piece = content.encode() if isinstance(content, str) else content
        total.update(len(piece).to_bytes(8) + piece)
    return total.hexdigest()[:_PREFIX_OF_HASH]
