"""The state of asyncio's locks, queues ..., as their ``repr`` knows it, and who waits in them."""

from __future__ import annotations

import asyncio

from lockstep.objects.inspection import is_a

#: Where a lock, event, semaphore or condition keeps the futures of who waits; a queue has two.
_QUEUES = ("_waiters", "_getters", "_putters")


def waiters_of(obj: object) -> list[asyncio.Future[object]]:
    """Return the futures of who waits in ``obj``, the first in the queue first."""
    queues = [getattr(obj, name, None) for name in _QUEUES]
    return [f for queue in queues if queue for f in queue if is_a(f, asyncio.Future)]


def free_places(semaphore: asyncio.Semaphore) -> int:
    """Return how many may still acquire it."""
    return semaphore._value


def size_limit(queue: asyncio.Queue[object]) -> int:
    """Return how many entries it may hold; 0 for any number. `Queue.maxsize` may be overridden."""
    return queue._maxsize  # type: ignore[attr-defined, no-any-return]


def parties(barrier: asyncio.Barrier) -> tuple[int, int]:
    """Return how many wait at it, and how many it waits for."""
    waiting: int = asyncio.Barrier.n_waiting.fget(barrier)  # type: ignore[attr-defined]
    return waiting, barrier._parties  # type: ignore[attr-defined]


def state_of(obj: object) -> bool | int | None:
    """Return whether a lock is locked or an event set, how much of a semaphore is free; or None.

    Only for asyncio's own types, of which nothing is overridden.
    """
    if type(obj) is asyncio.Lock:
        return bool(obj._locked)  # type: ignore[attr-defined]
    if type(obj) is asyncio.Event:
        return bool(obj._value)  # type: ignore[attr-defined]
    if type(obj) in (asyncio.Semaphore, asyncio.BoundedSemaphore):
        return int(obj._value)  # type: ignore[attr-defined]
    return None
