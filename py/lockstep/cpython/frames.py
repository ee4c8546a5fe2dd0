"""The frames below the running function, of which no public function tells."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

#: ``frame_at(0)`` is the frame that calls it, ``frame_at(1)`` that one's caller, and so on. It is
#: the interpreter's own function, since a function of ours would be a frame more.
frame_at: Callable[[int], FrameType] = sys._getframe


def asker() -> FrameType | None:
    """Return the nearest frame that is not ours: whose code has called into this package."""
    frame: FrameType | None = frame_at(1)
    while frame is not None and package_of(frame) == "lockstep":
        frame = frame.f_back
    return frame


def package_of(frame: FrameType) -> str:
    """Return the package whose code a frame runs, "" where it has none."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
