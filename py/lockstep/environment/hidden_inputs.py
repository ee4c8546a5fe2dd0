"""Watch for inputs that no event records: the clock, random numbers, files.

Only an exploration needs this: it cannot vouch for what it has not seen.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import decimal
import enum
import fractions
import os
import pathlib
import random
import re
import types
import uuid
from collections.abc import Iterator
from contextvars import Context, ContextVar, Token
from typing import Any, Protocol

from lockstep.objects.inspection import module_of

_SEEN_OR_FIXED: tuple[type, ...] = (
    *(int, float, complex, str, bytes, bool, type(None), tuple, frozenset, range, slice, type),
    *(datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo),
    *(decimal.Decimal, fractions.Fraction, enum.Enum, uuid.UUID, pathlib.PurePath, re.Pattern),
    *(types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.ModuleType),
    *(types.CoroutineType, BaseException, ContextVar, Context, Token, asyncio.Future),
)
_OTHERWISE = ("__main__", "asyncio", "_asyncio", "_sqlite3", "sqlite3", "typing", "lockstep")


class Alert(Protocol):
    """What receives them."""

    def clock_read(self) -> None: ...
    def chance_used(self) -> None: ...
    def file_opened(self) -> None: ...
    def doubted(self, obj: object) -> None: ...
    def doubt(self, what: str) -> None: ...


def is_opaque(obj: object) -> bool:
    """Return whether ``obj`` may change inside unobserved: a generator, a file."""
    kind = type(obj)
    if issubclass(kind, _SEEN_OR_FIXED):
        return False
    return module_of(kind).partition(".")[0] not in _OTHERWISE


class _Heard(random.Random):
    """The `random` module's generator, while each draw is watched."""

    alert: Alert

    def random(self) -> float:
        _Heard.alert.chance_used()
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        _Heard.alert.chance_used()
        return super().getrandbits(k)


@contextlib.contextmanager
def chance_heard(alert: Alert) -> Iterator[None]:
    """Tell of every random number that is drawn from the `random` module."""
    shared: Any = random._inst
    plain, before = type(shared), (random.random, random.getrandbits)
    _Heard.alert = alert
    shared.__class__ = _Heard
    random.random, random.getrandbits = shared.random, shared.getrandbits
    system: Any = os.urandom

    def watched(size: int) -> bytes:
        alert.chance_used()
        return bytes(system(size))

    os.urandom = random._urandom = watched  # type: ignore[attr-defined]
    try:
        yield
    finally:
        os.urandom = random._urandom = system  # type: ignore[attr-defined]
        random.random, random.getrandbits = before
        shared.__class__ = plain
