"""What steps share: variables, locks, and whether a task is done."""

from __future__ import annotations

import asyncio
import weakref

from lockstep.cpython.futures import free_variable, gathered_by
from lockstep.explore.observe.contents import plain_value
from lockstep.explore.observe.footprint import READ, STORE, WHOLE, WRITE, Where
from lockstep.explore.observe.step_log import StepLog
from lockstep.objects.registry import Place

#: Methods of asyncio's objects that only look.
_LOOKING = frozenset("locked is_set qsize empty full".split())


class SharedUses:
    """What the probe, asyncio's objects, futures and tasks report, written into a log.

    Attributes:
        steps_of: how many steps of each task were queued.
        queued_at: in the queue of which lock (event, queue ...) a task waits.
    """

    def __init__(self, log: StepLog) -> None:
        self._log = log
        self.steps_of: dict[int, int] = {}
        self.queued_at: dict[int, object] = {}
        self._alias: weakref.WeakKeyDictionary[object, Where | None] = weakref.WeakKeyDictionary()
        self._added: object = None

    # --- futures and tasks ----------------------------------------------------------------

    def where(self, future: object) -> Where | None:
        """Return the location that a future is: whether it is done, or what uses it."""
        if future in self._alias:
            return self._alias[future]
        task = self._log.tasks.get(future) if isinstance(future, asyncio.Task) else None
        return ("done", task) if task is not None else self._log.thing(future)

    def future_used(self, kind: str, future: object) -> None:
        """A future or task was looked at or changed."""
        if self._log.is_open:
            where = self.where(future)
            self._log.add(kind, where)
            for child in gathered_by(future) if kind == READ else ():
                self._log.add(READ, self.where(child))

    def callback_added(self, function: object) -> None:
        """A future was given a function to call."""
        self._added = getattr(function, "__self__", None) or function
        self._log.registry.thing(self._added)
        waiter = free_variable(function, "waiter")
        if waiter is not None:
            self._alias[waiter] = self._log.thing(self._added)

    def gathered(self, future: object) -> None:
        """``asyncio.gather`` made its future; it was the last to add callbacks."""
        self._alias[future] = (
            self._log.thing(self._added) if self._added else self._log.thing(future)
        )

    def future_made(self, future: object, group: object) -> None:
        """A future was made, by a task group for itself or by anybody else."""
        if self._log.event is not None:
            if group is not None:
                self._alias[future] = self._log.thing(group)
            else:
                self._log.registry.thing(future)

    def all_tasks_asked(self) -> None:
        """It was asked which tasks are not done yet."""
        for number in sorted(self.steps_of):
            self._log.add(READ, ("done", number))

    def cancel_asked(self, task: object) -> None:
        """A task was asked to be cancelled."""
        if not self._log.is_over:
            self._log.must_unfold = True
        number = self._log.tasks.get(task, -1)
        self._log.add(WRITE, ("cancel", number))
        if number in self.queued_at:  # it leaves the queue of a lock
            self.touch_sync(WRITE, self.queued_at[number])

    # --- what the program shares ----------------------------------------------------------

    def accessed(self, kind: str, place: Place, value: str | None) -> None:
        """The learner's code read or wrote a place."""
        self._log.registry.forget_dead()
        event = self._log.event
        if event is None or not self._log.is_open:
            return
        is_whole = not place.part and place.thing is not None
        if kind == "write":
            access = WRITE if is_whole or value is None or place.is_outside else STORE
            plain = None if access == WRITE else plain_value(value)
            event.values["place", place] = plain
        else:
            access = WHOLE if is_whole else READ
        self._log.add(access, ("place", place), True)

    def doubted(self, obj: object) -> None:
        """An object whose inside cannot be seen was used: take it for a change of it."""
        where = self._log.thing(obj)
        if where is not None:
            self._log.add(WRITE, ("opaque", where[1]))

    def sync_called(self, obj: object, method: str) -> None:
        """A method of a lock, event, queue ... began."""
        self.touch_sync(READ if method in _LOOKING else WRITE, obj)

    def sync_done(self, obj: object, method: str) -> None:
        """It returned."""
        if method not in _LOOKING:
            self.touch_sync(WRITE, obj)

    def touch_sync(self, kind: str, obj: object) -> None:
        """A lock, event, queue ... was looked at or changed."""
        if not self._log.is_open:
            return
        where = self._log.thing(obj)
        self._log.add(kind, where)
        if kind == WRITE:
            self._log.changed(obj, where)

    def clock_read(self) -> None:
        """The program asked what time it is."""
        if self._log.event is not None and not self._log.is_over:
            self._log.doubt("it reads the clock, and what it reads depends on how long things take")

    def file_opened(self) -> None:
        """The program called ``open()``."""
        self._log.doubt("it uses open(), and what happens to an open file is not seen")

    def chance_used(self) -> None:
        """The program drew a random number."""
        self._log.add(WRITE, ("chance",))
