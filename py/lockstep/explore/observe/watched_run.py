"""Run the program once along a chosen beginning, and hand its log on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType

from lockstep.cpython.futures import gathering_by
from lockstep.cpython.replacing import replaced
from lockstep.cpython.sync_monitor import EVERYTHING
from lockstep.environment.limits import Limits
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.footprint import Event
from lockstep.explore.observe.reporting_loop import Gathering, ReportingLoop
from lockstep.explore.observe.step_observer import StepObserver
from lockstep.instrument import instrument
from lockstep.run import Job
from lockstep.schedulers import Boundary, Deviation, Schedule, Scheduler, as_written

#: One run of an exploration: smaller than a run that is looked at.
LIMITS = Limits(steps=3_000, seconds=5.0)


@dataclass(frozen=True)
class Program:
    """What is explored.

    Attributes:
        source: its text.
        filename: what tracebacks call it.
        seed: for the ``random`` module.
        code: the text compiled, so that it reports what it does.
    """

    source: str
    filename: str
    seed: int
    code: CodeType

    @classmethod
    def of(cls, source: str, filename: str, seed: int) -> Program:
        """Return the program that ``source`` is; ``filename`` and ``seed`` are as for a run.

        Raises:
            SourceError: the text does not compile.
        """
        return cls(source, filename, seed, instrument(source, filename))


class _Following:
    """Lets completions arrive in given batches; afterwards, as written."""

    def __init__(self, arrivals: Mapping[int, Sequence[int]], last: int) -> None:
        self._arrivals, self._last = arrivals, last
        self.observer: StepObserver | None = None
        self.deviations: list[Deviation] = []

    def begin(self) -> None:
        """Nothing to forget."""

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return those chosen for this batch."""
        assert self.observer is not None
        batch = self.observer.batch
        if batch > self._last:
            return as_written(boundary)
        chosen = self._arrivals.get(batch, ())
        numbers = [self.observer.number_of(handle) for handle in chosen]
        if any(number not in boundary.pending for number in numbers) or (
            boundary.idle and not numbers
        ):
            raise Unrepeatable("what it waited for at this point was something else")
        if numbers != as_written(boundary):
            self.deviations.append(Deviation(boundary.number, tuple(numbers)))
        return numbers

    def end(self) -> None:
        """Nothing can be left over."""


@dataclass(frozen=True)
class WatchedRun:
    """One run: what happened, and what it says about the program."""

    log: list[Event]
    must_unfold: bool
    doubts: list[str]
    schedule: Schedule
    status: str
    result: str | None


@contextlib.contextmanager
def _asyncio_reports(observer: StepObserver) -> Iterator[None]:
    """Let gather's future and all_tasks report."""
    all_tasks = asyncio.all_tasks

    def reporting(loop: asyncio.AbstractEventLoop | None = None) -> set[asyncio.Task[object]]:
        with observer.paused():
            found = all_tasks(loop)
        observer.uses.all_tasks_asked()
        return found

    with (
        gathering_by(Gathering),
        replaced(asyncio.tasks, all_tasks=reporting),
        replaced(asyncio, all_tasks=reporting),
    ):
        yield


def run_along(
    memory: Memory,
    program: Program,
    arrivals: Mapping[int, Sequence[int]],
    last: int,
    seconds: float = LIMITS.seconds,
) -> WatchedRun:
    """Run ``program``; ``arrivals`` are handles of completions by the batch they arrive in.

    Args:
        memory: the names of handles.
        arrivals: for each batch up to ``last``; from then on the default order holds.
        last: the last batch that is chosen.
        seconds: real time that the run may take.

    Raises:
        Unrepeatable: what should arrive was not pending.
    """
    return watch(memory, program, _Following(arrivals, last), seconds)


def watch(
    memory: Memory, program: Program, scheduler: Scheduler, seconds: float = LIMITS.seconds
) -> WatchedRun:
    """Run ``program`` as ``scheduler`` says and see it all.

    ``scheduler.observer`` is set, so that it can ask what the names of handles stand for.
    """
    limits = replace(LIMITS, seconds=seconds)
    job = Job(
        program.source,
        program.filename,
        program.seed,
        limits,
        scheduler,
        code=program.code,
        loop_type=ReportingLoop,
        watched=EVERYTHING,
    )
    observer = StepObserver(memory, job)
    scheduler.observer = observer  # type: ignore[attr-defined]
    with _asyncio_reports(observer):
        ending, _ = job.run(observer)
        observer.finished(ending["status"])
    deviations = getattr(scheduler, "deviations", ())
    return WatchedRun(
        observer.log,
        observer.must_unfold,
        observer.doubts,
        Schedule(tuple(deviations)),
        ending["status"],
        ending["result"],
    )
