"""Calls of `int` and `float` that keep following times.

They themselves make plain numbers, so where times are followed the program is compiled with other
functions in place of these calls.
"""

from __future__ import annotations

import ast
import math

from lockstep.explore.observe.followed import plain
from lockstep.explore.observe.followed_numbers import Seconds, Ticks

#: What is called in place of a builtin; no name of a program's.
_INSTEAD = {"int": "@int", "float": "@float"}


def whole_number(*given: object) -> int:
    """Return what ``int(...)`` does, of a time followed as well."""
    time = given[0] if len(given) == 1 else None
    if type(time) is Ticks:
        return time
    if type(time) is Seconds and plain(time) >= 0:
        return math.floor(time)
    return int(*given)  # type: ignore[call-overload, no-any-return]  # as the program calls it


def number(*given: object) -> float:
    """Return what ``float(...)`` does, of a time followed as well."""
    time = given[0] if len(given) == 1 else None
    if type(time) is Seconds:
        return time
    if type(time) is Ticks:
        return Seconds.of(float(plain(time)), time.linear, time.durations)
    return float(*given)  # type: ignore[arg-type]  # as the program calls it


#: What a program needs as builtins that was compiled by `following_times`.
BUILTINS = {"@int": whole_number, "@float": number}


def following_times(source: str) -> ast.Module:
    """Return a program whose calls of `int` and `float` keep following times."""
    tree = ast.parse(source)
    free = {name for name in _INSTEAD if not _is_bound(tree, name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            is_plain = len(node.args) == 1 and not node.keywords
            if node.func.id in free and is_plain and not isinstance(node.args[0], ast.Starred):
                node.func.id = _INSTEAD[node.func.id]
    return tree


def _is_bound(tree: ast.AST, name: str) -> bool:
    """Return whether a program gives a name a meaning of its own."""
    return any(
        name in (getattr(node, "name", None), getattr(node, "asname", None))
        or (isinstance(node, ast.arg) and node.arg == name)
        or (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
        for node in ast.walk(tree)
    )
