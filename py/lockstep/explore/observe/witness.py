"""Hears one run; stands where the recorder stands in an ordinary run."""

from __future__ import annotations

from asyncio import events

from lockstep.environment import tracebacks
from lockstep.environment.limits import LimitReached, Limits
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.turns import Turns
from lockstep.run import Job


class Witness(Turns):
    """Writes down what every step of a run did, and what became of the run."""

    watches_inputs = True

    def __init__(self, memory: Memory, job: Job) -> None:
        super().__init__(memory, job)
        self._limits: Limits = job.limits
        self._steps = 0

    def step_began(self, handle: events.Handle, batch: int) -> None:
        """The loop is about to run a handle."""
        super().step_began(handle, batch)
        self._steps += 1
        if self._steps > self._limits.steps:
            self.limit("steps", f"{self._limits.steps:,} steps were run")

    def limit(self, name: str, what: str) -> None:
        """End the run: a bound was hit."""
        raise self.limit_error(name, what)

    def limit_error(self, name: str, what: str) -> LimitReached:
        """Note that a bound was hit, stop the run and return the error to raise."""
        error = LimitReached(name, what)
        if not self.is_over:
            if self._event is not None:
                self._event.ending = ("limit",)
                self._end()
            self.is_over = True
        self._job.end_with(error)
        return error

    def finished(self, status: str) -> None:
        """The run is over."""
        if self._event is not None:  # else a bound or a deadlock ended it earlier
            self.is_over = False
            self._event.ending = (status,)
            self._end()
        self.is_over = True

    def main_result(self) -> object:
        """Return what the first task returned."""
        return self._result

    def let_go(self) -> None:
        """Keep nothing of the program's alive any longer."""
        self._result = None
        self._queued_at.clear()

    # --- nothing to note --------------------------------------------------------------------

    def clock_moved(self, from_us: int) -> None:
        """Virtual time went on."""
        if self._job.clock.now_us > self._limits.virtual_seconds * 1_000_000:
            self.limit("virtual_seconds", f"virtual time passed {self._limits.virtual_seconds} s")

    def deadlocked(self) -> None:
        """Nothing can run any more."""
        if self._event is not None:  # the thread itself stands still, in the middle of a step
            self._event.ending = ("deadlock",)
            self._end()
        self.is_over = True

    def blocked(self, from_us: int) -> None:
        """time.sleep() held everything up."""
        if self._event is not None:
            self._event.took_us += self._job.clock.now_us - from_us

    def failed(self, error: Exception) -> None:
        """Something of ours failed: from here on not all is seen."""
        tracebacks.of_ours(error)
        self.doubt(f"Lockstep itself failed while it watched ({type(error).__name__}: {error})")
