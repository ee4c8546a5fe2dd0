"""What a location holds, as a value that can be compared between runs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lockstep.cpython.sync_objects import state_of, waiters_of

_PLAIN = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?|None|True|False|b?(['\"]).*\3", re.DOTALL)
_MAX = 190


def plain_value(shown: str | None) -> tuple[str, str] | None:
    """Return an immutable value, from its text, as what it is; None if it may be more than that."""
    if shown is None or len(shown) > _MAX or not _PLAIN.fullmatch(shown):
        return None
    return ("value", shown)


def content_of(obj: object, waiter_of: Mapping[object, int]) -> tuple[object, ...] | None:
    """Return the state of a lock, event or semaphore; None where its history has to tell."""
    state = state_of(obj)
    if state is None:
        return None
    waiters = [
        (waiter_of.get(future), future.done(), future.cancelled()) for future in waiters_of(obj)
    ]
    return type(obj).__name__, state, tuple(waiters)
