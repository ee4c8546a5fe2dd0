"""A schedule is a value: the boundaries at which a run deviates from the default order.

As text: ``written`` for no deviation at all, else ``any-3.12:4=2.0,5=`` which reads: sleeps
of any length, made with Python 3.12; at boundary 4 completion 2 arrives and then completion
0; at boundary 5 nothing arrives; everywhere else the default order holds. ``4=2@61000000``
reads: at boundary 4 completion 2 arrives, so late that the clock then says 61 s, or more.
"""

from __future__ import annotations

import itertools
import re
import sys
from dataclasses import dataclass

WRITTEN = "written"
_TOKEN = re.compile(r"any-([0-9]+\.[0-9]+):(.+)")
_ENTRY = re.compile(r"([0-9]{1,9})=((?:[0-9]{1,9}(?:\.[0-9]{1,9})*)?)(?:@([0-9]{1,18}))?")
_HELP = (
    f"expected '{WRITTEN}' or, for example, 'any-{sys.version_info[0]}.{sys.version_info[1]}:4=2.0'"
)


class BadSchedule(ValueError):
    """A text that is no schedule."""


class Misfit(ValueError):
    """A schedule that does not fit the program it is replayed on."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """At one boundary other completions arrive than by the default schedule.

    Attributes:
        boundary: its number, from 0.
        arrivals: the numbers of exactly those that arrive, in their order.
        late_us: what the clock then says at least, in microseconds; None for no later than it
            has to be.
    """

    boundary: int
    arrivals: tuple[int, ...]
    late_us: int | None = None

    def __str__(self) -> str:
        late = "" if self.late_us is None else f"@{self.late_us}"
        return f"{self.boundary}={'.'.join(map(str, self.arrivals))}{late}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """All deviations of a run; none for the default order.

    Attributes:
        deviations: by ascending boundary.
        python: the version of the Python that it was made with, as '3.13'.
    """

    deviations: tuple[Deviation, ...] = ()
    python: str = f"{sys.version_info[0]}.{sys.version_info[1]}"

    def __str__(self) -> str:
        if not self.deviations:
            return WRITTEN
        return f"any-{self.python}:{','.join(map(str, self.deviations))}"

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """Return the schedule that ``text`` names.

        Raises:
            BadSchedule: with the part that cannot be read and an example of what can.
        """
        if text.strip() == WRITTEN:
            return cls()
        token = _TOKEN.fullmatch(text.strip())
        if token is None:
            raise BadSchedule(f"schedule {_shorten(text)!r} is not one: {_HELP}")
        deviations = tuple(_entry(part) for part in token[2].split(","))
        _check_ascending(deviations)
        return cls(deviations, token[1])


def _entry(part: str) -> Deviation:
    entry = _ENTRY.fullmatch(part)
    if entry is None:
        raise BadSchedule(f"schedule part {_shorten(part)!r} is not BOUNDARY=NUMBERS: {_HELP}")
    arrivals = tuple(int(number) for number in entry[2].split(".") if number)
    if len(set(arrivals)) < len(arrivals):
        raise BadSchedule(f"schedule part {_shorten(part)!r} names a completion twice")
    if entry[3] and not arrivals:
        raise BadSchedule(f"schedule part {_shorten(part)!r} sets the clock where nothing arrives")
    return Deviation(int(entry[1]), arrivals, int(entry[3]) if entry[3] else None)


def _check_ascending(deviations: tuple[Deviation, ...]) -> None:
    for first, second in itertools.pairwise(deviations):
        if first.boundary >= second.boundary:
            raise BadSchedule(
                f"schedule boundaries must ascend: {second.boundary} follows {first.boundary}"
            )


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
