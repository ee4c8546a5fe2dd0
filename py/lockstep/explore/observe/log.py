"""The log of one run, step by step, and the names of what it is about."""

from __future__ import annotations

import contextlib
import weakref
from asyncio import events
from collections.abc import Iterator
from typing import Literal

from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.contents import content_of
from lockstep.explore.observe.footprint import OUTSIDE, Event, Met, Touch, Where
from lockstep.observer import Observer
from lockstep.run import Job
from lockstep.schedulers import Completion


class Log(Observer):
    """What is written down.

    Args:
        memory: gives the names; what is learned from the log is kept there.
        job: the run; its clock, registry, limits and file name.

    Attributes:
        log: what each handle did that was run, in order.
        doubts: what the program shares that is not seen.
        must_unfold: the program cancels tasks or has completions that do more than wake one.
        is_over: what still runs is mere clean-up.
        batch: the number of the batch that runs, from 0.
        number_of: the number of each completion, by its handle.
    """

    def __init__(self, memory: Memory, job: Job) -> None:
        self.memory = memory
        self.log: list[Event] = []
        self.doubts: list[str] = []
        self.is_over = self.must_unfold = False
        self.batch = -1
        self.number_of: dict[int, int] = {}
        self._job = job
        self._registry = job.registry
        self._tasks: weakref.WeakKeyDictionary[object, int] = weakref.WeakKeyDictionary()
        self._waiter_of: weakref.WeakKeyDictionary[object, int] = weakref.WeakKeyDictionary()
        self._calls: dict[int, events.Handle] = {}
        self._event: Event | None = None
        self._outside = self._deaf = self._seen = 0
        self._begin(self._next_outside())

    def _next_outside(self) -> int:
        self._outside += 1
        return self.memory.handle(OUTSIDE, -1, self._outside - 1)

    def _begin(self, handle: int) -> Event:
        event = self._event = Event(handle, batch=self.batch)
        self._counts = [0, 0, 0]  # tasks born, callbacks posted, timers armed
        self._armed_here: dict[int, tuple[Completion, events.Handle]] = {}
        self._touched_sync: dict[Where | None, object] = {}
        return event

    def _end(self) -> None:
        event = self._event
        if event is None or self.is_over:
            self._event = None
            return
        self._meet()
        self._note_cancelled_calls(event)
        for where, obj in self._touched_sync.items():
            event.values[where] = content_of(obj, self._waiter_of)
        self.log.append(event)
        self._event = None

    def _note_cancelled_calls(self, event: Event) -> None:
        for posted, handle in list(self._calls.items()):
            if handle._cancelled:
                del self._calls[posted]
                event.drops.append(posted)
                self.must_unfold = True

    def _add(self, item: Touch) -> None:
        if self._event is not None and not self.is_over and not self._deaf:
            self._meet()
            self._event.items.append(item)

    def _meet(self) -> None:
        things = self._registry.things
        while self._seen < len(things):
            assert self._event is not None
            self._event.items.append(Met(things[self._seen].number))
            self._seen += 1

    def doubt(self, what: str) -> None:
        """Note that the program shares something that is not seen."""
        if what not in self.doubts:
            self.doubts.append(what)

    def _thing(self, obj: object) -> tuple[Literal["thing"], int] | None:
        thing = self._registry.thing(obj)
        return None if thing is None else ("thing", thing.number)

    @contextlib.contextmanager
    def deaf(self) -> Iterator[None]:
        """Hear nothing meanwhile: asyncio looks about in an order that means nothing."""
        self._deaf += 1
        try:
            yield
        finally:
            self._deaf -= 1
