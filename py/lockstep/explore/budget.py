"""What may be spent on an exploration, in runs and in seconds, and what has been."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

_now = time.perf_counter


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
