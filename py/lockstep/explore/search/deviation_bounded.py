"""Past all bounds: real runs with few deviations from the default order, then chance ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lockstep.run import run
from lockstep.schedulers import (
    AtRandom,
    Boundary,
    Deviation,
    Misfit,
    RecordingReplay,
    Schedule,
    as_written,
)
from lockstep.trace import Trace

#: With more pending completions than this, only single arrivals, none and the reverse are tried.
FEW = 3


@dataclass(frozen=True)
class Swept:
    """One run, and how far the sweep has come.

    ``done`` is the greatest number of deviations of which every schedule has been run; -1 for
    none. ``samples`` is the number of chance runs.
    """

    trace: Trace
    done: int
    samples: int


def sweep(
    source: str, filename: str, seed: int, most_samples: int, begin: Callable[[], None]
) -> Iterator[Swept]:
    """Yield runs by the number of their deviations, then up to ``most_samples`` chance runs.

    Args:
        source: the program.
        filename: what tracebacks call it.
        seed: for the program's own chance.
        most_samples: after which the sweep ends.
        begin: called before each run; may raise to end the sweep.
    """
    level = [Schedule()]
    for deviations in itertools.count():
        following: list[Schedule] = []
        for schedule in level:
            begin()
            replay = RecordingReplay(schedule)
            try:
                trace = run(source, seed=seed, filename=filename, scheduler=replay)
            except Misfit:
                continue
            yield Swept(trace, deviations - 1, 0)
            if deviations < 3 and len(following) < 20_000:
                following += _children(schedule, [d.boundary for d in replay.decisions])
        level = following
        if not level or deviations >= 2:
            break
    for sample in range(most_samples):
        begin()
        trace = run(source, seed=seed, filename=filename, scheduler=AtRandom(sample))
        yield Swept(trace, deviations, sample + 1)


def _children(schedule: Schedule, boundaries: list[Boundary]) -> Iterator[Schedule]:
    last = schedule.deviations[-1].boundary if schedule.deviations else -1
    for boundary in boundaries:
        if boundary.number > last:
            for arrivals in _others(boundary):
                yield Schedule((*schedule.deviations, Deviation(boundary.number, arrivals)))


def _others(boundary: Boundary) -> Iterator[tuple[int, ...]]:
    default, pending = tuple(as_written(boundary)), tuple(boundary.pending)
    least = 1 if boundary.idle else 0
    options: Iterable[tuple[int, ...]]
    if len(pending) <= FEW:
        options = itertools.chain.from_iterable(
            itertools.permutations(pending, size) for size in range(least, len(pending) + 1)
        )
    else:
        few: list[tuple[int, ...]] = [(number,) for number in pending]
        options = [*few, *([()] if not least else []), pending[::-1]]
    yield from (arrivals for arrivals in options if arrivals != default)
