"""Shared state outside Python's own: files by `pathlib`, tables by `sqlite3`.

Seen where the learner's code calls a method on a path or a database. A file is called by its
name, a table by its own. Files opened with ``open()`` are not seen.
"""

from __future__ import annotations

import pathlib
import re
import sys
from dataclasses import dataclass
from typing import Any

from lockstep import show
from lockstep.inspection import is_a

_FILE = {"read_text": "read", "read_bytes": "read", "write_text": "write", "write_bytes": "write"}
_TABLE = re.compile(r"\b(?:FROM|UPDATE|INTO)\s+[\"'`\[]?(\w+)", re.IGNORECASE)
_SQL = frozenset(("execute", "executemany"))


@dataclass(frozen=True)
class Touch:
    """One access: 'read' or 'write', of what, seeing or leaving which value (None: unknown)."""

    kind: str
    key: str
    name: str
    value: str | None


def touched(obj: Any, method: str, args: tuple[Any, ...], returned: Any) -> Touch | None:
    """Return what the call ``obj.method(*args)``, which returned ``returned``, touched."""
    if is_a(obj, pathlib.Path) and method in _FILE:
        kind = _FILE[method]
        value = returned if kind == "read" else (args[0] if args else None)
        return Touch(kind, f"file {obj}", obj.name, show.value(value))
    if method in _SQL and _is_database(obj) and args and is_a(args[0], str):
        return _statement(args)
    return None


def is_outside(obj: Any, method: str) -> bool:
    """Return whether ``obj.method`` may touch state outside Python's own."""
    return (method in _FILE and is_a(obj, pathlib.Path)) or (method in _SQL and _is_database(obj))


def _is_database(obj: Any) -> bool:
    sqlite3 = sys.modules.get("sqlite3")  # a program that has not imported it has none
    return sqlite3 is not None and is_a(obj, (sqlite3.Connection, sqlite3.Cursor))


def _statement(args: tuple[Any, ...]) -> Touch | None:
    table = _TABLE.search(args[0])
    if table is None:
        return None
    verb = args[0].split(None, 1)[0].upper()
    given = args[1] if len(args) > 1 else None
    single = given[0] if is_a(given, (list, tuple)) and len(given) == 1 else given
    value = None if given is None else show.value(single)
    return Touch("read" if verb == "SELECT" else "write", f"table {table[1]}", table[1], value)
