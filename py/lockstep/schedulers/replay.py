"""Replay: the default order, except where a schedule says otherwise."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from lockstep.schedulers.base import Boundary
from lockstep.schedulers.by_deadline import as_written
from lockstep.schedulers.schedule import Misfit, Schedule

_HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


class Chosen:
    """The scheduler of a run that replays ``schedule``."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._left = {d.boundary: d.arrivals for d in schedule.deviations}
        self._late = {d.boundary: d.late_us for d in schedule.deviations}
        self._last = -1
        self.set_order = schedule.set_order

    def begin(self) -> None:
        """Start again from the schedule's first deviation."""
        self._left = {d.boundary: d.arrivals for d in self._schedule.deviations}
        self._last = -1

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return the schedule's choice at ``boundary``.

        Raises:
            Misfit: the choice names a completion that is not pending, or none where the loop
                cannot go on without one.
        """
        self._last = boundary.number
        chosen = self._left.pop(boundary.number, None)
        if chosen is None:
            return as_written(boundary)
        missing = [number for number in chosen if number not in boundary.pending]
        pending = ", ".join(f"{c.number} ({c.label})" for c in boundary.pending.values())
        if missing:
            raise self._misfit(
                f"at boundary {boundary.number} it delivers completion {missing[0]}, "
                f"but pending are only {pending}"
            )
        if boundary.idle and not chosen:
            raise self._misfit(
                f"at boundary {boundary.number} it delivers nothing, but no task is ready, "
                f"so one of these must arrive: {pending}"
            )
        return chosen

    def late_us(self, boundary: int) -> int | None:
        """Return what the clock says at least after boundary number ``boundary``, in microseconds.

        None where the schedule does not say.
        """
        return self._late.get(boundary)

    def end(self) -> None:
        """Raise Misfit if the run ended before the schedule did."""
        if self._left:
            raise self._misfit(
                f"it chooses at boundary {min(self._left)}, "
                f"but after boundary {self._last} the run asked for no further choice"
            )

    def check_tasks(self, made: int) -> None:
        """Raise Misfit if a run lacks a task sets should list; ``made``: the number it made."""
        last = max(self.set_order, default=-1)
        if last >= made:
            raise self._misfit(f"sets are to list task {last}, but the run made no such task")

    def _misfit(self, why: str) -> Misfit:
        made = self._schedule.python
        note = "" if made == _HERE else f" (it was made with Python {made}; this is {_HERE})"
        return Misfit(f"schedule {self._schedule} does not fit this program: {why}{note}")
