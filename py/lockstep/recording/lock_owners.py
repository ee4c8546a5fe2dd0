"""Who holds which lock, and who waits: what asyncio's own objects do not record.

`asyncio.Lock` records that it is locked, and has a queue of futures. Whose futures they are, and
whose the lock is, follows from what was seen.
"""

from __future__ import annotations

import asyncio
import weakref

from lockstep.cpython.sync_objects import free_places, parties, size_limit, waiters_of
from lockstep.objects.inspection import is_a
from lockstep.objects.registry import Registry, Thing
from lockstep.recording.tasks import TaskRecord


class Locks:
    """Owners and waiters of one run."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._owner: dict[Thing, TaskRecord] = {}
        self._waiter: weakref.WeakKeyDictionary[object, TaskRecord] = weakref.WeakKeyDictionary()

    def owner(self, lock: Thing) -> TaskRecord | None:
        """Return who holds ``lock``."""
        return self._owner.get(lock)

    def taken(self, lock: Thing, by: TaskRecord | None) -> None:
        """``by`` has acquired ``lock``."""
        if by is not None:
            self._owner[lock] = by

    def given_back(self, lock: Thing) -> TaskRecord | None:
        """``lock`` was released; return who held it."""
        return self._owner.pop(lock, None)

    def queued(self, future: object, record: TaskRecord) -> None:
        """``record`` waits on ``future``."""
        self._waiter[future] = record

    def state(self, thing: Thing, obj: object, *wanted: str) -> dict[str, object]:
        """Return those of owner, promised and waiters that are ``wanted``, by task number."""
        futures = [f for f in waiters_of(obj) if not f.cancelled()]
        owner = self._owner.get(thing)
        first = futures[0] if futures else None
        promised = self._record_of(first) if first is not None and first.done() else None
        everything = {
            "owner": owner.number if owner else None,
            "promised": promised.number if promised else None,
            "waiters": [p.number for f in futures if (p := self._record_of(f))],
        }
        return {name: everything[name] for name in wanted}

    def _record_of(self, future: object) -> TaskRecord | None:
        return self._waiter.get(future)


def other_state(obj: object) -> str | None:
    """Return the state of an event, semaphore, queue ... in words."""
    if is_a(obj, asyncio.Lock):
        return "locked" if asyncio.Lock.locked(obj) else "unlocked"
    if is_a(obj, asyncio.Event):
        return "set" if asyncio.Event.is_set(obj) else "clear"
    if is_a(obj, asyncio.Semaphore):
        return f"{free_places(obj)} free"
    if is_a(obj, asyncio.Queue):
        most = size_limit(obj)
        room = f" of {most}" if most > 0 else ""
        return f"{asyncio.Queue.qsize(obj)}{room} queued"
    if is_a(obj, asyncio.Barrier):
        waiting, wanted = parties(obj)
        return f"{waiting} of {wanted} waiting"
    return None
