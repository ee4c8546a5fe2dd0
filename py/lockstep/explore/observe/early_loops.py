"""Loops that choose what arrives at a boundary before the batch runs, as asyncio does."""

from __future__ import annotations

import asyncio
import itertools
from builtins import id  # a program may replace them
from collections.abc import Callable, Hashable
from contextvars import Context
from typing import Any

from lockstep.clock import MICROSECONDS, NEVER, to_seconds
from lockstep.explore.observe.choices import END, Seen
from lockstep.explore.observe.choosing_loop import PATIENCE, ChoosingLoop
from lockstep.explore.observe.execution import Execution
from lockstep.explore.observe.followed import plain
from lockstep.explore.observe.followed_numbers import Seconds
from lockstep.explore.observe.linear import NOTHING, Linear
from lockstep.explore.observe.unknown_clock import UnknownClock
from lockstep.schedulers import Boundary, Deviation, as_written


class EarlyLoop(ChoosingLoop):
    """Chooses what arrives at a boundary before the batch runs, as asyncio does."""

    ties_only = False

    def _ask(self, boundary: Boundary) -> tuple[int, ...]:
        execution: Execution = self.observer  # type: ignore[assignment]
        chosen: list[int] = []
        groups = _by_deadline(boundary) if self.ties_only else [list(boundary.pending)]
        for group in groups:
            left = list(group)
            while left:
                may_end = not self.ties_only and (bool(chosen) or not boundary.idle)
                if may_end and not chosen and execution.lag >= PATIENCE:
                    execution.was_impatient, may_end = True, False
                due = tuple(
                    (n, c.deadline_us - boundary.now_us) for n, c in boundary.pending.items()
                )
                rest = tuple(chosen), due if self.ties_only else None, self._stopping
                number = execution.choose(self, [*([END] if may_end else []), *left], rest)
                if number == END:
                    break
                left.remove(number)
                chosen.append(number)
        execution.lag = 0 if chosen else execution.lag + 1
        execution.choices.arrivals[self.numbers.batch] = chosen
        return boundary.checked(chosen)


class TimedLoop(EarlyLoop):
    """Besides, chooses how long things took, where that decides a comparison of times."""

    clock: UnknownClock

    # Any: whatever the loop takes
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deadlines: dict[int, Linear] = {}

    def _time_shown(self, is_own_use: bool) -> float:
        """Return virtual seconds, followed through asyncio as well."""
        if not is_own_use:
            return self.clock.seconds()
        us = self.clock.now_us
        return Seconds.of(to_seconds(us), self.clock.linear, self.clock.durations)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Arm a completion; remember of which durations its deadline is the sum."""
        deadline = self.clock.deadline_of(when) if plain(when) < NEVER / MICROSECONDS else NOTHING
        handle = super().call_at(plain(when), callback, *args, context=context)
        self._deadlines[self._number_of[id(handle)]] = deadline
        return handle

    def times(self) -> Hashable:
        """Return what decides all that can follow, as far as it is about time."""
        pending = [self._deadlines[number] for number in self._pending]
        return self.clock.durations.state(self.clock.linear, pending)

    def _reach_boundary(self) -> None:
        execution: Execution = self.observer  # type: ignore[assignment]
        before, batch = self.clock.linear, self.numbers.batch
        super()._reach_boundary()
        came = execution.choices.arrivals.get(batch)
        if came:
            us = execution.choices.durations.get(batch)
            deadlines = [self._deadlines[number] for number in came]
            if self.clock.arrived(batch, before, deadlines, us):
                execution.choices.late[batch] = self.clock.now_us


class TiesLoop(EarlyLoop):
    """Respects deadlines; what falls due at one moment arrives in any order."""

    ties_only = True


class ChosenLoop(ChoosingLoop):
    """Lets arrive what was chosen, batch by batch; afterwards, as written."""

    def _ask(self, boundary: Boundary) -> tuple[int, ...]:
        execution: Execution = self.observer  # type: ignore[assignment]
        chosen, batch = execution.choices.chosen, self.numbers.batch
        assert chosen is not None
        default = as_written(boundary)
        names = {execution.timer_of[number]: number for number in boundary.pending}
        numbers, last = default, max(chosen, default=-1)
        if batch > last:
            self._see(execution, boundary, default)
        if batch <= last:
            numbers = [names.get(name, END) for name in chosen.get(batch, ())]
        late_us = getattr(chosen, "late", {}).get(batch)
        if numbers != default or late_us is not None:
            execution.choices.deviations.append(Deviation(boundary.number, tuple(numbers), late_us))
        try:
            return boundary.checked(numbers)
        except (
            ValueError
        ) as error:  # what was chosen does not fit: that ends it, even if the program catches this
            self.ended_by = error
            raise

    def _late_us(self, boundary: int) -> int | None:
        execution: Execution = self.observer  # type: ignore[assignment]
        late: int | None = getattr(execution.choices.chosen, "late", {}).get(self.numbers.batch)
        return late

    def _see(self, execution: Execution, boundary: Boundary, default: list[int]) -> None:
        name, choices = execution.timer_of, execution.choices
        due = {name[n]: c.deadline_us for n, c in boundary.pending.items()}
        if choices.visited is not None:
            waits = tuple(when - boundary.now_us for when in due.values())
            execution.merge(self, ("chosen", waits, self._stopping))
        seen = Seen(self.numbers.batch, boundary.idle, due, tuple(name[n] for n in default))
        choices.seen.append(seen)


def _by_deadline(boundary: Boundary) -> list[list[int]]:
    due = as_written(boundary)
    when = {number: boundary.pending[number].deadline_us for number in due}
    return [list(group) for _, group in itertools.groupby(due, when.__getitem__)]
