"""Locks of the `threading` module, in a run that has one thread only.

Everything in `threading`, `queue` and `concurrent.futures` that can wait does so by acquiring a
lock. While the event loop's only thread waits for one that is held, nothing else can run: stock
asyncio freezes. So a wait with a timeout takes that much virtual time and fails, and one without
is a deadlock, reported at once. A lock that is free works as always. An `RLock` never waits for its
own thread and is left alone.

The stand-in keeps a real lock inside: a module that is first imported during a run may keep it.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn, Protocol

from lockstep.cpython.base_loop import running_loop
from lockstep.cpython.frames import frame_at
from lockstep.cpython.library import ALLOCATE_LOCK, SIMPLE_QUEUE
from lockstep.objects.inspection import is_a, module_of, name_of

_allocate = threading.Lock
_WAITING = ("threading", "queue", "concurrent")


@dataclass(frozen=True)
class Moment:
    """Who did something, and at which of the program's lines.

    ``task`` is the task that ran, or None outside of any.
    """

    task: asyncio.Task[object] | None
    line: int | None


@dataclass(frozen=True)
class StandStill:
    """The only thread waits for what only it could give.

    Attributes:
        kind: what it waits for, as a program spells it: 'threading.Lock', 'queue.Queue'.
        name: what the program calls it, where that is plain; else None.
        at: who waits, and where.
        held: who has held the lock, and since which line; None if it is no lock.
    """

    kind: str
    name: str | None
    at: Moment
    held: Moment | None


class Warden(Protocol):
    """The run, as far as its locks need it."""

    filename: str

    def lock_used(self, lock: object) -> None:
        """A lock was taken, given back or looked at."""

    def time_passes(self, seconds: float) -> None:
        """The thread waits that long, in vain."""

    def stand_still(self, what: StandStill) -> NoReturn:
        """The thread waits for ever; end the run."""


_WARDENS: dict[int, Warden] = {}


class Lock:
    """What ``threading.Lock()`` makes during a run."""

    __slots__ = ("__weakref__", "_real", "_taken")

    def __init__(self) -> None:
        self._real = _allocate()
        self._taken: Moment | None = None

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Acquire the lock, or raise with why the thread would wait in vain."""
        warden = _WARDENS.get(threading.get_ident())
        if warden is None or (not blocking and timeout != -1) or timeout < -1:
            return self._real.acquire(blocking, timeout)
        warden.lock_used(self)
        if self._real.acquire(False):
            self._taken = _now(warden)
            return True
        if blocking and timeout == -1:
            warden.stand_still(_described(self, warden))
        elif blocking:
            warden.time_passes(timeout)
        return False

    def release(self) -> None:
        """Release the lock."""
        self._used()
        self._real.release()

    def locked(self) -> bool:
        """Return whether the lock is held."""
        self._used()
        return self._real.locked()

    def _used(self) -> None:
        warden = _WARDENS.get(threading.get_ident())
        if warden is not None:
            warden.lock_used(self)

    def _at_fork_reinit(self) -> None:
        self._real._at_fork_reinit()  # type: ignore[attr-defined]

    __enter__ = acquire

    def __exit__(self, *_: object) -> None:
        self.release()

    def __repr__(self) -> str:
        state = "locked" if self._real.locked() else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


Lock.__name__ = Lock.__qualname__ = "lock"
Lock.__module__ = "_thread"


class _SimpleQueue(SIMPLE_QUEUE):  # type: ignore[misc]
    """The standard library's own simple queue that is written in Python, with locks of ours."""


_SimpleQueue.__name__ = _SimpleQueue.__qualname__ = "SimpleQueue"
_SimpleQueue.__module__ = "_queue"

_STAND_INS: tuple[tuple[object, str, object], ...] = (
    (threading, "Lock", Lock),
    (threading, ALLOCATE_LOCK, Lock),
    (queue, "SimpleQueue", _SimpleQueue),
)


@contextlib.contextmanager
def watched(warden: Warden) -> Iterator[None]:
    """Let this thread make locks whose waits ``warden`` observes."""
    thread = threading.get_ident()
    outer, before = _WARDENS.get(thread), [getattr(owner, name) for owner, name, _ in _STAND_INS]
    _WARDENS[thread] = warden
    for owner, name, stand_in in _STAND_INS:
        setattr(owner, name, stand_in)
    try:
        yield
    finally:
        for (owner, name, _), real in zip(_STAND_INS, before, strict=True):
            setattr(owner, name, real)
        if outer is None:
            del _WARDENS[thread]
        else:
            _WARDENS[thread] = outer


def _now(warden: Warden) -> Moment:
    frame = _program_frame(warden)
    running = running_loop()
    task = None if running is None else asyncio.current_task(running)
    return Moment(task, frame.f_lineno if frame else None)


def _program_frame(warden: Warden) -> FrameType | None:
    frame: FrameType | None = frame_at(1)
    while frame is not None and frame.f_code.co_filename != warden.filename:
        frame = frame.f_back
    return frame


def _described(lock: Lock, warden: Warden) -> StandStill:
    awaited = _asked_for(lock, warden)
    is_lock = awaited is lock
    kind = "threading.Lock" if is_lock else _spelled(type(awaited))
    frame = _program_frame(warden)
    name = _called(awaited, frame) if frame else None
    return StandStill(kind, name, _now(warden), lock._taken if is_lock else None)


def _spelled(kind: type) -> str:
    module = module_of(kind).lstrip("_")
    return f"{'concurrent.futures' if module.startswith('concurrent') else module}.{name_of(kind)}"


def _asked_for(lock: Lock, warden: Warden) -> object:
    """Return the object whose method the program called: the queue that the lock belongs to."""
    asked: object = lock
    frame: FrameType | None = frame_at(1)
    while frame is not None and frame.f_code.co_filename != warden.filename:
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] in _WAITING:
            asked = frame.f_locals.get("self", asked)
        frame = frame.f_back
    return asked


def _called(obj: object, frame: FrameType) -> str | None:
    """Return what the program calls ``obj``: a variable, or an attribute of one."""
    scopes: list[dict[str, object]] = [dict(frame.f_locals), frame.f_globals]
    for scope in scopes:
        for name, value in scope.items():
            if value is obj:
                return name
    for scope in scopes:
        for name, value in scope.items():
            part = _attribute(value, obj)
            if part is not None and not name.startswith("__"):
                return f"{name}.{part}"
    return None


def _attribute(holder: object, obj: object) -> str | None:
    kind = holder if is_a(holder, type) else type(holder)
    if module_of(kind) != "__main__":
        return None
    try:
        own = object.__getattribute__(holder, "__dict__")
    except AttributeError:
        return None
    return next((name for name, value in list(own.items()) if value is obj), None)


class StoodStill(BaseException):
    """Ends the run; not an Exception, so that a program's own handlers let it pass."""

    def __init__(self, what: StandStill, frames: str) -> None:
        super().__init__(what)
        self.what, self.frames = what, frames


def sentence(what: StandStill, label: Callable[[asyncio.Task[object]], str]) -> str:
    """Say who waits for what, and who has held it; ``label`` names a task."""
    article = "an" if what.kind[0] in "aeiou" else "a"
    kind = f"{article} {what.kind}"
    thing = f"{what.name}, {kind}," if what.name else kind
    thread = "The event loop's only thread" if what.at.task else "The program's only thread"
    text = f"{thread} waits at line {what.at.line} for {thing}"
    if what.held is None:
        return f"{text.rstrip(',')}: only this thread could end the wait, and it stands still."
    is_same = what.held.task is what.at.task
    holder = label(what.held.task) if what.held.task else "the program's own top level"
    who = f"{holder} {'itself ' if is_same else ''}"
    return f"{text} that {who}holds since line {what.held.line}: nothing else can run meanwhile."
