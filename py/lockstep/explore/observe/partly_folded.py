"""A loop that decides a sleep when the step runs that it wakes, beside timers and cancellation.

Where nothing is cancelled and nothing but sleeps is pending, `FoldedLoop` is enough. Here timeouts
and other timers run as in `LateLoop`, and only sleeps are folded. What asyncio runs in one batch is

1. what the steps of the batch before have posted, first in, first out;
2. what arrivals at the boundary before have posted, in their succession: for a sleep the step of
   its task, for a timer whatever its callback has posted (a `Posts`);
3. what arrives at the boundary of this batch: of a sleep that is seen in 2. of the next batch.

So a sleep that was pending at the boundary before can be chosen in 2. anywhere between the posts
of timers: there its callback has run between these timers. One thing only tells earlier whether
the callback has run: who cancels the task. Then that is asked (`Midway`), and if it has, the task's
step comes in this 2., and before the posts of the timer that has cancelled it, if a timer has. A
timeout posts nothing but that step: there the sleep is taken to be over, as the step may come last
before these posts.

If neither steps nor arrivals have posted anything, nothing more comes in 2. and 3.: whatever else
may come arrives at the next boundary, which is idle, and that takes nothing away.

Each order is noted as `LateLoop` notes it: arrivals by boundary, handles with those of sleeps.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from builtins import id  # a program may replace them
from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable
from contextvars import Context
from dataclasses import dataclass, field

from lockstep.clock import Clock
from lockstep.cpython.futures import AnyFuture, waiter_of
from lockstep.cpython.handles import arguments_of, is_cancelled, run, task_of, timed_out_by
from lockstep.cpython.joins import is_sleep, only_counts
from lockstep.explore.observe.choices import END, Midway
from lockstep.explore.observe.choosing_loop import PATIENCE
from lockstep.explore.observe.digest import passes_for_asyncios
from lockstep.explore.observe.execution import Execution, Unfold
from lockstep.explore.observe.late_loops import LateLoop, UncancelledTask
from lockstep.loop import Numbers, Task
from lockstep.objects.inspection import is_a
from lockstep.observer import Observer
from lockstep.schedulers import Scheduler


class SleepingTask(UncancelledTask):
    """A task of which the loop is told before it is cancelled."""

    __module__ = asyncio.Task.__module__

    def __repr__(self) -> str:
        if not self.done():  # it would show whether what it waits on is over
            self.get_loop().must_unfold = True  # type: ignore[attr-defined]
        return super().__repr__()

    def uncancel(self) -> int:
        """Take a cancellation back; that of a sleep that is over makes a difference for others."""
        if asyncio.current_task(self.get_loop()) is not self:
            self.get_loop().must_unfold = True  # type: ignore[attr-defined]
        return super().uncancel()

    def cancel(self, msg: object = None) -> bool:
        """Cancel it, once it is decided whether the sleep that it waits on is over."""
        if not self.done():
            self.get_loop().will_cancel(self)  # type: ignore[attr-defined]
        return Task.cancel(self, msg)


SleepingTask.__name__ = SleepingTask.__qualname__ = "Task"
passes_for_asyncios(SleepingTask)


@dataclass(slots=True)
class Posts:
    """What a timer has posted, to run in the next batch.

    Attributes:
        timer: its number.
        handles: what is left of that.
        after: sleeps that were over before the timer came.
    """

    timer: int
    handles: deque[events.Handle] = field(default_factory=deque)
    after: set[int] = field(default_factory=set)


class PartlyFoldedLoop(LateLoop):
    """Chooses a sleep when the step runs that it wakes, and any other timer when it runs."""

    task_type = SleepingTask

    def __init__(
        self,
        clock: Clock | None = None,
        scheduler: Scheduler | None = None,
        observer: Observer | None = None,
        numbers: Numbers | None = None,
        alone: bool = False,
    ) -> None:
        super().__init__(clock, scheduler, observer, numbers, alone)
        self.must_unfold = False
        self._sleeps: dict[int, AnyFuture] = {}  # what each wakes its task by
        self._armed: list[asyncio.TimerHandle] = []
        self._at_boundary: list[int] = []  # pending when this batch began
        self._may_be_over: list[int] = []  # sleeps that may have come at the boundary before
        self._over: dict[int, events.Handle] = {}  # those that have, and the steps that they woke
        self._posts: list[Posts] = []  # of timers that came there
        self._is_owed = False  # nothing else came there, and something has to
        self._has_asked = set[int]()
        self._first = 0  # the place among all handles of the first that came there
        self._came: list[int] = []  # all that came there
        self._coming: Posts | None = None  # of the timer that comes just now
        self._timed_out: object = None  # the task that this cancels, and does nothing else

    @property
    def queued(self) -> Collection[events.Handle]:
        """What runs next; sleeps that are over come anywhere between the posts of timers."""
        posted = [handle for posts in self._posts for handle in posts.handles]
        return [*self._ready, *posted, *self._over.values()]

    # --- one batch ------------------------------------------------------------------------

    def _run_once(self) -> None:
        self.must_unfold |= self._task_factory is not None or bool(self._armed)
        self._unfold_if_needed()
        self._stop_if_ended()
        idle = not (self.queued or self._is_owed or self._stopping)
        self._at_boundary = self._eligible()
        if idle and not self._at_boundary:
            self._deadlock()
        batch = self.numbers.next_batch()
        for _ in range(len(self._ready)):
            self._run_queued(self._ready, batch)
        self._merge(batch)
        self._let_come(self._at_boundary, idle, batch)
        self.observer.batch_ended(self, self._stopping)  # type: ignore[union-attr]

    def _run_queued(self, queue: deque[events.Handle], batch: int) -> None:
        handle = queue.popleft()
        if not is_cancelled(handle):
            self._step(handle, batch)
        del handle  # as in `VirtualLoop`

    def _awake(self, numbers: Iterable[int]) -> list[int]:
        """Return those of some sleeps that can still wake their task."""
        return [n for n in numbers if n in self._pending and not self._sleeps[n].done()]

    # --- what arrivals at the boundary before have posted -------------------------------------

    def _merge(self, batch: int) -> None:
        execution: Execution = self.observer  # type: ignore[assignment]
        may_wait = bool(self._came) or not self._is_owed
        if may_wait and not self._came and self._awake(self._may_be_over):
            may_wait = self._is_patient(execution)
        while not (may_wait and self._has_posted_nothing()):
            asleep = self._awake(self._may_be_over)
            may_go_on = may_wait and not (
                self._posts[0].after & self._over.keys() if self._posts else self._over
            )
            options = [*([END] if may_go_on else []), *asleep, *self._over]
            if not options:
                self.must_unfold = True  # what is owed can come no more
                self._unfold_if_needed()
            number = END
            if options != [END]:
                number = execution.choose(self, options, self._merging(options, asleep))
            if number == END and not self._posts:
                break
            if number == END:
                self._run_posts(batch)
            else:
                self._wake(number, batch)
                may_wait = True
        execution.lag = 0 if self._came else execution.lag + 1
        self._may_be_over, self._is_owed = [], False

    def _merging(self, options: list[int], asleep: list[int]) -> Hashable:
        may_go_on = options[0] == END
        return "merging", self._named(asleep), may_go_on, self._stopping, *self._rest()

    def _run_posts(self, batch: int) -> None:
        handles = self._posts[0].handles
        while handles:
            self._run_queued(handles, batch)
        del self._posts[0]

    def _wake(self, number: int, batch: int) -> None:
        """Run the step that a sleep has woken; its callback has run between those of timers."""
        execution: Execution = self.observer  # type: ignore[assignment]
        before = self._came.index(self._posts[0].timer) if self._posts else len(self._came)
        self._came.insert(before, number)
        execution.handles.insert(self._first + before, execution.timer_of[number])
        has_come = number in self._over
        self._step(self._over.pop(number) if has_come else self._woken_by(number), batch)

    def _woken_by(self, number: int) -> events.Handle:
        """Let a sleep be over; return the step that it wakes."""
        self.clock.arrive(self._pending[number].deadline_us)
        run(self._take(number))
        return self._ready.pop()

    # --- what arrives at the boundary of this batch -------------------------------------------

    def _let_come(self, eligible: list[int], idle: bool, batch: int) -> None:
        execution: Execution = self.observer  # type: ignore[assignment]
        self._may_be_over = self._awake(n for n in eligible if n in self._sleeps)
        self._came, self._first = [], len(execution.handles)
        if eligible:
            execution.choices.arrivals[batch] = self._came
        while not self._is_closed(idle):
            asleep = self._awake(self._may_be_over)
            here = [n for n in eligible if n in self._pending and n not in self._sleeps]
            if not here:
                break
            may_end = bool(self._came or asleep) or not idle
            if may_end and not (self._came or asleep):
                may_end = self._is_patient(execution)
            rest = self._named(here), may_end, self._stopping, bool(self._came) or not idle
            number = execution.choose(
                self, [*([END] if may_end else []), *here], rest + self._rest()
            )
            if number == END:
                break
            self._let_timer_come(number, batch)
        self._is_owed = idle and not self._came
        if not (self._may_be_over or self._over):
            for posts in self._posts:
                self._ready += posts.handles
            self._posts.clear()

    def _is_patient(self, execution: Execution) -> bool:
        """Return whether what is pending may be put off once more; that it may not is noted."""
        if execution.lag < PATIENCE or self._stopping:
            return True
        execution.was_impatient = True
        return False

    def _is_closed(self, idle: bool) -> bool:
        """Return whether nothing more comes at this boundary, as nothing is lost by that."""
        is_closed = (bool(self._came) or not idle) and self._has_posted_nothing()
        if is_closed:
            self._may_be_over = []
        return is_closed

    def _has_posted_nothing(self) -> bool:
        """Return whether nothing is queued, so that the next boundary will be idle."""
        return not (self._stopping or self._over) and only_counts(self.queued)

    def _let_timer_come(self, number: int, batch: int) -> None:
        execution: Execution = self.observer  # type: ignore[assignment]
        before = len(self._ready)
        self._came.append(number)
        self._coming = posts = Posts(number)
        self._timed_out = timed_out_by(self._handles[number])
        execution.came(number)
        self._come(number, batch)
        self._coming = self._timed_out = None
        while len(self._ready) > before:
            posts.handles.appendleft(self._ready.pop())
        if posts.handles or posts.after:
            self._posts.append(posts)

    # --- cancellation -------------------------------------------------------------------------

    def will_cancel(self, task: asyncio.Task[object]) -> None:
        """Decide whether the sleep that a task waits on is over, before that is cancelled."""
        # only one's own timeout is the same for each of several equal tasks: gather has an order
        self.observer.is_asymmetric |= task is not self._timed_out  # type: ignore[union-attr]
        waits_on = waiter_of(task)
        asleep = self._awake(n for n, woken_by in self._sleeps.items() if woken_by is waits_on)
        if not asleep:
            return
        number = asleep[0]
        self._has_asked.add(number)
        if self.ended_by is not None or number not in self._may_be_over:
            return
        execution: Execution = self.observer  # type: ignore[assignment]
        asked = Midway(("cancel", self._named([number]), *self._rest()))
        if task is self._timed_out or execution.choose(self, [END, number], asked) == number:
            self._over[number] = self._woken_by(number)
            if self._coming is not None:
                self._coming.after.add(number)

    # --- what decides how it goes on ------------------------------------------------------------

    def _rest(self) -> tuple[Hashable, ...]:
        return (
            self._named(self._awake(self._may_be_over)),
            self._named(self._over),
            self._named(n for n in self._at_boundary if n in self._pending),
            len(self._ready),
            tuple(len(posts.handles) for posts in self._posts),
            *(self._named(posts.after & self._over.keys()) for posts in self._posts),
        )

    # --- what makes it impossible ---------------------------------------------------------------

    def _unfold_if_needed(self) -> None:
        if self.must_unfold and self.ended_by is None:
            self.ended_by = Unfold()
            raise self.ended_by

    def run_forever(self) -> None:
        """Run; a sleep that goes on may have ended or not when the program comes back."""
        try:
            super().run_forever()
        except BaseException:
            self.must_unfold = True
            raise
        self.must_unfold |= bool(self._over) or any(n in self._pending for n in self._sleeps)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Arm a completion; a sleep has to be that of the task that runs."""
        handle = super().call_at(when, callback, *args, context=context)
        if is_sleep(handle):
            self._armed.append(handle)
        return handle

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        number = self._number_of.get(id(handle))
        self.must_unfold |= number in self._sleeps and number not in self._has_asked
        super()._timer_handle_cancelled(handle)

    def _step(self, handle: events.Handle, batch: int) -> None:
        task = task_of(handle)
        super()._step(handle, batch)
        self.must_unfold |= task is not None and not is_a(task, SleepingTask)
        waits_on = waiter_of(task) if task is not None else None
        for armed in self._armed:
            number = self._number_of.get(id(armed))
            if number is None or waits_on is None or waits_on is not arguments_of(armed)[0]:
                self.must_unfold = True
            else:
                self._sleeps[number] = waits_on
        self._armed.clear()
        del handle, task  # as in `VirtualLoop`
        self._unfold_if_needed()
