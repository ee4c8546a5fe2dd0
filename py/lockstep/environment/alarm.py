"""The timer that bounds a run by the real clock, and how the program does not notice it.

A process has one timer of this kind and one handler for its signal. While a run uses them, the
program sees a process in which no timer is set, and what it puts in the handler's place is kept
here: it is called when the program sends that signal itself.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

# the real ones: a run replaces them
_now, _handle = time.perf_counter, signal.signal
#: Seconds after the budget until a call that does not come back is interrupted.
GRACE = 0.4

_set_timer = None if sys.platform == "emscripten" else getattr(signal, "setitimer", None)

_Handler = Callable[..., object] | int | None


class Alarm:
    """Interrupts what no `TimeBudget` sees: one call, of C or the library, that takes too long.

    Where a process has signals, and only in its main thread, a timer raises what ``spent``
    returns in the middle of such a call, GRACE seconds after the budget should have, and again
    until the program is left. Calls into C that never look for signals (``sum`` of an endless
    iterator) cannot be interrupted from within: `lockstep.cli.watchdog` ends their process.

    Attributes:
        of_program: what the program has put in the handler's place.
    """

    def __init__(self, seconds: float, spent: Callable[[], BaseException]) -> None:
        self._seconds, self._spent = seconds, spent
        self._error: BaseException | None = None
        self._is_set = False
        self._until = _now() + seconds
        self.of_program: _Handler = signal.SIG_DFL

    def __enter__(self) -> Alarm:
        if _set_timer is not None and _is_main_thread():
            self._before = _handle(signal.SIGALRM, self._ring)
            self._is_set = True
            self._timer = _set_timer(signal.ITIMER_REAL, self._seconds + GRACE, GRACE)
            _alarms.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_set:
            assert _set_timer is not None
            _alarms.remove(self)
            _set_timer(signal.ITIMER_REAL, *self._timer)
            _handle(signal.SIGALRM, self._before)

    def _ring(self, number: int, frame: object) -> None:
        if _now() < self._until:
            self._sent_by_the_program(number, frame)
            return
        if self._error is None:
            self._error = self._spent()
        raise self._error

    def _sent_by_the_program(self, number: int, frame: object) -> None:
        if callable(self.of_program):
            self.of_program(number, frame)
        elif self.of_program != signal.SIG_IGN:
            _handle(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)  # which ends the process


_alarms: list[Alarm] = []


def _is_ours() -> bool:
    return bool(_alarms) and _is_main_thread()


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _unset(real: Callable[..., object], answer: object) -> Callable[..., object]:
    """Return ``real``, except that ours is not set, for the program, and cannot be."""

    @functools.wraps(real)
    def stand_in(*args: object) -> object:
        return answer if _is_ours() and _is_of_real_time(real, args) else real(*args)

    return stand_in


def _is_of_real_time(real: Callable[..., object], args: tuple[object, ...]) -> bool:
    """Return whether a call with these arguments is right, and about the timer that we use."""
    first = args[0] if args else None
    if real.__name__ == "alarm":
        return len(args) == 1 and isinstance(first, int)
    return first == signal.ITIMER_REAL and all(isinstance(x, int | float) for x in args)


def _handled(real: Callable[..., _Handler]) -> Callable[..., _Handler]:
    @functools.wraps(real)
    def stand_in(number: int, *handler: _Handler) -> _Handler:
        if not _is_ours() or number != signal.SIGALRM:
            return real(number, *handler)
        alarm = _alarms[-1]
        before = alarm.of_program
        if handler:
            real(number, *handler)  # which says what is wrong with it
            real(number, alarm._ring)
            alarm.of_program = handler[0]
        return before

    return stand_in


@functools.cache
def stand_ins() -> dict[str, Callable[..., object]]:
    """Return what stands in the module ``signal`` during a run, for names that this system has."""
    if _set_timer is None:
        return {}
    return {
        "alarm": _unset(signal.alarm, 0),
        "setitimer": _unset(_set_timer, (0.0, 0.0)),
        "getitimer": _unset(signal.getitimer, (0.0, 0.0)),
        "signal": _handled(signal.signal),
        "getsignal": _handled(signal.getsignal),
    }
