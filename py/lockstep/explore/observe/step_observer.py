"""Observes one run whose steps are summarised; stands where the recorder stands in a shown run."""

from __future__ import annotations

import contextlib
from asyncio import events

from lockstep.environment import tracebacks
from lockstep.environment.limits import LimitReached
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.footprint import Event
from lockstep.explore.observe.handles_run import HandlesRun
from lockstep.explore.observe.shared_uses import SharedUses
from lockstep.explore.observe.step_log import StepLog
from lockstep.objects.registry import Place
from lockstep.observer import Observer
from lockstep.run import Job
from lockstep.schedulers import Completion


class StepObserver(Observer):
    """Has everything written into a log, by those who know what it means, and bounds the run.

    Args:
        memory: gives the names; what is learned from the log is kept there.
        job: the run.

    Attributes:
        uses: what steps share; `ReportingLoop` reports futures and tasks to it.
        handles: what the loop runs; `ReportingLoop` reports to it as well.
    """

    watches_inputs = True

    def __init__(self, memory: Memory, job: Job) -> None:
        self._log = StepLog(memory, job)
        self.uses = SharedUses(self._log)
        self.handles = HandlesRun(self._log, self.uses)
        self._job, self._limits = job, job.limits
        self._steps = 0

    # --- what the run has told ----------------------------------------------------------------

    @property
    def log(self) -> list[Event]:
        """What each handle did that was run, in order."""
        return self._log.steps

    @property
    def doubts(self) -> list[str]:
        """What the program shares that is not seen."""
        return self._log.doubts

    @property
    def must_unfold(self) -> bool:
        """Whether it cancels tasks, or has completions that do more than wake one."""
        return self._log.must_unfold

    @property
    def batch(self) -> int:
        """The number of the batch that runs, from 0."""
        return self._log.batch

    @property
    def is_over(self) -> bool:
        """Whether what still runs is mere clean-up."""
        return self._log.is_over

    @is_over.setter
    def is_over(self, value: bool) -> None:
        self._log.is_over = value

    def number_of(self, handle: int) -> int:
        """Return the number of the completion that a handle belongs to; -1 for none."""
        return self._log.number_of.get(handle, -1)

    def paused(self) -> contextlib.AbstractContextManager[None]:
        """Write nothing down meanwhile."""
        return self._log.paused()

    # --- the loop -----------------------------------------------------------------------------

    def posted(self, handle: events.Handle) -> None:
        """A handle was put into the ready queue."""
        self.handles.posted(handle)

    def armed(self, completion: Completion, handle: events.TimerHandle) -> None:
        """A completion is pending."""
        self.handles.armed(completion, handle)

    def step_began(self, handle: events.Handle, batch: int) -> None:
        """The loop is about to run a handle."""
        self.handles.step_began(handle)
        self._steps += 1
        if self._steps > self._limits.steps:
            self.limit("steps", f"{self._limits.steps:,} steps were run")

    def step_ended(self, handle: events.Handle) -> None:
        """The loop has run a handle."""
        self.handles.step_ended(handle)

    def clock_moved(self, from_us: int) -> None:
        """Virtual time went on."""
        if self._job.clock.now_us > self._limits.virtual_seconds * 1_000_000:
            self.limit("virtual_seconds", f"virtual time passed {self._limits.virtual_seconds} s")

    def blocked(self, from_us: int) -> None:
        """time.sleep() held everything up."""
        if self._log.event is not None:
            self._log.event.took_us += self._job.clock.now_us - from_us

    # --- what is shared -----------------------------------------------------------------------

    def accessed(self, kind: str, place: Place, value: str | None, line: int) -> None:
        """The learner's code read or wrote a place."""
        self.uses.accessed(kind, place, value)

    def doubted(self, obj: object) -> None:
        """An object whose inside cannot be seen was used."""
        self.uses.doubted(obj)

    def sync_called(self, obj: object, method: str) -> None:
        """A method of a lock, event, queue ... began."""
        self.uses.sync_called(obj, method)

    def sync_done(self, obj: object, method: str) -> None:
        """It returned."""
        self.uses.sync_done(obj, method)

    sync_left = sync_done

    def clock_read(self) -> None:
        """The program asked what time it is."""
        self.uses.clock_read()

    def file_opened(self) -> None:
        """The program called ``open()``."""
        self.uses.file_opened()

    def chance_used(self) -> None:
        """The program drew a random number."""
        self.uses.chance_used()

    def doubt(self, what: str) -> None:
        """Note that the program shares something that is not seen."""
        self._log.doubt(what)

    # --- how it ends --------------------------------------------------------------------------

    def limit(self, name: str, what: str) -> None:
        """End the run: a bound was hit."""
        raise self.limit_error(name, what)

    def limit_error(self, name: str, what: str) -> LimitReached:
        """Note that a bound was hit, stop the run and return the error to raise."""
        error = LimitReached(name, what)
        if not self.is_over:
            self._end_as("limit")
        self._job.end_with(error)
        return error

    def deadlocked(self) -> None:
        """Nothing can run any more; or the thread itself stands still, in the middle of a step."""
        self._end_as("deadlock")

    def finished(self, status: str) -> None:
        """The run is over."""
        if self._log.event is not None:  # else a bound or a deadlock ended it earlier
            self.is_over = False
        self._end_as(status)

    def _end_as(self, status: str) -> None:
        if self._log.event is not None:
            self._log.event.ending = (status,)
            self._log.end()
        self.is_over = True

    def failed(self, error: Exception) -> None:
        """Something of ours failed: from here on not all is seen."""
        tracebacks.of_ours(error)
        self.doubt(f"Lockstep itself failed while it watched ({type(error).__name__}: {error})")

    def main_result(self) -> object:
        """Return what the first task returned."""
        return self.handles.result

    def let_go(self) -> None:
        """Keep nothing of the program's alive any longer."""
        self.handles.result = None
        self.uses.queued_at.clear()
