"""Loops that decide an arrival when it is about to run, not when it is queued.

What was posted during one batch runs in the next, first in, first out; behind it, one after
another, may come any completion that was pending when the batch began. If nothing has been posted,
the next batch begins at once, as that takes nothing away. Every order of steps that asyncio can
produce by queueing some of what is pending at a boundary is one of these, and the other way round
(`docs/explorer.md`).

Where every completion is a sleep that only wakes its task, and nothing is ever cancelled, a
sleep's callback and the task's step are one choice (`FoldedLoop`); the callback then has run one
batch earlier. The first sign that a program is not of that kind raises `Unfold`.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from builtins import id  # a program may replace them
from collections.abc import Callable, Hashable, Iterable
from contextvars import Context
from typing import Any

from lockstep.clock import NEVER
from lockstep.cpython import sets_of_tasks
from lockstep.cpython.frames import frame_at
from lockstep.cpython.futures import waiter_of
from lockstep.cpython.handles import arguments_of, is_cancelled, run, task_of
from lockstep.cpython.joins import is_sleep, only_counts
from lockstep.explore.observe.choices import END
from lockstep.explore.observe.choosing_loop import PATIENCE, ChoosingLoop
from lockstep.explore.observe.digest import passes_for_asyncios
from lockstep.explore.observe.execution import Execution, Unfold
from lockstep.loop import Task
from lockstep.objects.inspection import is_a


class UncancelledTask(Task):
    """A task in whose execution nothing is cancelled; it notes who asks which one it is."""

    __module__ = asyncio.Task.__module__

    def __hash__(self) -> int:
        own = super().__hash__()
        if sets_of_tasks.may_show(frame_at(1), sets_of_tasks.KEEPING):
            self._note_asymmetry()
            sets_of_tasks.met_by_hash(self.get_loop(), [own])
        return own

    def __repr__(self) -> str:
        self._note_asymmetry()
        return super().__repr__()

    def get_name(self) -> str:
        """Return its name, but not unnoticed."""
        self._note_asymmetry()
        return super().get_name()

    def set_name(self, value: object) -> None:
        """Name it, but not unnoticed."""
        self._note_asymmetry()
        super().set_name(value)

    def _note_asymmetry(self) -> None:
        self.get_loop().observer.is_asymmetric = True  # type: ignore[attr-defined]

    def cancel(self, msg: object = None) -> bool:
        """Cancel it, but not unnoticed."""
        if not self.done():
            self.get_loop().must_unfold = True  # type: ignore[attr-defined]
        return super().cancel(msg)


UncancelledTask.__name__ = UncancelledTask.__qualname__ = "Task"
passes_for_asyncios(UncancelledTask)


class LateLoop(ChoosingLoop):
    """Chooses a completion when it runs."""

    _shift = 0  # by how many batches it was queued earlier

    def _run_once(self) -> None:
        self._stop_if_ended()
        eligible = self._eligible()
        idle = not self._ready and not self._stopping
        if idle and not eligible:
            self._deadlock()
        batch = self.numbers.next_batch()
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not is_cancelled(handle):
                self._step(handle, batch)
            del handle
        if eligible:
            self._let_come(eligible, idle, batch)
        self.observer.batch_ended(self, self._stopping)  # type: ignore[union-attr]

    def _eligible(self) -> list[int]:
        return [n for n, c in self._pending.items() if c.deadline_us < NEVER]

    def _rest(self) -> Hashable:
        return None

    def _named(self, numbers: Iterable[int]) -> frozenset[int]:
        names = self.observer.timer_of  # type: ignore[union-attr]
        return frozenset(names[number] for number in numbers)

    def _let_come(self, eligible: list[int], idle: bool, batch: int) -> None:
        execution: Execution = self.observer  # type: ignore[assignment]
        came = execution.choices.arrivals[batch - self._shift] = []
        while True:
            here = [number for number in eligible if number in self._pending]
            may_end = bool(came) or not idle
            if not here or (may_end and not self._stopping and only_counts(self._ready)):
                break
            if may_end and execution.lag >= PATIENCE and not self._stopping:
                execution.was_impatient, may_end = True, False
            rest = self._named(here), may_end, self._stopping, self._rest()
            number = execution.choose(self, [*([END] if may_end else []), *here], rest)
            if number == END:
                break
            came.append(number)  # before: the step may be the last, and end the whole run
            execution.came(number)
            self._come(number, batch)
        execution.lag = 0 if came else execution.lag + 1

    def _come(self, number: int, batch: int) -> None:
        completion = self._pending[number]
        before = self.clock.arrive(completion.deadline_us)
        if self.clock.now_us != before:
            self.observer.clock_moved(before)  # type: ignore[union-attr]
        self._step(self._take(number), batch)


class FoldedLoop(LateLoop):
    """Chooses a sleep when the step runs that it wakes.

    It had to be pending when the batch before began, in which its callback has run.
    """

    _shift = 1
    task_type = UncancelledTask

    # Any: whatever the loop takes
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._earlier: list[int] = []
        self._armed: list[asyncio.TimerHandle] = []
        self.must_unfold = False

    def _run_once(self) -> None:
        if self._task_factory is not None or self._armed:
            self.must_unfold = True
        self._unfold_if_needed()
        super()._run_once()

    def _unfold_if_needed(self) -> None:
        if self.must_unfold and self.ended_by is None:
            self.ended_by = Unfold()
            raise self.ended_by

    def run_forever(self) -> None:
        """Run; a sleep that goes on may have ended or not when the program comes back."""
        super().run_forever()
        self.must_unfold = self.must_unfold or bool(self._pending)

    def _eligible(self) -> list[int]:
        pending = super()._eligible()
        if not self._ready and not self._stopping:
            if pending:
                self.numbers.next_batch()  # the one in which the callbacks run
            self._earlier = pending
            return pending
        eligible = [number for number in self._earlier if number in self._pending]
        self._earlier = pending
        return eligible

    def _rest(self) -> Hashable:
        return self._named(number for number in self._earlier if number in self._pending)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Arm a completion, which has to be a sleep of the task that runs."""
        handle = super().call_at(when, callback, *args, context=context)
        self._armed.append(handle)
        return handle

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        self.must_unfold = self.must_unfold or id(handle) in self._number_of
        super()._timer_handle_cancelled(handle)

    def _come(self, number: int, batch: int) -> None:
        completion = self._pending[number]
        self.clock.arrive(completion.deadline_us)
        run(self._take(number))
        self._step(self._ready.pop(), batch)

    def _step(self, handle: events.Handle, batch: int) -> None:
        task = task_of(handle)
        super()._step(handle, batch)
        if task is not None and not is_a(task, UncancelledTask):
            self.must_unfold = True
        for armed in self._armed:
            waits_on = waiter_of(task) if task is not None else None
            if not is_sleep(armed) or waits_on is None or waits_on is not arguments_of(armed)[0]:
                self.must_unfold = True
        self._armed.clear()
        del handle, task  # as in `VirtualLoop`
        self._unfold_if_needed()
