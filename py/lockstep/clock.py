"""Virtual time: an integer number of microseconds that moves only when it is moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

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


def real_seconds(text: str) -> float:
    """Return the seconds that an option's ``text`` gives.

    Raises:
        ValueError: it is no length of time, or none that is more than 0.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise ValueError(f"{text!r} is not a time: give seconds, more than 0")
    return seconds


def duration_text(us: int) -> str:
    """Return a time in words for a reader: ``0.1 s``."""
    return f"{us / MICROSECONDS:.6f}".rstrip("0").rstrip(".") + " s"


#: How often in a row a program may look at the clock before looking takes time.
PATIENCE = 100
_LEAST_US = 100


class Clock:
    """A clock that starts at 0 and never goes back.

    A step takes no time, so a program that asks again and again whether its deadline has come
    would ask for ever. After PATIENCE looks with no time between them, each look takes a
    hundredth of what such looks have taken so far (at first, a tenth of a millisecond).

    Attributes:
        is_asked: whether it is the program that looks just now, and not the library; an
            observer of clock reads is put here.
    """

    def __init__(self) -> None:
        self.now_us = 0
        self.is_asked: Callable[[], bool] = lambda: True
        self._looks = self._looked_away_us = 0

    def move_to(self, us: int) -> int:
        """Move forward to ``us`` if that is later; return the time before."""
        before = self.now_us
        if us > before:
            self.now_us = us
            self._looks, self._looked_away_us = 0, us
        return before

    def arrive(self, us: int) -> int:
        """Move forward to a completion's deadline; return the time before."""
        return self.move_to(us)

    def seconds(self, since_us: int = 0) -> float:
        """Return the seconds since ``since_us`` before the run began, to a program that asks."""
        return to_seconds(since_us + self.look())

    def date(self, kind: type[datetime], tz: tzinfo | None, since_us: int) -> datetime:
        """Return the time as a date, ``since_us`` after 1970, to a program that asks."""
        return kind.fromtimestamp(to_seconds(since_us + self.look()), tz)

    def nanoseconds(self, since_us: int = 0) -> int:
        """Return nanoseconds since ``since_us`` before the run began, to a program that asks."""
        return 1000 * (since_us + self.look())

    def look(self) -> int:
        """Return the time, in microseconds, to a program that asks."""
        if self.is_asked():
            self._looks += 1
            if self._looks > PATIENCE:
                self.now_us += max(_LEAST_US, (self.now_us - self._looked_away_us) // 100)
        return self.now_us
