"""Shared state outside Python's own: files by `pathlib`, tables by `sqlite3`.

Seen where the learner's code calls a method on a path or a database. A file is called by its
name, a table by its own; a statement whose WHERE asks for columns that equal given values is
about those rows alone. Files opened with ``open()`` are not seen.
"""

from __future__ import annotations

import pathlib
import re
import sys
from dataclasses import dataclass

from lockstep.objects import safe_repr
from lockstep.objects.inspection import is_a

_FILE = {"read_text": "read", "read_bytes": "read", "write_text": "write", "write_bytes": "write"}
_TABLE = re.compile(r"\b(?:FROM|UPDATE|INTO)\s+[\"'`\[]?(\w+)", re.IGNORECASE)
_WHERE = re.compile(
    r"\bWHERE\b(.*?)(?:\b(?:ORDER|GROUP|LIMIT|RETURNING)\b|;|$)", re.IGNORECASE | re.DOTALL
)
_EQUALS = re.compile(r"\s*[\"`\[]?(\w+)[\"`\]]?\s*==?\s*(\?|:\w+|'[^']*'|-?\d+)\s*", re.ASCII)
_SQL = frozenset(("execute", "executemany"))


@dataclass(frozen=True)
class Touch:
    """One access: 'read' or 'write', of what, seeing or leaving which value (None: unknown).

    Attributes:
        row: of a table, which rows, such as "[id = 1]"; '' for all of them.
    """

    kind: str
    key: str
    name: str
    value: str | None
    row: str = ""


def touched(obj: object, method: str, args: tuple[object, ...], returned: object) -> Touch | None:
    """Return what the call ``obj.method(*args)``, which returned ``returned``, touched."""
    if is_a(obj, pathlib.Path) and method in _FILE:
        kind = _FILE[method]
        value = returned if kind == "read" else (args[0] if args else None)
        return Touch(kind, f"file {obj}", obj.name, safe_repr.value(value))
    if method in _SQL and _is_database(obj) and args and is_a(args[0], str):
        return _statement(args[0], args[1] if len(args) > 1 else None)
    return None


def is_outside(obj: object, method: str) -> bool:
    """Return whether ``obj.method`` may touch state outside Python's own."""
    return (method in _FILE and is_a(obj, pathlib.Path)) or (method in _SQL and _is_database(obj))


def _is_database(obj: object) -> bool:
    sqlite3 = sys.modules.get("sqlite3")  # a program that has not imported it has none
    return sqlite3 is not None and is_a(obj, (sqlite3.Connection, sqlite3.Cursor))


def _statement(text: str, given: object) -> Touch | None:
    table = _TABLE.search(text)
    if table is None:
        return None
    verb = text.split(None, 1)[0].upper()
    row, used = _rows(text, given)
    key, name = f"table {table[1]}", table[1]
    if verb == "SELECT":
        return Touch("read", key, name, None, row)
    if used and is_a(given, (list, tuple)):
        given = given[: len(given) - used]
    single = given[0] if is_a(given, (list, tuple)) and len(given) == 1 else given
    return Touch("write", key, name, None if given is None else safe_repr.value(single), row)


def _rows(text: str, given: object) -> tuple[str, int]:
    """Return which rows a statement is about, and how many of the given values that takes."""
    where = _WHERE.search(text)
    if where is None or not (given is None or is_a(given, (dict, list, tuple))):
        return "", 0
    parts = [_EQUALS.fullmatch(part) for part in re.split(r"\bAND\b", where[1], flags=re.I)]
    columns = [(part[1], part[2]) for part in parts if part is not None]
    if len(columns) < len(parts):
        return "", 0
    used = sum(mark == "?" for _, mark in columns)
    values = list(given)[-used:] if used and is_a(given, (list, tuple)) else []
    if len(values) < used or text.count("?", where.end(1)):
        return "", 0
    terms = [f"{column} = {_meant(mark, values, given)}" for column, mark in columns]
    return f"[{' and '.join(sorted(terms))}]", used


def _meant(mark: str, values: list[object], given: object) -> str:
    if mark == "?":
        return safe_repr.value(values.pop(0))
    if mark.startswith(":"):
        return safe_repr.value(given.get(mark[1:]) if type(given) is dict else None)
    return mark
