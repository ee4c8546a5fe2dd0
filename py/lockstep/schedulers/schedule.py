"""A schedule is a value: the boundaries at which a run deviates from the default order.

As text: ``written`` for no deviation at all, else ``any-3.12:4=2.0,5=`` which reads: sleeps
of any length, made with Python 3.12; at boundary 4 completion 2 arrives and then completion
0; at boundary 5 nothing arrives; everywhere else the default order holds. ``4=2@61000000``
reads: at boundary 4 completion 2 arrives, so late that the clock then says 61 s, or more.
``any-3.12:sets=3.1,4=2`` reads: a set lists task 3 before task 1 (0 is the first that is made),
and at boundary 4 completion 2 arrives.
"""

from __future__ import annotations

import itertools
import re
import sys
from dataclasses import dataclass

WRITTEN = "written"
_SETS = "sets="
_TASKS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})+")
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
        set_order: tasks by the numbers of their creation, in the order in which a set lists them,
            which CPython leaves to their addresses; all others are listed as they were created.
    """

    deviations: tuple[Deviation, ...] = ()
    python: str = f"{sys.version_info[0]}.{sys.version_info[1]}"
    set_order: tuple[int, ...] = ()

    def __str__(self) -> str:
        sets = [f"{_SETS}{'.'.join(map(str, self.set_order))}"] if self.set_order else []
        parts = [*sets, *map(str, self.deviations)]
        return f"any-{self.python}:{','.join(parts)}" if parts else WRITTEN

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
        first, *rest = parts = token[2].split(",")
        set_order = _set_order(first) if first.startswith(_SETS) else ()
        deviations = tuple(_entry(part) for part in (rest if set_order else parts))
        _check_ascending(deviations)
        return cls(deviations, token[1], set_order)


def _set_order(part: str) -> tuple[int, ...]:
    tasks = part.removeprefix(_SETS)
    if not _TASKS.fullmatch(tasks):
        raise BadSchedule(
            f"schedule part {_shorten(part)!r} does not list tasks: expected, for example, "
            "'sets=2.1' for a set that lists task 2 before task 1"
        )
    numbers = tuple(map(int, tasks.split(".")))
    if len(set(numbers)) < len(numbers):
        raise BadSchedule(f"schedule part {_shorten(part)!r} names a task twice")
    return numbers


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
