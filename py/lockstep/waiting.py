"""Why a task is suspended, seen from outside: the chain of its awaits."""

from __future__ import annotations

import asyncio
import asyncio.tasks
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from lockstep.variables import sync_kind

_PRIMITIVES = frozenset(
    "Lock.acquire Event.wait Condition.wait Semaphore.acquire Queue.get Queue.put Queue.join "
    "Barrier.wait".split()
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a suspended task waits for: one of events.REASONS, on what, and where."""

    why: str
    obj: Any = None
    future: Any = None
    tasks: tuple[asyncio.Task[Any], ...] = ()
    line: int | None = None


def frames_of(task: asyncio.Task[Any]) -> Iterator[FrameType]:
    """Yield the frames of a suspended task, the outermost coroutine first."""
    awaitable: Any = task.get_coro()
    while awaitable is not None:
        for kind in ("cr", "ag", "gi"):
            frame = getattr(awaitable, f"{kind}_frame", None)
            if frame is not None:
                yield frame
                break
        awaitable = _awaited(awaitable)


def _awaited(awaitable: Any) -> Any:
    for name in ("cr_await", "ag_await", "gi_yieldfrom"):
        inner = getattr(awaitable, name, None)
        if inner is not None:
            return inner
    return None


def learner_line(frames: list[FrameType], filename: str) -> int | None:
    """Return the innermost line that lies in the learner's file."""
    lines = [f.f_lineno for f in frames if f.f_code.co_filename == filename]
    return lines[-1] if lines else None


def why_suspended(task: asyncio.Task[Any], filename: str) -> Waiting:
    """Return why ``task``, which has just suspended, did so."""
    frames = list(frames_of(task))
    line = learner_line(frames, filename)
    future = getattr(task, "_fut_waiter", None)
    if future is None:
        return Waiting("yield", line=line)
    primitive = _primitive(frames)
    if primitive is not None:
        kind = sync_kind(primitive) or "future"
        return Waiting(kind, obj=primitive, future=future, line=line)
    if any(frame.f_code is asyncio.sleep.__code__ for frame in frames):
        return Waiting("sleep", future=future, line=line)
    tasks = _awaited_tasks(future, frames)
    return Waiting("task" if tasks else "future", future=future, tasks=tasks, line=line)


def _primitive(frames: list[FrameType]) -> Any:
    """Return the lock, queue ... asked by the learner; a lock below it is more precise."""
    found = [f for f in frames if f.f_code.co_qualname in _PRIMITIVES and _is_asyncio(f)]
    if not found:
        return None
    frame = found[-1] if found[-1].f_code.co_qualname == "Lock.acquire" else found[0]
    return frame.f_locals.get("self")


def _is_asyncio(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).startswith("asyncio.")


def _awaited_tasks(future: Any, frames: list[FrameType]) -> tuple[asyncio.Task[Any], ...]:
    if isinstance(future, asyncio.Task):
        return (future,)
    children = getattr(future, "_children", None)
    if children is None and frames:
        children = _of_group_or_wait(frames[-1])
    return tuple(
        task for task in children or () if isinstance(task, asyncio.Task) and not task.done()
    )


def _of_group_or_wait(frame: FrameType) -> Any:
    if not _is_asyncio(frame):
        return None
    if "TaskGroup" in frame.f_code.co_qualname:
        group = frame.f_locals.get("self")
        return sorted(getattr(group, "_tasks", ()), key=_creation)
    if frame.f_code.co_name in ("_wait", "_wait_for_one"):
        return sorted(frame.f_locals.get("fs", ()), key=_creation)
    return None


def _creation(task: Any) -> tuple[int, str]:
    name = str(task.get_name()) if isinstance(task, asyncio.Task) else ""
    return len(name), name
