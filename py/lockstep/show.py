"""Values as short text, without running a line of the learner's code.

A learner's ``__repr__`` could read shared state, count its calls or never return; showing a
value must not change the run. So only well-known types are shown by their own ``repr``.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import fractions
import itertools
import pathlib
import re
import reprlib
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

_ATOMS = (int, float, complex, bool, type(None), decimal.Decimal, fractions.Fraction)
_TRUSTED = (
    datetime.datetime,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    uuid.UUID,
    pathlib.PosixPath,
    pathlib.PurePosixPath,
    range,
)
_DICTS = (dict, OrderedDict, defaultdict, Counter)
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
MAX_TEXT = 200


class _Repr(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = MAX_TEXT
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = 20
        self.maxdict = 20
        self.maxlevel = 4

    def repr1(self, x: Any, level: int) -> str:
        kind = type(x)
        if kind in (str, int):
            return super().repr1(x, level)
        if kind in _ATOMS or kind in _TRUSTED:
            return repr(x)
        if kind in (list, tuple, set, frozenset, deque):
            return super().repr1(x, level)
        if kind in _DICTS:
            return self.repr_dict(x, level)
        if kind in (bytes, bytearray):
            return repr(x[:MAX_TEXT])
        return self._other(x, kind, level)

    def repr_dict(self, x: dict[Any, Any], level: int) -> str:
        # unlike reprlib's: in the program's own order
        if level <= 0:
            return "{...}"
        shown = [
            f"{self.repr1(k, level - 1)}: {self.repr1(v, level - 1)}"
            for k, v in itertools.islice(x.items(), self.maxdict)
        ]
        more = ["..."] if len(x) > self.maxdict else []
        return "{" + ", ".join(shown + more) + "}"

    def repr_set(self, x: Any, level: int) -> str:
        if not x:
            return "set()"
        # unlike reprlib's: never sorted by the elements' own methods, which may be the learner's
        plain = {type(element) for element in x} in ({int}, {str})
        elements = sorted(x) if plain else x
        shown = [self.repr1(element, level - 1) for element in elements] if level > 0 else ["..."]
        shown = shown if plain else sorted(shown)
        more = ["..."] if len(shown) > self.maxset else []
        return "{" + ", ".join(shown[: self.maxset] + more) + "}"

    def repr_frozenset(self, x: Any, level: int) -> str:
        return f"frozenset({self.repr_set(x, level) if x else ''})"

    def _other(self, x: Any, kind: type, level: int) -> str:
        if issubclass(kind, type):
            return f"<class {x.__name__}>"
        if issubclass(kind, enum.Enum) and kind.__repr__ is enum.Enum.__repr__:
            return f"<{kind.__name__}.{x._name_}>"
        if issubclass(kind, BaseException):
            return exception(x)
        if dataclasses.is_dataclass(kind) and level > 0:
            return self._dataclass(x, kind, level)
        return f"<{kind.__name__}>"

    def _dataclass(self, x: Any, kind: type, level: int) -> str:
        attributes = object.__getattribute__(x, "__dict__")  # with slots: shown as <Point>
        parts = [
            f"{f.name}={self.repr1(attributes[f.name], level - 1)}"
            for f in dataclasses.fields(kind)
            if f.repr and f.name in attributes
        ]
        return f"{kind.__name__}({', '.join(parts)})"


_REPR = _Repr()


def value(x: Any) -> str:
    """Return ``x`` as text, at most MAX_TEXT characters."""
    try:
        return clip(_REPR.repr1(x, _REPR.maxlevel))
    except Exception:
        return f"<{type(x).__name__}>"


def exception(error: BaseException) -> str:
    """Return an exception as ``repr`` would, its arguments shown safely."""
    return f"{type(error).__name__}({', '.join(value(a) for a in error.args)})"


def result(x: Any) -> str:
    """Return ``repr(x)`` for the value a program ended with, without memory addresses.

    The run is over, so here the learner's own ``__repr__`` may speak; if it fails, `value` does.
    """
    try:
        return clip(_ADDRESS.sub("", repr(x)), 20 * MAX_TEXT)
    except Exception:
        return value(x)


def clip(text: str, limit: int = MAX_TEXT) -> str:
    """Return ``text``, shortened in the middle if it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 3) // 2
    return f"{text[:half]}...{text[-half:]}"
