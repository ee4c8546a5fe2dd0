"""What a program says about itself in its docstring.

Lines such as ``Watch: *.balance`` and ``Expect: ATMS * AMOUNT`` in the module's docstring
name the shared state that matters, and what `asyncio.run` should return if nothing goes wrong.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

_FIELD = re.compile(r"^(Watch|Expect|Update):[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)

_SAFE = {"min": min, "max": max, "sum": sum, "abs": abs, "len": len, "range": range}


@dataclass(frozen=True, slots=True)
class Directives:
    """The docstring's fields.

    Attributes:
        watch: patterns, as of `fnmatch`, of the names of the variables that matter.
        expect: an expression over the module's globals, or None.
        update: what one update is called, in the singular.
    """

    watch: tuple[str, ...] = ()
    expect: str | None = None
    update: str = "update"

    @classmethod
    @functools.lru_cache(maxsize=8)
    def of(cls, source: str) -> Directives:
        """Return what the module docstring of ``source`` declares."""
        try:
            text = ast.get_docstring(ast.parse(source)) or ""
        except (SyntaxError, ValueError, RecursionError):
            return cls()
        found: dict[str, str] = {m[1]: m[2] for m in _FIELD.finditer(text)}
        watch = tuple(part.strip() for part in found.get("Watch", "").split(",") if part.strip())
        return cls(watch, found.get("Expect"), found.get("Update", "update"))

    def watches(self, name: str) -> bool:
        """Return whether the variable ``name`` is one that matters."""
        return any(fnmatchcase(name, pattern) for pattern in self.watch)

    def expected(self, namespace: dict[str, object]) -> str | None:
        """Return the ``repr`` of the expected result, or None if there is none to be had."""
        if self.expect is None:
            return None
        try:
            return repr(eval(self.expect, {"__builtins__": _SAFE}, _plain(namespace)))
        except Exception:
            return None


def _plain(namespace: dict[str, object]) -> dict[str, object]:
    """Numbers, texts, and tuples of them: what cannot have changed and runs no code of its own."""
    return {name: value for name, value in namespace.items() if _is_plain(value)}


def _is_plain(value: object) -> bool:
    if type(value) is tuple:
        return all(_is_plain(each) for each in value)
    return type(value) in (int, float, str, bool)
