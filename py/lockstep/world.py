"""The world a run lives in: virtual time, seeded chance, our loop, captured output.

Entering it replaces what a program sees of its surroundings, and leaving it puts everything
back. Only the thread that entered is fooled; others keep the real functions.
"""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import functools
import gc
import io
import linecache
import random
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from lockstep import isolation, unsupported
from lockstep.clock import MICROSECONDS, Clock, to_seconds, to_us
from lockstep.instrument import PROBE

#: What ``time.time()`` says at the beginning of every run: 2026-01-01 00:00:00 UTC.
EPOCH_US = 1_767_225_600 * MICROSECONDS


class Stream(io.TextIOBase):
    """stdout or stderr of a run.

    Args:
        name: 'stdout' or 'stderr'.
        written: told of every text written; returns how much of it may be kept.
        line_done: told of every finished line.
        full: called after a text that could not be kept whole.
    """

    def __init__(
        self,
        name: str,
        written: Callable[[str, str], int],
        line_done: Callable[[str, str], None],
        full: Callable[[], None],
    ) -> None:
        self.name = name
        self.text: list[str] = []
        self._line: list[str] = []  # parts of a line that has not ended yet
        self._written, self._line_done, self._full = written, line_done, full

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        """Keep ``text``; raise TypeError, as a real stream would, if it is no string."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        kept = text[: self._written(self.name, text)]
        self.text.append(kept)
        *lines, rest = kept.split("\n")
        for line in lines:
            self._line_done(self.name, "".join([*self._line, line]))
            self._line.clear()
        self._line.append(rest)
        if len(kept) < len(text):
            self._full()
        return len(text)

    def flush_line(self) -> None:
        """Tell of a last line that has no newline."""
        if line := "".join(self._line):
            self._line_done(self.name, line)
        self._line.clear()


class _Clockwork:
    """The functions of the ``time`` module, on a virtual clock."""

    def __init__(
        self, clock: Clock, slept: Callable[[int], None], asked: Callable[[], None]
    ) -> None:
        self._clock, self._slept, self._asked = clock, slept, asked

    def sleep(self, seconds: float) -> None:
        """Block everything: virtual time goes on, nobody else runs."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        before = self._clock.move_to(self._clock.now_us + to_us(seconds))
        self._slept(before)

    def _now_us(self) -> int:
        self._asked()
        return self._clock.now_us

    def replacements(self) -> dict[str, Callable[..., Any]]:
        """Return the module's functions by name."""
        seconds = lambda: to_seconds(self._now_us())  # noqa: E731
        nanoseconds = lambda: self._now_us() * 1000  # noqa: E731
        steady = ("monotonic", "perf_counter", "process_time", "thread_time")
        return {
            "sleep": self.sleep,
            "time": lambda: to_seconds(EPOCH_US + self._now_us()),
            "time_ns": lambda: (EPOCH_US + self._now_us()) * 1000,
            **dict.fromkeys(steady, seconds),
            **{f"{name}_ns": nanoseconds for name in steady},
        }


def _only_here(real: Any, replacement: Any) -> Any:
    """Return a function that is ``replacement`` in this thread and ``real`` in all others."""
    me = threading.get_ident()

    @functools.wraps(real)
    def chosen(*args: Any, **options: Any) -> Any:
        function = replacement if threading.get_ident() == me else real
        return function(*args, **options)

    return chosen


@contextlib.contextmanager
def _replaced(owner: Any, **values: Any) -> Iterator[None]:
    missing = object()
    before = {name: vars(owner).get(name, missing) for name in values}
    for name, value in values.items():
        setattr(owner, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is missing:
                delattr(owner, name)
            else:
                setattr(owner, name, value)


@contextlib.contextmanager
def virtual_time(
    clock: Clock, slept: Callable[[int], None], asked: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Put the ``time`` module on ``clock``; ``slept`` hears of time.sleep, ``asked`` of looks."""
    functions = _Clockwork(clock, slept, asked).replacements()
    present = {n: _only_here(getattr(time, n), f) for n, f in functions.items() if hasattr(time, n)}
    with _replaced(time, **present):
        yield


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed the ``random`` module, and put its state back afterwards."""
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)


class _InOrder(set[Any]):
    """A set of tasks that is iterated in the order of their creation."""

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(super().__iter__(), key=hash))  # see `loop.Task`


def _all_tasks_in_order(real: Callable[..., set[Any]]) -> Callable[..., set[Any]]:
    # asyncio.run cancels what is left in this order, and each Python keeps its tasks otherwise
    return lambda loop=None: _InOrder(real(loop))


@contextlib.contextmanager
def our_loop(factory: Callable[[], asyncio.AbstractEventLoop]) -> Iterator[None]:
    """Make ``asyncio.run`` and its like use ``factory``, whatever loop runs already."""
    here = _only_here(asyncio.events.new_event_loop, factory)
    in_order = _only_here(asyncio.all_tasks, _all_tasks_in_order(asyncio.all_tasks))
    outer = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    policy = _policy()
    own = {"_loop_factory": factory, "_local": type(policy)._Local()}  # nothing of earlier runs
    try:
        with (
            _replaced(asyncio.events, new_event_loop=here),
            _replaced(asyncio, new_event_loop=here, all_tasks=in_order),
            _replaced(asyncio.tasks, all_tasks=in_order),
            _replaced(policy, **own),
        ):
            yield
    finally:
        asyncio._set_running_loop(outer)


def _policy() -> Any:
    get = getattr(asyncio.events, "_get_event_loop_policy", None)
    return get() if get else asyncio.get_event_loop_policy()


@contextlib.contextmanager
def no_threads() -> Iterator[None]:
    """Make ``threading.Thread.start`` say that it cannot."""

    def refuse(self: threading.Thread) -> None:
        raise RuntimeError(unsupported.THREADS)

    with _replaced(threading.Thread, start=_only_here(threading.Thread.start, refuse)):
        yield


@contextlib.contextmanager
def main_module(filename: str, source: str, probe: object) -> Iterator[types.ModuleType]:
    """Make an empty ``__main__`` for the program, which sees the probe as a builtin."""
    module = types.ModuleType("__main__")
    module.__file__ = filename
    module.__builtins__ = builtins  # type: ignore[attr-defined]
    before = sys.modules.get("__main__")
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    sys.modules["__main__"] = module
    try:
        with _replaced(builtins, **{PROBE: probe}):
            yield module
    finally:
        linecache.cache.pop(filename, None)
        if before is not None:
            sys.modules["__main__"] = before


@contextlib.contextmanager
def streams(out: Stream, err: Stream) -> Iterator[None]:
    """Send the program's output to ``out`` and ``err``; its standard input is empty."""
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _replaced(sys, stdin=io.StringIO(), argv=["program"]),
    ):
        yield


@contextlib.contextmanager
def coroutine_warnings(never_awaited: Callable[[str], None]) -> Iterator[None]:
    """Hear of coroutines that were never awaited; the warning is printed as usual, too."""
    with isolation.usual_warnings():

        def show(  # noqa: PLR0917 - the signature that warnings.showwarning has
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            text = str(message)
            if text.startswith("coroutine '") and text.endswith("' was never awaited"):
                never_awaited(text.split("'")[1])
            said = warnings.formatwarning(message, category, filename, lineno, line)
            (file or sys.stderr).write(said)

        warnings.showwarning = show
        yield


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Switch the cycle collector off: when it runs is chance, and it can run code."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
