"""What the functions that run hold, asked for without keeping anything of it alive."""

from __future__ import annotations

import types
from inspect import CO_OPTIMIZED


def bound_names(frame: types.FrameType) -> tuple[str, ...]:
    """Return the local names that have a value, and keep nothing of it alive."""
    return tuple(local_values(frame))


def local_values(frame: types.FrameType) -> dict[str, object]:
    """Return what the local names hold that have a value."""
    names = frame.f_locals
    found = dict(names)
    if type(names) is dict and frame.f_code.co_flags & CO_OPTIMIZED:
        names.clear()  # before Python 3.13 a copy that stays
    return found
