"""What a location holds, as a value that can be compared between runs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

_PLAIN = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?|None|True|False|b?(['\"]).*\3", re.DOTALL)
_MAX = 190


def plain_value(shown: str | None) -> tuple[str, str] | None:
    """Return an immutable value, from its text, as what it is; None if it may be more than that."""
    if shown is None or len(shown) > _MAX or not _PLAIN.fullmatch(shown):
        return None
    return ("value", shown)


def content_of(obj: object, waiter_of: Mapping[object, int]) -> tuple[object, ...] | None:
    """Return the state of a lock, event or semaphore; None where its history has to tell."""
    if type(obj) is asyncio.Lock:
        state: object = obj._locked  # type: ignore[attr-defined]
    elif type(obj) is asyncio.Event:
        state = obj._value  # type: ignore[attr-defined]
    elif type(obj) is asyncio.Semaphore or type(obj) is asyncio.BoundedSemaphore:
        state = obj._value
    else:
        return None
    waiters = getattr(obj, "_waiters", None) or ()
    return (
        type(obj).__name__,
        state,
        tuple((waiter_of.get(future), future.done(), future.cancelled()) for future in waiters),
    )
