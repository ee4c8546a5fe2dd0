"""The modules ``time`` and ``datetime`` on a virtual clock, in one thread."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator

from lockstep.clock import MICROSECONDS, Clock, to_us
from lockstep.cpython.library import TAKEN_FROM_TIME
from lockstep.cpython.read_only import methods_put
from lockstep.cpython.replacing import only_here

#: What ``time.time()`` says at the beginning of every run: 2026-01-01 00:00:00 UTC.
EPOCH_US = 1_767_225_600 * MICROSECONDS


class _Clockwork:
    """The functions of the ``time`` module, on a virtual clock."""

    def __init__(self, clock: Clock, slept: Callable[[int], None]) -> None:
        self._clock, self._slept = clock, slept

    def sleep(self, seconds: float) -> None:
        """Block everything: virtual time goes on, no other task runs."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        before = self._clock.move_to(self._clock.now_us + to_us(float(seconds)))
        self._slept(before)

    def _seconds(self) -> float:
        return self._clock.seconds()

    def _nanoseconds(self) -> int:
        return self._clock.nanoseconds()

    def _epoch(self) -> float:
        return self._clock.seconds(EPOCH_US)

    def _broken_down(self, real: Callable[..., object]) -> Callable[..., object]:
        return lambda seconds=None: real(float(self._epoch()) if seconds is None else seconds)

    def _formatted(self, real: Callable[..., object]) -> Callable[..., object]:
        return lambda form, *given: real(form, *(given or (time.localtime(),)))

    def replacements(self) -> dict[str, Callable[..., object]]:
        """Return the module's functions by name."""
        steady = ("monotonic", "perf_counter", "process_time", "thread_time")
        calendar = {
            name: self._broken_down(_real(name)) for name in ("gmtime", "localtime", "ctime")
        }
        asctime = _real("asctime")
        return {
            "sleep": self.sleep,
            "time": self._epoch,
            "time_ns": lambda: self._clock.nanoseconds(EPOCH_US),
            **dict.fromkeys(steady, self._seconds),
            **{f"{name}_ns": self._nanoseconds for name in steady},
            **calendar,
            "strftime": self._formatted(_real("strftime")),
            "asctime": lambda *given: asctime(*(given or (time.localtime(),))),
        }


def _real(name: str) -> Callable[..., object]:
    function: Callable[..., object] = getattr(time, name)
    real: Callable[..., object] = getattr(function, "__wrapped__", function)
    return real


_Date = type[datetime.datetime]


@contextlib.contextmanager
def virtual_time(clock: Clock, slept: Callable[[int], None]) -> Iterator[None]:
    """Put the ``time`` module on ``clock``; ``slept`` is called after each time.sleep."""
    functions = _Clockwork(clock, slept).replacements()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_coordinated_time())
        present = {name: f for name, f in functions.items() if hasattr(time, name)}
        stack.enter_context(only_here(time, **present))
        for module, name in TAKEN_FROM_TIME:
            if module in sys.modules:
                monotonic = {name: functions["monotonic"]}
                stack.enter_context(only_here(sys.modules[module], **monotonic))
        yield


@contextlib.contextmanager
def _coordinated_time() -> Iterator[None]:
    """Let local time be UTC: a run must not depend on where it is made."""
    if not hasattr(time, "tzset") or time.timezone == time.daylight == 0:
        yield
        return
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ", None)  # which the program may have done, too
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@contextlib.contextmanager
def virtual_dates(clock: Clock) -> Iterator[None]:
    """Let ``datetime.now()``, ``today()`` and ``utcnow()`` ask ``clock``.

    The class stays CPython's own, so that a program which compares types, pickles or prints
    dates sees no other.
    """
    kind = datetime.datetime
    before = {name: vars(kind)[name] for name in ("now", "utcnow")}
    real_today = kind.today
    thread = threading.get_ident()

    def now(cls: _Date, tz: datetime.tzinfo | None = None) -> object:
        """Return new datetime object representing current time local to tz."""
        if threading.get_ident() != thread:
            return before["now"].__get__(None, cls)(tz)
        return clock.date(cls, tz, EPOCH_US)

    def today(cls: _Date) -> object:
        """Return the current date and time."""
        if threading.get_ident() != thread:
            return real_today()
        return clock.date(cls, None, EPOCH_US)

    def utcnow(cls: _Date) -> object:
        """Return a new datetime representing UTC day and time."""
        if threading.get_ident() != thread:
            return before["utcnow"].__get__(None, cls)()
        return clock.date(cls, datetime.UTC, EPOCH_US).replace(tzinfo=None)

    methods = {"now": now, "utcnow": utcnow, "today": today}
    with methods_put(kind, {name: classmethod(method) for name, method in methods.items()}):
        yield
