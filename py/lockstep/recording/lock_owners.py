"""Who holds which lock, and who waits: what asyncio's own objects do not say.

`asyncio.Lock` knows that it is locked and has a queue of futures. Whose futures they are, and
whose the lock is, follows from what was seen.
"""

from __future__ import annotations

import asyncio
import weakref
from typing import Any

from lockstep.objects.inspection import is_a
from lockstep.objects.registry import Registry, Thing
from lockstep.recording.tasks import Person


class Locks:
    """Owners and waiters of one run."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._owner: dict[Thing, Person] = {}
        self._waiter: weakref.WeakKeyDictionary[Any, Person] = weakref.WeakKeyDictionary()

    def owner(self, lock: Thing) -> Person | None:
        """Return who holds ``lock``."""
        return self._owner.get(lock)

    def taken(self, lock: Thing, by: Person | None) -> None:
        """``by`` has acquired ``lock``."""
        if by is not None:
            self._owner[lock] = by

    def given_back(self, lock: Thing) -> Person | None:
        """``lock`` was released; return who held it."""
        return self._owner.pop(lock, None)

    def queued(self, future: Any, person: Person) -> None:
        """``person`` waits on ``future``."""
        self._waiter[future] = person

    def state(self, thing: Thing, obj: Any, *wanted: str) -> dict[str, Any]:
        """Return those of owner, promised and waiters that are ``wanted``, by task number."""
        futures = [f for f in _futures(obj) if not f.cancelled()]
        owner = self._owner.get(thing)
        first = futures[0] if futures else None
        promised = self._person(first) if first is not None and first.done() else None
        everything = {
            "owner": owner.number if owner else None,
            "promised": promised.number if promised else None,
            "waiters": [p.number for f in futures if (p := self._person(f))],
        }
        return {name: everything[name] for name in wanted}

    def _person(self, future: Any) -> Person | None:
        return self._waiter.get(future)


def _futures(obj: Any) -> list[Any]:
    queues = [getattr(obj, name, None) for name in ("_waiters", "_getters", "_putters")]
    futures = [f for queue in queues if queue for f in queue]
    return [f for f in futures if is_a(f, asyncio.Future)]


def other_state(kind: str, obj: Any) -> str | None:
    """Return the state of an event, semaphore, queue ... in words."""
    if kind == "lock":
        return "locked" if asyncio.Lock.locked(obj) else "unlocked"
    if kind == "event":
        return "set" if asyncio.Event.is_set(obj) else "clear"
    if kind == "semaphore":
        return f"{obj._value} free"
    if kind == "queue":
        room = f" of {obj._maxsize}" if obj._maxsize > 0 else ""
        return f"{asyncio.Queue.qsize(obj)}{room} queued"
    if kind == "barrier":
        waiting = asyncio.Barrier.n_waiting.fget(obj)  # type: ignore[attr-defined]
        return f"{waiting} of {obj._parties} waiting"
    return None
