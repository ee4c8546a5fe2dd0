"""Compile Python source into archives of bytecode. Runs inside Pyodide, at build time.

The bytecode must be that of the Python in the page, so the page's own interpreter compiles
it. The archives hold the same bytes whoever builds them: entries are sorted and carry one
date, and a .pyc names the hash of its source instead of a time. They are marked unchecked,
so zipimport does not look for the source at run time.
"""

from __future__ import annotations

import importlib
import io
import marshal
import sys
import zipfile
from collections.abc import Iterable
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path

UNCHECKED_HASH = (1).to_bytes(4, "little")
DATE = (1980, 1, 1, 0, 0, 0)
INDEX = "_stdlib_rest.py"
INDEX_OF_LATER = "_lockstep_exploring.py"
CUSTOM = "sitecustomize.py"


def stdlib_zips(
    core: Iterable[str], with_source: Iterable[str], custom: bytes
) -> tuple[bytes, bytes]:
    """The standard library in use, as (what the page starts with, all the rest).

    ``custom`` is the text of a `sitecustomize` that the former has.
    """
    home = _stdlib_home()
    files = _unzip(Path(home))
    chosen = _closure(core, home)
    early = {name: text for name, text in files.items() if name in chosen}
    late = {name: text for name, text in files.items() if name not in chosen}
    early |= {INDEX: _index(early, late), CUSTOM: custom}
    kept = tuple(f"{package}/" for package in with_source)
    return _archive(early, home, kept), _archive(late, home, ())


def package_zips(
    files: dict[str, bytes], home: str, with_source: Iterable[str], later: Iterable[str]
) -> tuple[bytes, bytes]:
    """Our own packages, as (what a run needs, what is ``later``: files and folders).

    Tracebacks name ``home`` for both, as our own frames are told by it.
    """
    late = {name: text for name, text in files.items() if name.startswith(tuple(later))}
    early = {name: text for name, text in files.items() if name not in late}
    early |= {INDEX_OF_LATER: _index(early, late)}
    kept = tuple(with_source)
    return _archive(early, home, kept), _archive(late, home, kept)


def _stdlib_home() -> str:
    return next(entry for entry in sys.path if entry.endswith(".zip"))


def _unzip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}


def _closure(names: Iterable[str], home: str) -> set[str]:
    """The files of ``names`` and of everything that importing them brought in."""
    for name in names:
        importlib.import_module(name)
    paths = (getattr(module, "__file__", None) or "" for module in list(sys.modules.values()))
    return {path.removeprefix(f"{home}/") for path in paths if path.startswith(f"{home}/")}


def _index(early: Iterable[str], late: Iterable[str]) -> bytes:
    """A module that lists what can be imported once the rest has arrived.

    A package is listed by its own name alone, unless a part of it is here already.
    """
    here = {_root(name) for name in early}
    names = {name if _root(name) in here else _root(name) for name in late}
    return f"NAMES = {sorted(map(_dotted, names))!r}\n".encode()


def _root(name: str) -> str:
    return name.partition("/")[0]


def _dotted(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _archive(files: dict[str, bytes], home: str, with_source: tuple[str, ...]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            if name.endswith(".py"):
                _add(archive, f"{name}c", _bytecode(files[name], f"{home}/{name}"))
            if not name.endswith(".py") or name.startswith(with_source):
                _add(archive, name, files[name])
    return out.getvalue()


def _bytecode(text: bytes, path: str) -> bytes:
    code = compile(text, path, "exec", dont_inherit=True, optimize=0)
    return MAGIC_NUMBER + UNCHECKED_HASH + source_hash(text) + marshal.dumps(code)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, DATE)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
