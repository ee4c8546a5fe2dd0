"""The bounds of a run. Hitting one ends the run as ``limit`` and keeps what was recorded."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import CodeType

from lockstep.cpython.monitoring import all_codes, claim_tool, rest_tool, resume_tool

_now = time.perf_counter  # the real one: a run replaces time.perf_counter by a virtual one
_CHECK_EVERY = 1024
#: Seconds between two reports of a run that goes on, and how much of its output they hold.
REPORT_EVERY, REPORT_TAIL = 0.25, 2_000


#: Characters of a name, or of any other text in an event, that a trace keeps.
MAX_NAME = 400
#: Characters of an error's message, and of its traceback.
MAX_MESSAGE, MAX_TRACEBACK = 4_000, 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run may go.

    Attributes:
        steps: how many atomic steps of tasks and callbacks it may take.
        events: how many events may be recorded.
        virtual_seconds: virtual time, in seconds.
        entries: how many entries of queues and the like may be recorded with events: a thousand
            tasks that wait for one lock make a queue of a thousand, again at every turn.
        output: how many characters it may write to stdout and stderr together.
        seconds: real time in seconds, the last resort against a loop that never awaits.
    """

    steps: int = 20_000
    events: int = 50_000
    entries: int = 2_000_000
    virtual_seconds: int = 31_536_000
    output: int = 200_000
    seconds: float = 10.0


class LimitReached(BaseException):
    """A bound was hit; not an Exception, so that a program's own handlers let it pass."""

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit
        self.message = message


class TimeBudget:
    """Watches loops and calls of the learner's code against a budget of real seconds.

    ``spent`` is called once, in the middle of the code that took too long, and may raise.
    After that every line of the learner's code raises, so that no ``except`` holds it up.
    ``report`` is called a few times a second, with the time, in the middle of that code.
    Jumps in columns from ``beyond`` on are not looked at.
    """

    def __init__(
        self,
        code: CodeType,
        seconds: float,
        spent: Callable[[], BaseException],
        report: Callable[[float], None] | None = None,
        beyond: int = 1 << 30,
    ) -> None:
        self.code = code
        self._codes = all_codes(code)
        self._seconds = seconds
        self._until = _now() + seconds
        self._spent = spent
        self._report = report
        self._next_report = _now() + REPORT_EVERY
        self._error: BaseException | None = None
        self._ticks = 0
        self._beyond = beyond
        self._jumps: dict[tuple[CodeType, int], bool] = {}
        self._tool: int | None = None

    def __enter__(self) -> TimeBudget:
        monitoring, kinds = sys.monitoring, sys.monitoring.events
        tool = resume_tool(self._purpose)
        self._tool = claim_tool("lockstep-budget") if tool is None else tool
        for kind in (kinds.JUMP, kinds.PY_START, kinds.LINE):
            monitoring.register_callback(self._tool, kind, self._tick)
        if tool is None:
            for code in self._codes:
                monitoring.set_local_events(self._tool, code, kinds.JUMP | kinds.PY_START)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._tool is not None
        kinds = sys.monitoring.events
        used = (kinds.JUMP, kinds.PY_START, kinds.LINE)
        rest_tool(self._tool, self._purpose, self._codes, used, is_clean=self._error is None)

    @property
    def _purpose(self) -> Hashable:
        return "budget", id(self.code)

    def uses(self, name: str) -> bool:
        """Return whether the code uses a global or builtin of that name."""
        return any(name in code.co_names for code in self._codes)

    def end_now(self, error: BaseException) -> None:
        """Make every further line of the learner's code raise ``error``."""
        self._error = error
        if self._tool is not None:
            for code in self._codes:
                kinds = sys.monitoring.events
                sys.monitoring.set_local_events(self._tool, code, kinds.LINE | kinds.JUMP)

    def _tick(self, code: CodeType, place: int, *target: object) -> object:
        if self._error is not None:
            raise self._error
        if target and self._is_no_loop(code, place):
            return sys.monitoring.DISABLE
        self._ticks += 1
        if self._ticks % _CHECK_EVERY == 0:
            self._look_at_the_clock(_now())
        return None

    def _look_at_the_clock(self, now: float) -> None:
        if self._report is not None and now > self._next_report:
            self._next_report = now + REPORT_EVERY
            self._report(now)
        if now > self._until:
            self.end_now(self._spent())
            assert self._error is not None
            raise self._error

    def _is_no_loop(self, code: CodeType, place: int) -> bool:
        """Return whether a jump lies in a column that no text has: it goes round once only."""
        known = self._jumps.get((code, place))
        if known is None:
            *_, (_, _, _, end) = itertools.islice(code.co_positions(), place // 2 + 1)
            known = self._jumps[code, place] = end is not None and end >= self._beyond
        return known
