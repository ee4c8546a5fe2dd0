"""Past all bounds: real runs with few departures from the default order, then chance ones."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lockstep.run import run
from lockstep.schedulers import Boundary, Chosen, Deviation, Misfit, Schedule, as_written
from lockstep.trace import Trace

#: With more pending completions than this, only single arrivals, none and the reverse are tried.
FEW = 3


@dataclass(frozen=True)
class Swept:
    """One run, and how far the sweep has come.

    ``done`` is the greatest number of departures of which every schedule has been run; -1 for
    none. ``samples`` is the number of chance runs.
    """

    trace: Trace
    done: int
    samples: int


class _Noting:
    """Replays a schedule and notes what else could have arrived."""

    def __init__(self, schedule: Schedule) -> None:
        self._chosen = Chosen(schedule)
        self.boundaries: list[Boundary] = []

    def begin(self) -> None:
        """Start again."""
        self._chosen.begin()
        self.boundaries = []

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return the schedule's choice."""
        self.boundaries.append(boundary)
        return self._chosen.arrivals(boundary)

    def end(self) -> None:
        """Complain of choices that were never reached."""
        self._chosen.end()


class _AtRandom:
    """Chooses by chance; more often one or none than many."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)

    def begin(self) -> None:
        """Start again with the same chance."""
        self._random = random.Random(self._seed)

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return some of what is pending, in some order."""
        pending = list(boundary.pending)
        self._random.shuffle(pending)
        least = 1 if boundary.idle else 0
        most = min(len(pending), self._random.choice((1, 1, 2, 4)))
        return pending[: self._random.randint(least, max(least, most))]

    def end(self) -> None:
        """Nothing can be left over."""


def sweep(
    source: str, filename: str, seed: int, most_samples: int, begin: Callable[[], None]
) -> Iterator[Swept]:
    """Yield runs by the number of their departures, then up to ``most_samples`` chance runs.

    Args:
        source: the program.
        filename: what tracebacks call it.
        seed: for the program's own chance.
        most_samples: after which the sweep ends.
        begin: called before each run; may raise to end the sweep.
    """
    level = [Schedule()]
    for departures in itertools.count():
        following: list[Schedule] = []
        for schedule in level:
            begin()
            noting = _Noting(schedule)
            try:
                trace = run(source, seed=seed, filename=filename, scheduler=noting)
            except Misfit:
                continue
            yield Swept(trace, departures - 1, 0)
            if departures < 3 and len(following) < 20_000:
                following += _children(schedule, noting.boundaries)
        level = following
        if not level or departures >= 2:
            break
    for sample in range(most_samples):
        begin()
        trace = run(source, seed=seed, filename=filename, scheduler=_AtRandom(sample))
        yield Swept(trace, departures, sample + 1)


def _children(schedule: Schedule, boundaries: list[Boundary]) -> Iterator[Schedule]:
    last = schedule.deviations[-1].boundary if schedule.deviations else -1
    for boundary in boundaries:
        if boundary.number > last:
            for arrivals in _others(boundary):
                yield Schedule((*schedule.deviations, Deviation(boundary.number, arrivals)))


def _others(boundary: Boundary) -> Iterator[tuple[int, ...]]:
    usual, pending = tuple(as_written(boundary)), tuple(boundary.pending)
    least = 1 if boundary.idle else 0
    options: Iterable[tuple[int, ...]]
    if len(pending) <= FEW:
        options = itertools.chain.from_iterable(
            itertools.permutations(pending, size) for size in range(least, len(pending) + 1)
        )
    else:
        few: list[tuple[int, ...]] = [(number,) for number in pending]
        options = [*few, *([()] if not least else []), pending[::-1]]
    yield from (arrivals for arrivals in options if arrivals != usual)
