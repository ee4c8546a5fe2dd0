"""One program being studied: what is known of it, what has been spent on it, what is left."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from lockstep.explore.model.batches import Batches, batches_of
from lockstep.explore.model.core import ByBatch, Core, Trail, Unknown
from lockstep.explore.model.learn import Learner
from lockstep.explore.model.machine import Machine, arrivals_of
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.watched_run import LIMITS, Program, WatchedRun, run_along

_now = time.perf_counter
#: Runs after which what earlier ones have left in circles goes: ``asyncio.run`` goes through all
#: tasks that are alive.
_COLLECT_EVERY = 16


class Unfold(Exception):
    """The program cancels tasks or has completions that do more than wake one."""


class BudgetExhausted(Exception):
    """A bound of the exploration was hit."""

    def __init__(self, bound: str) -> None:
        super().__init__(bound)
        self.bound = bound


class ShareExhausted(Exception):
    """The share of one way to explore has been spent; others may do better."""


class Budget:
    """Runs and seconds.

    Args:
        runs: executions that may be spent; None for no bound.
        seconds: real time; None for no bound.
        progress: called a few times a second.
    """

    def __init__(
        self, runs: int | None, seconds: float | None, progress: Callable[[], None] | None
    ) -> None:
        self.runs = 0
        self._most, self._began, self._progress = runs, _now(), progress
        self._until = None if seconds is None else self._began + seconds
        self._reported = self._began
        self._share_until: float | None = None

    @property
    def spent_ms(self) -> int:
        """Milliseconds since the beginning."""
        return round((_now() - self._began) * 1000)

    def left(self) -> float:
        """Return the seconds that are left."""
        return float("inf") if self._until is None else self._until - _now()

    def at_most(self, seconds: float) -> float:
        """Return ``seconds``, or what is left of the whole, but always enough for a small run."""
        return max(0.5, min(seconds, self.left()))

    def spend_run(self) -> None:
        """Count an execution.

        Raises:
            BudgetExhausted: there is none left, or no time.
        """
        if self._most is not None and self.runs >= self._most:
            raise BudgetExhausted(f"{self._most:,} runs")
        self.runs += 1
        self.keep_time()

    @contextlib.contextmanager
    def share(self, part: float, seconds: float = float("inf")) -> Iterator[None]:
        """Spend at most ``part`` of the time that is left, and ``seconds``, on what follows.

        Raises:
            ShareExhausted: that time is over, but not the whole.
        """
        self._share_until = _now() + min(part * self.left(), seconds)
        try:
            yield
        finally:
            self._share_until = None

    def keep_time(self) -> None:
        """Report how far it has come, now and then, and look at the clock.

        Raises:
            ShareExhausted: the share is over that is being spent.
            BudgetExhausted: there is no time left.
        """
        now = _now()
        if self._progress is not None and now - self._reported > 0.2:
            self._reported = now
            self._progress()
        if self._share_until is not None and now > self._share_until:
            raise ShareExhausted
        if self._until is not None and now > self._until:
            raise BudgetExhausted(f"{self._until - self._began:g} s")


class Foretold(NamedTuple):
    """What an ending is known by until a run shows its outcome.

    Attributes:
        over: how it ended, the status first, and what the last task knew.
        held: of the locations that count, what each holds, and whether several tasks wrote to it.
    """

    over: tuple[object, ...]
    held: frozenset[tuple[int, int, bool]]


class Study:
    """Answers what steps do, by running the program where that is not known yet.

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

    def known[**About, Answer](
        self, question: Callable[About, Answer], /, *about: About.args, **named: About.kwargs
    ) -> Answer:
        """Return the answer to a question, after as many runs as it takes.

        Raises:
            Unrepeatable: the program does not do the same twice.
            Unfold: the study has to begin again with ``folded=False``.
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
        self._asked = asked
        self.learn(*self.way(unknown.trail))

    def doubt(self, what: str) -> None:
        """Note why no answer can be called exhaustive."""
        if what not in self.doubts:
            self.doubts.append(what)

    def way(self, trail: Trail | ByBatch) -> tuple[dict[int, list[int]], int]:
        """Return what arrives in which batch, and the last batch that is chosen."""
        if isinstance(trail, ByBatch):
            return batches_of(trail.arrivals), trail.last
        return arrivals_of(self.machine, trail)

    def learn(self, arrivals: dict[int, list[int]], last: int) -> WatchedRun:
        """Run the program along a way and remember what its steps did."""
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
        return watched

    # --- endings --------------------------------------------------------------------------

    def ending(self, core: Core, over: tuple[object, ...] | None) -> Hashable:
        """Return what an ending is known by until a run shows its outcome."""
        memory, locations = self.memory, core.locations
        held = frozenset(
            (place, version, bin(locations.get(memory.writers_of(place), 0)).count("1") > 1)
            for place, version in locations.items()
            if place in memory.spelled or place in memory.opaque
        )
        return Foretold(over or ("deadlock", 0), held)
