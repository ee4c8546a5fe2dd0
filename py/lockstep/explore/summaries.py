"""Step summaries on demand: what a step does is looked up, or found out by a watched run."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from typing import NamedTuple

from lockstep.explore.budget import Budget
from lockstep.explore.model.batches import Batches, batches_of
from lockstep.explore.model.core import ByBatch, Core, Trail, Unknown
from lockstep.explore.model.learn import Learner
from lockstep.explore.model.machine import Machine, arrivals_of
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.watched_run import LIMITS, Program, WatchedRun, run_along

#: Runs after which what earlier ones have left in circles goes: ``asyncio.run`` goes through all
#: tasks that are alive.
_COLLECT_EVERY = 16


class Unfold(Exception):
    """The program cancels tasks or has completions that do more than wake one."""


class PredictedOutcome(NamedTuple):
    """What identifies an ending until a run shows its outcome.

    Attributes:
        over: how it ended, the status first, and what the last task had seen.
        held: of the locations that count, what each holds, and whether several tasks wrote to it.
    """

    over: tuple[object, ...]
    held: frozenset[tuple[int, int, bool]]


class Summaries:
    """Answers what steps do, by running the program where no run has shown it yet.

    Attributes:
        memory: all that was learned.
        doubts: why an answer cannot be called exhaustive.
        shared: digests of what tasks shared in states that were executed, by the key of the state
            that the summaries have for it.
    """

    def __init__(self, program: Program, budget: Budget, memory: Memory | None = None) -> None:
        self.program, self.budget = program, budget
        self.memory = memory or Memory()
        self.machine = Machine(self.memory)
        self.batches = Batches(self.memory)
        self.doubts: list[str] = []
        self.shared: dict[int, bytes] = {}
        self._asked: tuple[int, Trail | ByBatch] | None = None

    def ask[**About, Answer](
        self, question: Callable[About, Answer], /, *about: About.args, **named: About.kwargs
    ) -> Answer:
        """Return the answer to a question, after as many runs as it takes.

        Raises:
            Unrepeatable: the program does not do the same twice.
            Unfold: it has to begin again with ``folded=False``.
            BudgetExhausted: a bound was hit.
        """
        while True:
            try:
                answer = question(*about, **named)
            except Unknown as unknown:
                self._find_out(unknown)
            else:
                self.budget.keep_time()
                return answer

    def _find_out(self, unknown: Unknown) -> None:
        asked = unknown.handle, unknown.trail
        if asked == self._asked:
            raise Unrepeatable("it did not come to the step that was expected")
        self.learn(*self.arrivals(unknown.trail))
        self._asked = asked  # not before: where there was no time to learn, it is asked again

    def doubt(self, what: str) -> None:
        """Note why no answer can be called exhaustive."""
        if what not in self.doubts:
            self.doubts.append(what)

    def arrivals(self, trail: Trail | ByBatch) -> tuple[dict[int, list[int]], int]:
        """Return what arrives in which batch, and the last batch that is chosen."""
        if isinstance(trail, ByBatch):
            return batches_of(trail.arrivals), trail.last
        return arrivals_of(self.machine, trail)

    def learn(self, arrivals: dict[int, list[int]], last: int) -> WatchedRun:
        """Run the program with these arrivals and remember what its steps did.

        Raises:
            BudgetExhausted: a bound was hit. Where the end of the time cut the run off, what it was
                to show is missing, and that is no sign of anything.
            Unfold: it has to begin again with ``folded=False``.
        """
        self.budget.spend_run()
        if self.budget.runs % _COLLECT_EVERY == 0:
            gc.collect(1)
        seconds = self.budget.at_most(LIMITS.seconds)
        watched = run_along(self.memory, self.program, arrivals, last, seconds)
        if watched.must_unfold and self.memory.folded:
            raise Unfold
        for doubt in watched.doubts:
            self.doubt(doubt)
        Learner(self.memory).learn(watched.log)
        self.budget.keep_time()
        return watched

    # --- endings --------------------------------------------------------------------------

    def ending(self, core: Core, over: tuple[object, ...] | None) -> Hashable:
        """Return what identifies an ending until a run shows its outcome."""
        memory, locations = self.memory, core.locations
        held = frozenset(
            (place, version, bin(locations.get(memory.writers_of(place), 0)).count("1") > 1)
            for place, version in locations.items()
            if place in memory.spelled or place in memory.opaque
        )
        return PredictedOutcome(over or ("deadlock", 0), held)
