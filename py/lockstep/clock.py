"""Virtual time: an integer number of microseconds that moves only when it is told to."""

from __future__ import annotations

MICROSECONDS = 1_000_000

#: A deadline that never comes (``asyncio.sleep(float("inf"))``).
NEVER = 2**62


def to_us(seconds: float) -> int:
    """Return ``seconds`` as whole microseconds; infinity and beyond is NEVER."""
    if seconds >= NEVER / MICROSECONDS:
        return NEVER
    return round(seconds * MICROSECONDS)


def to_seconds(us: int) -> float:
    """Return ``us`` microseconds as seconds."""
    return us / MICROSECONDS


def say(us: int) -> str:
    """Return a time in words for a reader: ``0.1 s``."""
    return f"{us / MICROSECONDS:.6f}".rstrip("0").rstrip(".") + " s"


class Clock:
    """A clock that starts at 0 and never goes back."""

    def __init__(self) -> None:
        self.now_us = 0

    def move_to(self, us: int) -> int:
        """Move forward to ``us`` if that is later; return the time before."""
        before = self.now_us
        self.now_us = max(before, us)
        return before
