"""Replay that keeps its decisions: what was pending at each boundary, and what arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lockstep.schedulers.base import Boundary
from lockstep.schedulers.by_deadline import as_written
from lockstep.schedulers.replay import Chosen
from lockstep.schedulers.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Decision:
    """What arrived at one boundary.

    Attributes:
        boundary: with all that was pending.
        arrivals: the numbers of the completions that arrived, in their order.
    """

    boundary: Boundary
    arrivals: tuple[int, ...]

    @property
    def default(self) -> tuple[int, ...]:
        """What would have arrived by the default schedule."""
        return tuple(as_written(self.boundary))

    @property
    def is_deviation(self) -> bool:
        """Whether that differs from the default schedule."""
        return self.arrivals != self.default

    def label(self, completion: int) -> str:
        """Return what the pending completion of the number ``completion`` is called."""
        return self.boundary.pending[completion].label


class RecordingReplay:
    """The scheduler that replays ``schedule`` and keeps every decision.

    Attributes:
        decisions: one for each boundary at which something was pending, in order.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._replay = Chosen(schedule)
        self.decisions: list[Decision] = []
        self.set_order = schedule.set_order

    def begin(self) -> None:
        """Start again."""
        self._replay.begin()
        self.decisions = []

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return the schedule's choice at ``boundary``.

        Raises:
            Misfit: it names what is not pending there.
        """
        chosen = tuple(self._replay.arrivals(boundary))
        self.decisions.append(Decision(boundary, chosen))
        return chosen

    def late_us(self, boundary: int) -> int | None:
        """Return what the clock says at least after boundary ``boundary``, in microseconds.

        None where the schedule does not say.
        """
        return self._replay.late_us(boundary)

    def check_tasks(self, made: int) -> None:
        """Raise Misfit if a run lacks a task sets should list; ``made``: the number it made."""
        self._replay.check_tasks(made)

    def end(self) -> None:
        """Raise Misfit if the run ended before the schedule did."""
        self._replay.end()

    def until_last_deviation(self) -> list[Decision]:
        """Return the decisions up to the last deviation: after it, the default order holds."""
        deviations = [n for n, decision in enumerate(self.decisions) if decision.is_deviation]
        return self.decisions[: deviations[-1] + 1] if deviations else []
