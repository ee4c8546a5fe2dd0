"""The log of one run, step by step, and the names of what it is about."""

from __future__ import annotations

import contextlib
import weakref
from asyncio import events
from collections.abc import Iterator
from typing import Literal

from lockstep.cpython.handles import is_cancelled
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.contents import content_of
from lockstep.explore.observe.footprint import OUTSIDE, Event, Met, Touch, Where
from lockstep.run import Job
from lockstep.schedulers import Completion


class StepLog:
    """What is written down.

    Args:
        memory: gives the names; what is learned from the log is kept there.
        job: the run; its clock, registry, limits and file name.

    Attributes:
        steps: what each handle did that was run, in order.
        doubts: what the program shares that is not seen.
        must_unfold: the program cancels tasks or has completions that do more than wake one.
        is_over: what still runs is mere clean-up.
        batch: the number of the batch that runs, from 0.
        number_of: the number of each completion, by its handle.
        event: what the handle does that runs just now; None between two.
        is_joining: the end of a task is counted just now, and what asyncio looks at is no matter.
        tasks: the number of each task.
        waiter_of: the number of the task that waits on a future.
        calls: callbacks of the program's that are queued, by their names.
        counts: of the handle that runs: tasks made, callbacks posted, timers armed.
        armed_here: the timers that it armed, by their names.
    """

    def __init__(self, memory: Memory, job: Job) -> None:
        self.memory = memory
        self.steps: list[Event] = []
        self.doubts: list[str] = []
        self.is_over = self.must_unfold = False
        self.batch = -1
        self.number_of: dict[int, int] = {}
        self.job, self.registry = job, job.registry
        self.tasks: weakref.WeakKeyDictionary[object, int] = weakref.WeakKeyDictionary()
        self.waiter_of: weakref.WeakKeyDictionary[object, int] = weakref.WeakKeyDictionary()
        self.calls: dict[int, events.Handle] = {}
        self.event: Event | None = None
        self.is_joining = False
        self._outside = self._paused = self._seen = 0
        self.begin(self.next_outside())

    @property
    def is_open(self) -> bool:
        """Whether what happens now is written down."""
        return self.event is not None and not (self.is_over or self.is_joining or self._paused)

    def next_outside(self) -> int:
        """Return the name of the next stretch of the program outside the loop."""
        self._outside += 1
        return self.memory.handle(OUTSIDE, -1, self._outside - 1)

    def begin(self, handle: int) -> Event:
        """A handle begins."""
        event = self.event = Event(handle, batch=self.batch)
        self.counts = [0, 0, 0]
        self.armed_here: dict[int, tuple[Completion, events.Handle]] = {}
        self._touched_sync: dict[Where | None, object] = {}
        return event

    def end(self) -> None:
        """It has ended, and all it did is known."""
        event = self.event
        if event is None or self.is_over:
            self.event = None
            return
        self._meet()
        self._note_cancelled_calls(event)
        for where, obj in self._touched_sync.items():
            event.values[where] = content_of(obj, self.waiter_of)
        self.steps.append(event)
        self.event = None

    def _note_cancelled_calls(self, event: Event) -> None:
        for posted, handle in list(self.calls.items()):
            if is_cancelled(handle):
                del self.calls[posted]
                event.drops.append(posted)
                self.must_unfold = True

    def add(self, kind: str, where: Where | None, is_variable: bool = False) -> None:
        """The handle that runs does a ``kind`` of access; None: of what is not tracked."""
        if self.event is not None and self.is_open:
            self._meet()
            self.event.items.append(Touch(kind, where, is_variable))

    def changed(self, obj: object, where: Where | None) -> None:
        """What an object of asyncio's holds when the handle has run is its content."""
        self._touched_sync[where] = obj

    def _meet(self) -> None:
        things = self.registry.things
        while self._seen < len(things):
            assert self.event is not None
            self.event.items.append(Met(things[self._seen].number))
            self._seen += 1

    def doubt(self, what: str) -> None:
        """Note that the program shares something that is not seen."""
        if what not in self.doubts:
            self.doubts.append(what)

    def thing(self, obj: object) -> tuple[Literal["thing"], int] | None:
        """Return the location that an object is; None for what is not tracked."""
        thing = self.registry.thing(obj)
        return None if thing is None else ("thing", thing.number)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Write nothing down meanwhile: asyncio looks about in an order that means nothing."""
        self._paused += 1
        try:
            yield
        finally:
            self._paused -= 1
