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
from builtins import id, type  # a program may replace them
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Set
from typing import TypeGuard

from lockstep.objects.inspection import arguments, identities, in_class, is_a, name_of

_TEXTS = identities(str, int)
_OWN_REPR = identities(
    *(int, float, complex, bool, type(None), decimal.Decimal, fractions.Fraction),
    datetime.datetime,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    uuid.UUID,
    pathlib.PosixPath,
    pathlib.PurePosixPath,
    range,
)
_SEQUENCES = identities(list, tuple, set, frozenset, deque)
_DICTS = identities(dict, OrderedDict, defaultdict, Counter)
_BYTES = identities(bytes, bytearray)
_SORTED = (identities(int), identities(str))
_ENUM_REPR = in_class(enum.Enum, "__repr__")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
MAX_TEXT = 200


class _Repr(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = MAX_TEXT
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = 20
        self.maxdict = 20
        self.maxlevel = 4

    def repr1(self, x: object, level: int) -> str:
        kind = type(x)
        which = id(kind)
        if which in _TEXTS or which in _SEQUENCES:
            return super().repr1(x, level)
        if which in _OWN_REPR:
            return repr(x)
        if which in _DICTS and is_a(x, dict):
            return self.repr_dict(x, level)
        if which in _BYTES and is_a(x, (bytes, bytearray)):
            return repr(x[:MAX_TEXT])
        return self._other(x, kind, level)

    def repr_dict(self, x: dict[object, object], level: int) -> str:
        # unlike reprlib's: in the program's own order
        if level <= 0:
            return "{...}"
        shown = [
            f"{self.repr1(k, level - 1)}: {self.repr1(v, level - 1)}"
            for k, v in itertools.islice(x.items(), self.maxdict)
        ]
        more = ["..."] if len(x) > self.maxdict else []
        return "{" + ", ".join(shown + more) + "}"

    def repr_set(self, x: Set[object], level: int) -> str:
        if not x:
            return "set()"
        # unlike reprlib's: never sorted by the elements' own methods, which may be the learner's
        if _is_plain(x):
            shown = self._elements(sorted(x), level)
        else:
            shown = sorted(self._elements(x, level))
        more = ["..."] if len(shown) > self.maxset else []
        return "{" + ", ".join(shown[: self.maxset] + more) + "}"

    def _elements(self, elements: Iterable[object], level: int) -> list[str]:
        return [self.repr1(each, level - 1) for each in elements] if level > 0 else ["..."]

    def repr_frozenset(self, x: Set[object], level: int) -> str:
        return f"frozenset({self.repr_set(x, level) if x else ''})"

    def _other(self, x: object, kind: type, level: int) -> str:
        if is_a(x, type):
            return f"<class {name_of(x)}>"
        if issubclass(kind, enum.Enum) and in_class(kind, "__repr__") is _ENUM_REPR:
            return f"<{name_of(kind)}.{object.__getattribute__(x, '_name_')}>"
        if is_a(x, BaseException):
            return exception(x)
        fields = in_class(kind, "__dataclass_fields__")
        if type(fields) is dict and level > 0:
            return self._dataclass(x, kind, fields, level)
        return f"<{name_of(kind)}>"

    def _dataclass(self, x: object, kind: type, fields: dict[str, object], level: int) -> str:
        attributes = object.__getattribute__(x, "__dict__")  # with slots: shown as <Point>
        parts = [
            f"{f.name}={self.repr1(attributes[f.name], level - 1)}"
            for f in fields.values()
            if type(f) is dataclasses.Field and f.repr and f.name in attributes
        ]
        return f"{name_of(kind)}({', '.join(parts)})"


def _is_plain(elements: Set[object]) -> TypeGuard[Set[int] | Set[str]]:
    """Return whether all are numbers, or all texts."""
    return {id(type(element)) for element in elements} in _SORTED


class _Whole(_Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = 20 * MAX_TEXT
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = 1000
        self.maxdict = 1000
        self.maxlevel = 8


_REPR, _WHOLE = _Repr(), _Whole()


def value(x: object) -> str:
    """Return ``x`` as text, at most MAX_TEXT characters."""
    try:
        return clip(_REPR.repr1(x, _REPR.maxlevel))
    except Exception:
        return f"<{name_of(type(x))}>"


def whole(x: object) -> str:
    """Return ``x`` as text, far less shortened: for comparing values."""
    try:
        return clip(_WHOLE.repr1(x, _WHOLE.maxlevel), 20 * MAX_TEXT)
    except Exception:
        return f"<{type(x).__name__}>"


def exception(error: BaseException) -> str:
    """Return an exception as ``repr`` would, its arguments shown safely."""
    given = ", ".join(map(value, arguments(error)))
    return f"{name_of(type(error))}({given})"


def result(x: object) -> str:
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
