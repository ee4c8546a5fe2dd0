"""A clock that tells a program, besides the time, of which unknown durations it is the sum."""

from __future__ import annotations

import datetime
import logging
import re
from fractions import Fraction

from lockstep.clock import MICROSECONDS, Clock, to_seconds
from lockstep.cpython.frames import asker
from lockstep.explore.observe.dates import Moment
from lockstep.explore.observe.durations import Durations
from lockstep.explore.observe.followed_numbers import Seconds, Ticks
from lockstep.explore.observe.linear import NONE, NOTHING, Linear, constant

_Date = datetime.datetime
_MAKES_RECORD = logging.LogRecord.__init__.__code__
#: Words by which a program could get at the time of a log record, other than as text.
_OF_RECORDS = re.compile(
    r"created|msecs|relativeCreated|__dict__|\b(?:vars|getattr|attrgetter|eval|exec)\b"
)


class UnknownClock(Clock):
    """A clock that tells a program, besides the time, of which durations it is the sum.

    Args:
        durations: of the execution.
        source: the program. If it names nothing by which it could get at the time of a log
            record, such a time is a plain number: it is only ever shown. (`logging` compares it
            for each record, to mend what floats round up; a whole microsecond is never rounded.)

    Attributes:
        durations: of this execution.
        linear: the time as their sum, in microseconds.
    """

    def __init__(self, durations: Durations, source: str) -> None:
        super().__init__()
        self._follows_records = bool(_OF_RECORDS.search(source))
        self.durations, self.linear = durations, NOTHING
        self._arrivals = 0

    def arrive(self, us: int) -> int:
        """Move forward, as a completion arrives: how far is not known."""
        before = super().move_to(us)
        self._arrivals += 1
        self.linear = self.linear.and_also(-self._arrivals)
        return before

    def move_to(self, us: int) -> int:
        """Move forward, as by ``time.sleep``."""
        before = super().move_to(us)
        self.linear = self.linear.moved(self.now_us - before)
        return before

    def look(self) -> int:
        """Return the time to a program that asks; to ask for ever takes time."""
        before = self.now_us
        found = super().look()
        self.linear = self.linear.moved(self.now_us - before)
        return found

    def seconds(self, since_us: int = 0) -> float:
        """Return seconds since ``since_us`` before the run began."""
        us = self.look()
        if self._is_for_record():
            return to_seconds(since_us + us)
        return Seconds.of(to_seconds(since_us + us), self.linear.moved(since_us), self.durations)

    def nanoseconds(self, since_us: int = 0) -> int:
        """Return nanoseconds since ``since_us`` before the run began."""
        us = self.look()
        if self._is_for_record():
            return 1000 * (since_us + us)
        linear = NOTHING.plus(self.linear.moved(since_us), 1000 * MICROSECONDS)
        return Ticks.of(1000 * (since_us + us), linear, self.durations)

    def date(self, kind: type[_Date], tz: datetime.tzinfo | None, since_us: int) -> _Date:
        """Return the time as a date to a program that asks."""
        us = self.look()
        value = kind.fromtimestamp(to_seconds(since_us + us), tz)
        if kind is not _Date:  # a class of the program's
            self.durations.pin(self.linear)
            return value
        found: _Date = Moment.of(value, self.linear.moved(since_us), self.durations)
        return found

    def _is_for_record(self) -> bool:
        """Return whether it is for a log record that the time is asked, which nobody compares."""
        if self._follows_records:
            return False
        frame = asker()
        return frame is not None and frame.f_code is _MAKES_RECORD

    def deadline_of(self, when: float) -> Linear:
        """Return the moment that an event loop's time ``when`` is."""
        return when.linear if type(when) is Seconds else constant(when)

    def arrived(self, number: int, before: Linear, deadlines: list[Linear], us: int | None) -> bool:
        """Something has arrived at the boundary ``number``: time has gone on.

        Returns whether it has gone on for longer than it had to.

        Args:
            number: of the boundary's batch.
            before: the time before.
            deadlines: of what has arrived.
            us: how long it took in this execution; None for no longer than it had to.
        """
        least = max([NONE, *(d.plus(before, -1).at(self.durations.taken) for d in deadlines)])
        least_us = -(-least.numerator // least.denominator)
        took = max(least_us, us or 0)
        began = before.at(self.durations.taken)
        self.durations.taken[number] = took
        self.linear = before.plus(Linear({number: Fraction(1)}, NONE))
        for deadline in deadlines:
            self.durations.require(self.linear.plus(deadline, -1))
        super().move_to(int(began) + took)
        return took > least_us
