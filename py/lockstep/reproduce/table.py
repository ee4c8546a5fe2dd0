"""Which completions arrive at which boundary, taken down while a schedule is replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lockstep.schedulers import Boundary, Chosen, Schedule, as_written


@dataclass(frozen=True)
class Row:
    """What arrives at one boundary, and what would by default: numbers, and all their labels."""

    boundary: int
    arrivals: tuple[int, ...]
    default: tuple[int, ...]
    labels: dict[int, str]


class TakingDown:
    """A scheduler that replays ``schedule`` and takes down what arrived.

    Attributes:
        rows: one for each boundary at which something arrived, or should have, in order.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._chosen = Chosen(schedule)
        self.rows: list[Row] = []

    def begin(self) -> None:
        """Start again."""
        self._chosen.begin()
        self.rows = []

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return the schedule's choice; raise Misfit where it does not fit."""
        chosen = tuple(self._chosen.arrivals(boundary))
        default = tuple(as_written(boundary))
        if chosen or default:
            labels = {number: boundary.pending[number].label for number in {*chosen, *default}}
            self.rows.append(Row(boundary.number, chosen, default, labels))
        return chosen

    def end(self) -> None:
        """Raise Misfit if the run ended before the schedule did."""
        self._chosen.end()

    def until_last_deviation(self) -> list[Row]:
        """Return the rows up to the last deviation: after it, the default order holds."""
        deviations = [n for n, row in enumerate(self.rows) if row.arrivals != row.default]
        return self.rows[: deviations[-1] + 1] if deviations else []
