"""The world a run lives in: virtual time, seeded chance, our loop, captured output.

Entering it replaces what a program sees of its surroundings, and leaving it puts everything
back. Only the thread that entered is fooled; others keep the real functions.
"""

from __future__ import annotations

import asyncio
import builtins
import codecs
import contextlib
import datetime
import functools
import gc
import io
import linecache
import os
import random
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from lockstep.clock import MICROSECONDS, Clock, to_seconds, to_us
from lockstep.environment import process_state
from lockstep.instrument import PROBE

#: What ``time.time()`` says at the beginning of every run: 2026-01-01 00:00:00 UTC.
EPOCH_US = 1_767_225_600 * MICROSECONDS


class Stream(io.BufferedIOBase):
    """What stdout or stderr of a run write their bytes to: ``sys.stdout.buffer``.

    Args:
        name: 'stdout' or 'stderr'.
        written: told of every text written; returns how much of it may be kept.
        line_done: told of every finished line.
        full: called after a text that could not be kept whole.

    Attributes:
        front: the text stream itself, ``sys.stdout``; as in a process, a `TextIOWrapper`.
        text: what was written.
    """

    def __init__(
        self,
        name: str,
        written: Callable[[str, str], int],
        line_done: Callable[[str, str], None],
        full: Callable[[], None],
    ) -> None:
        self.name = f"<{name}>"
        self.text: list[str] = []
        self._stream = name
        self._line: list[str] = []  # parts of a line that has not ended yet
        self._written, self._line_done, self._full = written, line_done, full
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        errors = "strict" if name == "stdout" else "backslashreplace"
        self.front = io.TextIOWrapper(self, "utf-8", errors, "\n", write_through=True)

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor that the process has for it."""
        return 1 if self._stream == "stdout" else 2

    def write(self, data: Any) -> int:
        """Keep ``data``; return its length."""
        size = memoryview(data).nbytes
        text = self._decoder.decode(data)
        kept = text[: self._written(self._stream, text)]
        self.text.append(kept)
        *lines, rest = kept.split("\n")
        for line in lines:
            self._line_done(self._stream, "".join([*self._line, line]))
            self._line.clear()
        self._line.append(rest)
        if len(kept) < len(text):
            self._full()
        return size

    def flush_line(self) -> None:
        """Tell of a last line that has no newline."""
        if line := "".join(self._line):
            self._line_done(self._stream, line)
        self._line.clear()


class _Clockwork:
    """The functions of the ``time`` module, on a virtual clock."""

    def __init__(self, clock: Clock, slept: Callable[[int], None]) -> None:
        self._clock, self._slept = clock, slept

    def sleep(self, seconds: float) -> None:
        """Block everything: virtual time goes on, nobody else runs."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        before = self._clock.move_to(self._clock.now_us + to_us(seconds))
        self._slept(before)

    def _seconds(self) -> float:
        return to_seconds(self._clock.look())

    def _nanoseconds(self) -> int:
        return self._clock.look() * 1000

    def _epoch(self) -> float:
        return to_seconds(EPOCH_US + self._clock.look())

    def _broken_down(self, real: Any) -> Callable[..., Any]:
        return lambda seconds=None: real(self._epoch() if seconds is None else seconds)

    def _formatted(self, real: Any) -> Callable[..., Any]:
        return lambda form, *given: real(form, *(given or (time.localtime(),)))

    def replacements(self) -> dict[str, Callable[..., Any]]:
        """Return the module's functions by name."""
        steady = ("monotonic", "perf_counter", "process_time", "thread_time")
        calendar = {
            name: self._broken_down(_real(name)) for name in ("gmtime", "localtime", "ctime")
        }
        asctime = _real("asctime")
        return {
            "sleep": self.sleep,
            "time": self._epoch,
            "time_ns": lambda: EPOCH_US * 1000 + self._nanoseconds(),
            **dict.fromkeys(steady, self._seconds),
            **{f"{name}_ns": self._nanoseconds for name in steady},
            **calendar,
            "strftime": self._formatted(_real("strftime")),
            "asctime": lambda *given: asctime(*(given or (time.localtime(),))),
        }


def _real(name: str) -> Any:
    function = getattr(time, name)
    return getattr(function, "__wrapped__", function)


class _StandIn:
    """A function that is ``real``, except in a thread in which something stands in for it.

    It is made once and for all: a module that is first imported during a run may keep it.
    """

    def __init__(self, real: Any) -> None:
        self.inside: list[tuple[int, Any]] = []

        @functools.wraps(real)
        def chosen(*args: Any, **options: Any) -> Any:
            function = real
            if self.inside:
                thread, replacement = self.inside[-1]
                if thread == threading.get_ident():
                    function = replacement
            return function(*args, **options)

        self.function = chosen


_STAND_INS: dict[Any, _StandIn] = {}


@contextlib.contextmanager
def _only_here(owner: Any, **replacements: Any) -> Iterator[None]:
    """Replace functions of a module or class, in this thread only."""
    used = {}
    for name, replacement in replacements.items():
        real = getattr(owner, name)
        stand_in = _STAND_INS.get(real)
        if stand_in is None:
            stand_in = _StandIn(real)
            _STAND_INS[real] = _STAND_INS[stand_in.function] = stand_in
        stand_in.inside.append((threading.get_ident(), replacement))
        used[name] = stand_in
    try:
        with _replaced(owner, **{name: stand_in.function for name, stand_in in used.items()}):
            yield
    finally:
        for stand_in in used.values():
            stand_in.inside.pop()


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


#: Modules that have taken a function of ``time`` into a name of their own.
_TAKEN = (("threading", "_time"), ("queue", "time"))


@contextlib.contextmanager
def virtual_time(clock: Clock, slept: Callable[[int], None]) -> Iterator[None]:
    """Put the ``time`` module on ``clock``; ``slept`` hears of time.sleep."""
    functions = _Clockwork(clock, slept).replacements()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_coordinated_time())
        present = {name: f for name, f in functions.items() if hasattr(time, name)}
        stack.enter_context(_only_here(time, **present))
        for module, name in _TAKEN:
            if module in sys.modules:
                monotonic = {name: functions["monotonic"]}
                stack.enter_context(_only_here(sys.modules[module], **monotonic))
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
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@contextlib.contextmanager
def virtual_dates() -> Iterator[None]:
    """Let ``datetime.now()`` and ``utcnow()`` ask the ``time`` module, as ``today()`` does anyway.

    The class stays CPython's own, so that a program which compares types, pickles or prints
    dates sees no other. Its dictionary is read-only to Python, not to the collector.
    """
    import ctypes  # noqa: PLC0415 - in a page it has to be fetched, and few programs need it

    kind = datetime.datetime
    namespace = gc.get_referents(vars(kind))[0]
    before = {name: namespace[name] for name in ("now", "utcnow")}
    thread = threading.get_ident()

    def now(cls: Any, tz: Any = None) -> Any:
        """Return new datetime object representing current time local to tz."""
        if threading.get_ident() != thread:
            return before["now"].__get__(None, cls)(tz)
        return cls.fromtimestamp(time.time(), tz)

    def utcnow(cls: Any) -> Any:
        """Return a new datetime representing UTC day and time."""
        if threading.get_ident() != thread:
            return before["utcnow"].__get__(None, cls)()
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

    changed = ctypes.py_object(kind)
    namespace.update(now=classmethod(now), utcnow=classmethod(utcnow))
    ctypes.pythonapi.PyType_Modified(changed)
    try:
        yield
    finally:
        namespace.update(before)
        ctypes.pythonapi.PyType_Modified(changed)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed the ``random`` module, and put its state back afterwards.

    What a program would get from the operating system (`os.urandom`, and with it `secrets`,
    `uuid` and a generator that nobody seeds) comes from a second generator, so that
    ``random.seed(1)`` is followed by the numbers that Python's documentation promises.
    """
    before = random.getstate()
    random.seed(seed)
    system = random.Random(seed)
    with (
        _only_here(os, urandom=system.randbytes),
        _only_here(random, _urandom=system.randbytes, seed=_seeding(random.seed, system)),
        _only_here(random.Random, seed=_seeding(random.Random.seed, system)),
        _known_host(),
    ):
        try:
            yield
        finally:
            random.setstate(before)


def _seeding(real: Callable[..., None], system: random.Random) -> Callable[..., None]:
    """Return a method that seeds from ``system`` where ``real`` would ask the operating system."""

    def seed(*given: Any, **options: Any) -> None:
        first = 0 if real is _MODULE_SEED else 1  # a method is given its object before
        value = given[first] if len(given) > first else options.pop("a", None)
        chosen = system.getrandbits(64) if value is None else value
        real(*given[:first], chosen, *given[first + 1 :], **options)

    return seed


_MODULE_SEED = random.seed


@contextlib.contextmanager
def _known_host() -> Iterator[None]:
    """Let `uuid.uuid1` say nothing of this machine, nor of the real time."""
    uuid = sys.modules.get("uuid")
    if uuid is None:
        yield
        return
    known = {"_node": 0x020000000000, "_generate_time_safe": None, "_last_timestamp": None}
    with _replaced(uuid, **known):
        yield


class _InOrder(set[Any]):
    """A set of tasks that is iterated in the order of their creation."""

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(super().__iter__(), key=hash))  # see `loop.Task`


def _all_tasks_in_order(real: Callable[..., set[Any]]) -> Callable[..., set[Any]]:
    # asyncio.run cancels what is left in this order, and each Python keeps its tasks otherwise
    return lambda loop=None: _InOrder(real(loop))


def _as_completed_in_order(real: Callable[..., Any]) -> Callable[..., Any]:
    # it makes tasks of a set of coroutines, whose order is that of their addresses
    @functools.wraps(real)
    def as_completed(fs: Any, *, timeout: float | None = None) -> Any:
        loop: Any = asyncio._get_running_loop()
        if loop is None or asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
            return real(fs, timeout=timeout)
        waited = list(dict.fromkeys(fs))
        coroutines = [one for one in waited if asyncio.iscoroutine(one)]
        started = {
            id(coroutines[at]): asyncio.ensure_future(coroutines[at])
            for at in loop.numbers.arranged(len(coroutines))
        }
        return real([started.get(id(one), one) for one in waited], timeout=timeout)

    return as_completed


@contextlib.contextmanager
def our_loop(
    factory: Callable[[], asyncio.AbstractEventLoop], task_type: type[asyncio.Task[Any]]
) -> Iterator[None]:
    """Make ``asyncio.run`` and its like use ``factory``, whatever loop runs already.

    ``asyncio.Task`` is ``task_type`` meanwhile, so that ``type(task) is asyncio.Task`` holds, and
    the tasks that a factory makes are like all others.
    """
    outer = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    policy = _policy()
    own = {"_loop_factory": factory, "_local": type(policy)._Local()}  # nothing of earlier runs
    eager: Any = asyncio.create_eager_task_factory(task_type)
    eager.__name__ = eager.__qualname__ = "eager_task_factory"
    tasks: dict[str, Any] = {"Task": task_type, "eager_task_factory": eager}
    tasks["all_tasks"] = _all_tasks_in_order(asyncio.all_tasks)
    tasks["as_completed"] = _as_completed_in_order(asyncio.as_completed)
    try:
        with (
            _only_here(asyncio.events, new_event_loop=factory),
            _only_here(asyncio, new_event_loop=factory),
            _replaced(asyncio, **tasks),
            _replaced(asyncio.tasks, **tasks),
            _replaced(policy, **own),
        ):
            yield
    finally:
        asyncio._set_running_loop(outer)


def _policy() -> Any:
    get = getattr(asyncio.events, "_get_event_loop_policy", None)
    return get() if get else asyncio.get_event_loop_policy()


@contextlib.contextmanager
def main_module(filename: str, source: str, probe: object) -> Iterator[types.ModuleType]:
    """Make an empty ``__main__`` for the program, which sees the probe as a builtin."""
    module: Any = types.ModuleType("__main__")
    if sys.version_info < (3, 14):
        module.__annotations__ = {}
    module.__builtins__ = builtins
    file = Path(filename)
    module.__file__ = str(file.absolute()) if file.is_file() else filename
    module.__cached__ = None
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
def streams(out: Stream, err: Stream, filename: str) -> Iterator[None]:
    """Send the program's output to ``out`` and ``err``; its standard input is empty."""
    empty = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with (
        contextlib.redirect_stdout(out.front),
        contextlib.redirect_stderr(err.front),
        _replaced(sys, stdin=empty, argv=[filename]),
    ):
        yield


@contextlib.contextmanager
def coroutine_warnings(never_awaited: Callable[[str], None]) -> Iterator[None]:
    """Hear of coroutines that were never awaited; the warning is printed as usual, too."""
    with process_state.usual_warnings():

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
