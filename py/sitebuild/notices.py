"""THIRD-PARTY.txt: the licences of everything that is shipped and is not ours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from .node import BuildError

_HEAD = """\
Lockstep itself is under the MIT licence (see LICENSE.txt).
What follows is the work of others that this site ships, with its licences.
"""
_PYODIDE = """\
Pyodide {version} (https://pyodide.org), under the Mozilla Public License 2.0:
https://www.mozilla.org/MPL/2.0/. Its source is at https://github.com/pyodide/pyodide/tree/{version}.
The files pyodide.asm.mjs and pyodide.asm.wasm are shipped unchanged; pyodide.mjs is part of
worker.js. pyodide.asm.wasm holds CPython and the libraries it is built with; the archives of
the standard library hold CPython's own modules, compiled.

Emscripten (https://emscripten.org), whose runtime is part of pyodide.asm.mjs and
pyodide.asm.wasm, under the MIT licence and the University of Illinois/NCSA licence:
https://github.com/emscripten-core/emscripten/blob/main/LICENSE.
"""
_CPYTHON = "CPython (https://www.python.org), under the licence that follows.\n\n"
_LINE = "\n" + "-" * 78 + "\n\n"


def notices(root: Path, packages: Iterable[str]) -> str:
    """The text for these npm packages and for the runtime."""
    pyodide = _manifest(root / "node_modules/pyodide")
    cpython = (Path(__file__).parent / "licences" / "cpython.txt").read_text(encoding="utf-8")
    parts = [_HEAD, _PYODIDE.format(version=pyodide["version"]), _CPYTHON + cpython]
    return _LINE.join(parts + [_notice(root / "node_modules" / name) for name in packages])


def _notice(package: Path) -> str:
    manifest = _manifest(package)
    return (
        f"{manifest['name']} {manifest['version']}, licence: {manifest['license']}\n\n"
        f"{_licence(package).strip()}\n"
    )


def _manifest(package: Path) -> dict[str, str]:
    manifest: dict[str, str] = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return manifest


def _licence(package: Path) -> str:
    for path in sorted(package.iterdir()):
        if path.stem.upper() in {"LICENSE", "LICENCE"}:
            return path.read_text(encoding="utf-8")
    raise BuildError(f"{package} is shipped but has no licence file; THIRD-PARTY.txt needs one.")
