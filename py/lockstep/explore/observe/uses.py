"""What steps share: variables, locks, and whether a task is done."""

from __future__ import annotations

import asyncio
import weakref

from lockstep.cpython.futures import free_variable
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.contents import plain_value
from lockstep.explore.observe.footprint import READ, STORE, WHOLE, WRITE, Touch, Where
from lockstep.explore.observe.log import Log
from lockstep.objects.registry import Place, Thing
from lockstep.run import Job

#: Methods of asyncio's objects that only look.
_LOOKING = frozenset("locked is_set qsize empty full".split())


class Uses(Log):
    """Hears the probe, asyncio's objects, futures and tasks."""

    def __init__(self, memory: Memory, job: Job) -> None:
        super().__init__(memory, job)
        self._steps_of: dict[int, int] = {}
        self._queued_at: dict[int, object] = {}
        self._alias: weakref.WeakKeyDictionary[object, Where | None] = weakref.WeakKeyDictionary()
        self._added: object = None

    # --- futures and tasks ----------------------------------------------------------------

    def _where(self, future: object) -> Where | None:
        if future in self._alias:
            return self._alias[future]
        task = self._tasks.get(future) if isinstance(future, asyncio.Task) else None
        return ("done", task) if task is not None else self._thing(future)

    def future_used(self, kind: str, future: object) -> None:
        """A future or task was looked at or changed."""
        if self._event is not None and not self.is_over and not self._deaf:
            where = self._where(future)
            self._add(Touch(kind, where))
            for child in getattr(future, "_children", ()) if kind == READ else ():
                self._add(Touch(READ, self._where(child)))

    def callback_added(self, function: object) -> None:
        """A future was given a function to call."""
        self._added = getattr(function, "__self__", None) or function
        self._registry.thing(self._added)
        waiter = free_variable(function, "waiter")
        if waiter is not None:
            self._alias[waiter] = self._thing(self._added)

    def gathered(self, future: object) -> None:
        """``asyncio.gather`` made its future; it was the last to add callbacks."""
        self._alias[future] = self._thing(self._added) if self._added else self._thing(future)

    def future_made(self, future: object, group: object) -> None:
        """A future was made, by a task group for itself or by anybody else."""
        if self._event is not None:
            if group is not None:
                self._alias[future] = self._thing(group)
            else:
                self._registry.thing(future)

    def all_tasks_asked(self) -> None:
        """Somebody looked which tasks are not done yet."""
        for number in sorted(self._steps_of):
            self._add(Touch(READ, ("done", number)))

    def cancel_asked(self, task: object) -> None:
        """A task was asked to be cancelled."""
        if not self.is_over:
            self.must_unfold = True
        number = self._tasks.get(task, -1)
        self._add(Touch(WRITE, ("cancel", number)))
        if number in self._queued_at:  # it leaves the queue of a lock
            self._touch_sync(WRITE, self._queued_at[number])

    # --- what the program shares ----------------------------------------------------------

    def accessed(self, kind: str, place: Place, value: str | None, line: int) -> None:
        """The learner's code read or wrote a place."""
        self._registry.forget_dead()
        if self._event is None or self.is_over or self._deaf:
            return
        is_whole = not place.part and place.thing is not None
        if kind == "write":
            access = WRITE if is_whole or value is None or place.is_outside else STORE
            plain = None if access == WRITE else plain_value(value)
            self._event.values["place", place] = plain
        else:
            access = WHOLE if is_whole else READ
        self._add(Touch(access, ("place", place), True))

    def made(self, thing: Thing) -> None:
        """A container got a name."""

    def doubted(self, obj: object) -> None:
        """An object whose inside cannot be seen was used: take it for a change of it."""
        where = self._thing(obj)
        if where is not None:
            self._add(Touch(WRITE, ("opaque", where[1])))

    def sync_called(self, obj: object, method: str) -> None:
        """A method of a lock, event, queue ... began."""
        self._touch_sync(READ if method in _LOOKING else WRITE, obj)

    def sync_done(self, obj: object, method: str) -> None:
        """It returned."""
        if method not in _LOOKING:
            self._touch_sync(WRITE, obj)

    sync_left = sync_done

    def _touch_sync(self, kind: str, obj: object) -> None:
        if self._event is None or self.is_over or self._deaf:
            return
        where = self._thing(obj)
        self._add(Touch(kind, where))
        if kind == WRITE:
            self._touched_sync[where] = obj

    def clock_read(self) -> None:
        """The program asked what time it is."""
        if self._event is not None and not self.is_over:
            self.doubt("it reads the clock, and what it reads depends on how long things take")

    def file_opened(self) -> None:
        """The program called ``open()``."""
        self.doubt("it uses open(), and what happens to an open file is not seen")

    def chance_used(self) -> None:
        """The program drew a random number."""
        self._add(Touch(WRITE, ("chance",)))
