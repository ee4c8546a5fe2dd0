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

from lockstep.cpython.library import shared_generator, system_chance_everywhere
from lockstep.objects.inspection import module_of
from lockstep.observer import Observer

_SEEN_OR_FIXED: tuple[type, ...] = (
    *(int, float, complex, str, bytes, bool, type(None), tuple, frozenset, range, slice, type),
    *(datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo),
    *(decimal.Decimal, fractions.Fraction, enum.Enum, uuid.UUID, pathlib.PurePath, re.Pattern),
    *(types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.ModuleType),
    *(types.CoroutineType, BaseException, ContextVar, Context, Token, asyncio.Future),
)
_OTHERWISE = ("__main__", "asyncio", "_asyncio", "_sqlite3", "sqlite3", "typing", "lockstep")


def is_opaque(obj: object) -> bool:
    """Return whether ``obj`` may change inside unobserved: a generator, a file."""
    kind = type(obj)
    if issubclass(kind, _SEEN_OR_FIXED):
        return False
    return module_of(kind).partition(".")[0] not in _OTHERWISE


class _WatchedRandom(random.Random):
    """The `random` module's generator, while each draw is watched."""

    observer: Observer

    def random(self) -> float:
        _WatchedRandom.observer.chance_used()
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        _WatchedRandom.observer.chance_used()
        return super().getrandbits(k)


@contextlib.contextmanager
def chance_watched(observer: Observer) -> Iterator[None]:
    """Report every random number that is drawn from the `random` module."""
    shared = shared_generator()
    plain, before = type(shared), (random.random, random.getrandbits)
    _WatchedRandom.observer = observer
    shared.__class__ = _WatchedRandom
    random.random, random.getrandbits = shared.random, shared.getrandbits
    system = os.urandom

    def watched(size: int) -> bytes:
        observer.chance_used()
        return system(size)

    try:
        with system_chance_everywhere(watched):
            yield
    finally:
        random.random, random.getrandbits = before
        shared.__class__ = plain
