"""Why a task is suspended, seen from outside: the chain of its awaits."""

from __future__ import annotations

import asyncio
import asyncio.tasks
import gc
from builtins import id, type  # a program may replace them
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType

from lockstep.cpython.futures import (
    callbacks_of,
    free_variable,
    gathered_by,
    shielded_by,
    tasks_of_group,
    waiter_of,
)
from lockstep.objects.inspection import is_a, module_of, of_callable
from lockstep.objects.registry import sync_kind

_SLEEPING = asyncio.sleep.__code__
_PRIMITIVES = frozenset(
    "Lock.acquire Event.wait Condition.wait Semaphore.acquire Queue.get Queue.put Queue.join "
    "Barrier.wait".split()
)
#: What can be awaited in between: where its frame is, and what it awaits itself.
_PARTS: dict[int, tuple[str, str]] = {
    id(CoroutineType): ("cr_frame", "cr_await"),
    id(AsyncGeneratorType): ("ag_frame", "ag_await"),
    id(GeneratorType): ("gi_frame", "gi_yieldfrom"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a suspended task waits for: one of events.REASONS, on what, and where.

    ``lines`` are those of the learner's file on which its coroutines stand, the outermost first.
    """

    why: str
    obj: object = None
    future: object = None
    tasks: tuple[asyncio.Task[object], ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def line(self) -> int | None:
        """The innermost line that lies in the learner's file."""
        return self.lines[-1] if self.lines else None


def frames_of(task: asyncio.Task[object]) -> Iterator[FrameType]:
    """Yield the frames of a suspended task, the outermost coroutine first."""
    awaitable: object = task.get_coro()
    while awaitable is not None:
        frame, inner = _PARTS.get(id(type(awaitable)), (None, None))
        if frame is None or inner is None:
            awaitable = _behind(awaitable)
            continue
        if (found := getattr(awaitable, frame)) is not None:
            yield found
        awaitable = getattr(awaitable, inner)


def _behind(awaitable: object) -> object:
    """Return the coroutine or generator in one of Python's own wrappers (asend(), __await__)."""
    if module_of(type(awaitable)) != "builtins":
        return None
    inside = [x for x in gc.get_referents(awaitable) if id(type(x)) in _PARTS]
    return inside[0] if inside else None


def learner_lines(frames: list[FrameType], filename: str) -> tuple[int, ...]:
    """Return the lines that lie in the learner's file, the outermost first."""
    return tuple(f.f_lineno for f in frames if f.f_code.co_filename == filename)


def why_suspended(task: asyncio.Task[object], filename: str) -> Waiting:
    """Return why ``task``, which has just suspended, did so."""
    frames = list(frames_of(task))
    lines = learner_lines(frames, filename)
    future = waiter_of(task)
    if future is None:
        return Waiting("yield", lines=lines)
    primitive = _primitive(frames)
    if primitive is not None:
        kind = sync_kind(primitive) or "future"
        return Waiting(kind, obj=primitive, future=future, lines=lines)
    if any(frame.f_code is _SLEEPING for frame in frames):
        return Waiting("sleep", future=future, lines=lines)
    tasks = _awaited_tasks(task, future, frames)
    return Waiting("task" if tasks else "future", future=future, tasks=tasks, lines=lines)


def _primitive(frames: list[FrameType]) -> object:
    """Return the lock, queue ... asked by the learner; a lock below it is more precise."""
    found = [f for f in frames if f.f_code.co_qualname in _PRIMITIVES and _is_asyncio(f)]
    if not found or any(f.f_code.co_name == "_wait_for_one" and _is_asyncio(f) for f in frames):
        return None  # as_completed has a queue for its own purposes
    first, last = found[0].f_code.co_qualname, found[-1].f_code.co_qualname
    frame = found[-1] if last == "Lock.acquire" and first != "Barrier.wait" else found[0]
    return frame.f_locals.get("self")


def _is_asyncio(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith("asyncio.")


def _awaited_tasks(
    task: asyncio.Task[object], future: asyncio.Future[object], frames: list[FrameType]
) -> tuple[asyncio.Task[object], ...]:
    if is_a(future, asyncio.Task):
        return (future,)
    shielded = shielded_by(future)
    awaited: Iterable[object] | None = gathered_by(future) or ([shielded] if shielded else [])
    for frame in reversed(frames):
        awaited = awaited or _awaited_in(task, frame)
    return tuple(t for t in awaited or () if is_a(t, asyncio.Task) and not t.done())


def _awaited_in(task: asyncio.Task[object], frame: FrameType) -> Iterable[object] | None:
    """Return what one of asyncio's own coroutines waits for, from its local names."""
    if not _is_asyncio(frame):
        return None
    name = frame.f_code.co_name
    me = frame.f_locals.get("self")
    if "TaskGroup" in frame.f_code.co_qualname:
        return tasks_of_group(me)
    if name == "_wait_for_one":
        return getattr(me, "_todo", None) if me else _todo(task, frame.f_locals.get("done"))
    return frame.f_locals.get("fs") if name == "_wait" else None


def _todo(task: asyncio.Task[object], done: object) -> Iterable[object] | None:
    """Return what as_completed still waits for: until Python 3.13 only its callbacks know."""
    for other in asyncio.all_tasks(task.get_loop()):
        for callback in callbacks_of(other):
            is_its = of_callable(callback, "__qualname__") == "as_completed.<locals>._on_completion"
            if is_its and free_variable(callback, "done") is done:
                todo = free_variable(callback, "todo")
                return todo if isinstance(todo, set) else None
    return None
