"""The handles that the loop runs: what they post, what they arm, and for what tasks wait."""

from __future__ import annotations

import asyncio
import sys
from asyncio import events

from lockstep.cpython.futures import error_of, result_of, waiter_of
from lockstep.cpython.handles import LEAVE, SLEEP, arguments_of, name_of_callback, task_of
from lockstep.cpython.joins import Join, is_of_asyncio, is_sleep, join_of
from lockstep.cpython.suspension import why_suspended
from lockstep.explore.observe.contents import plain_value
from lockstep.explore.observe.footprint import (
    CALL,
    JOIN,
    NEXT,
    OUTSIDE,
    READ,
    STEP,
    TIMER,
    WRITE,
    Arm,
    Content,
    Event,
    Post,
    Where,
)
from lockstep.explore.observe.shared_uses import SharedUses
from lockstep.explore.observe.step_log import StepLog
from lockstep.explore.observe.survey import survey
from lockstep.objects import safe_repr
from lockstep.objects.inspection import name_of, of_coroutine
from lockstep.schedulers import Completion

#: asyncio's own callbacks that only pass something on.
_PASSING = frozenset({LEAVE, SLEEP})


class HandlesRun:
    """What the loop reports, written into a log.

    Attributes:
        result: what the first task returned, as long as it is kept.
    """

    def __init__(self, log: StepLog, uses: SharedUses) -> None:
        self._log, self._uses, self._memory = log, uses, log.memory
        self._handle_of: dict[int, int] = {}
        self._waits_on: dict[int, tuple[str, Where | None]] = {}
        self._joined_by: dict[int, tuple[Where | None, tuple[object, ...]]] = {}
        self._roots: set[int] = set()
        self._made_outside = 0
        self.result: object = None
        self._stopped = False

    # --- in and out of the loop -------------------------------------------------------------

    def entered(self) -> None:
        """The program went into the loop."""
        if self._log.event is not None:
            survey(self._log.registry, vars(sys.modules["__main__"]))
            self._log.event.ending = ("enters",)
        self._log.end()

    def left(self) -> None:
        """The loop was left."""
        if not self._log.is_over:
            if self._log.steps and not self._stopped:
                self._log.doubt("a task ends the whole program (SystemExit?)")
            self._log.begin(self._log.next_outside())

    def stopping(self) -> None:
        """The loop was asked to stop during the last step."""
        self._stopped = True
        if self._log.steps and not self._log.is_over:
            self._log.steps[-1].stops = True

    def next_batch(self) -> None:
        """Another batch of the ready queue begins."""
        self._log.batch += 1
        self._stopped = False

    # --- what is queued and what is pending -------------------------------------------------

    def posted(self, handle: events.Handle) -> None:
        """A handle was put into the ready queue."""
        event = self._log.event
        if event is None or self._log.is_over:
            return
        task = task_of(handle)
        if task is None:
            self._posted_call(event, handle)
            return
        number = self._log.tasks.get(task)
        if number is None:
            number = self._made(event, task)
        place = self._uses.steps_of[number] = self._uses.steps_of.get(number, -1) + 1
        posted = self._memory.handle(STEP, number, place)
        self._handle_of[id(handle)] = posted
        event.posts.append(Post(posted if place == 0 else NEXT, number))
        if event.joined is not None:
            self._joined_by[number] = event.joined
        if not self._memory.folded and place > 0 and event.joined is None:
            self._log.add(WRITE, ("cancel", number))

    def _made(self, event: Event, task: asyncio.Task[object]) -> int:
        number = self._task_number(event)
        self._log.tasks[task] = number
        coroutine = task.get_coro()
        name = of_coroutine(coroutine, "__qualname__") or name_of(type(coroutine))
        hidden = name.startswith(("BaseEventLoop.shutdown_", "async_generator_"))
        if self._memory.handles[event.handle].kind == OUTSIDE and not hidden:
            self._roots.add(number)
        if not getattr(type(task), "reports_its_use", False):
            self._log.doubt("it makes tasks in a way of its own (a task factory?)")
        frame = of_coroutine(coroutine, "cr_frame")
        survey(self._log.registry, frame.f_locals if frame is not None else {})
        return number

    def _task_number(self, event: Event) -> int:
        """Name a task by what made it; one made outside the loop by how many were before."""
        memory = self._memory
        if memory.handles[event.handle].kind == OUTSIDE:
            self._made_outside += 1
            return memory.task(memory.handle(OUTSIDE, -1, 0), self._made_outside - 1)
        self._log.counts[0] += 1
        return memory.task(event.handle, self._log.counts[0] - 1)

    def _posted_call(self, event: Event, handle: events.Handle) -> None:
        is_silent = is_of_asyncio(handle)
        posted = self._memory.made(CALL, event.handle, self._log.counts[1], is_silent)
        self._log.counts[1] += 1
        self._handle_of[id(handle)] = posted
        join = join_of(handle)
        if join is not None or name_of_callback(handle) in _PASSING:
            self._memory.internal.add(posted)
        else:
            self._log.calls[posted] = handle
        event.posts.append(Post(posted, None, self._about(handle, join)))

    def _about(self, handle: events.Handle, join: Join | None) -> Where | None:
        if join is not None:
            return self._log.thing(join.of)
        is_leaving = name_of_callback(handle) == LEAVE
        return self._uses.where(arguments_of(handle)[0]) if is_leaving else None

    def armed(self, completion: Completion, handle: events.Handle) -> None:
        """A completion is pending."""
        event = self._log.event
        if event is None or self._log.is_over:
            return
        is_silent = is_sleep(handle)
        timer = self._memory.made(TIMER, event.handle, self._log.counts[2], is_silent)
        self._log.counts[2] += 1
        self._handle_of[id(handle)] = timer
        self._log.number_of[timer] = completion.number
        self._log.armed_here[timer] = completion, handle

    def timer_cancelled(self, handle: events.TimerHandle) -> None:
        """A timer was cancelled, before it arrived or between its arrival and its step."""
        timer = self._handle_of.pop(id(handle), None)
        if timer is None or self._log.event is None or self._log.is_over:
            return
        if self._log.armed_here.pop(timer, None) is None:
            self._log.event.drops.append(timer)
            self._log.must_unfold = True

    # --- a handle begins and ends -----------------------------------------------------------

    def step_began(self, handle: events.Handle) -> None:
        """The loop is about to run a handle."""
        number = self._handle_of.pop(id(handle), None)
        if number is None or self._log.is_over:
            self._log.event = None
            return
        self._log.calls.pop(number, None)
        event = self._log.begin(number)
        event.is_internal = number in self._memory.internal
        task = task_of(handle)
        if task is not None:
            self._woke(self._log.tasks[task])
        else:
            self._called(event, handle)

    def _woke(self, task: int) -> None:
        waited = self._waits_on.pop(task, None)
        self._uses.queued_at.pop(task, None)
        join = self._joined_by.pop(task, None)
        if not self._memory.folded:
            self._log.add(WRITE, ("cancel", task))
        if join is not None:
            self._log.add(READ, join[0])
            for child in join[1]:
                self._log.add(READ, self._uses.where(child))
        elif waited is not None:
            kind, what = waited
            self._log.add(kind, what)

    def _called(self, event: Event, handle: events.Handle) -> None:
        join = join_of(handle)
        if join is not None:
            where, child = self._log.thing(join.of), self._uses.where(join.child)
            self._log.add(READ, child)
            self._log.add(JOIN if join.is_well else WRITE, where)
            if join.is_well:
                event.joined = where, join.children
                self._log.is_joining = True
        elif self._memory.handles[event.handle].kind == TIMER:
            self._timer_fired(event, handle)

    def _timer_fired(self, event: Event, handle: events.Handle) -> None:
        if not is_sleep(handle):
            return
        self._memory.internal.add(event.handle)
        event.is_internal = True
        sleeper = self._log.waiter_of.get(arguments_of(handle)[0])
        if not self._memory.folded and sleeper is not None:
            self._log.add(WRITE, ("cancel", sleeper))

    def step_ended(self, handle: events.Handle) -> None:
        """The loop has run a handle."""
        event, self._log.is_joining = self._log.event, False
        if event is None:
            return
        task = task_of(handle)
        self._log.registry.forget_dead(at_most=1000)
        if task is not None:
            self._task_paused(event, task)
        self._note_arms(event)
        is_pure = self._memory.handles[event.handle].kind == TIMER and event.is_internal
        if is_pure and self._memory.folded:
            self._log.event = None
        else:
            self._log.end()

    def _task_paused(self, event: Event, task: asyncio.Task[object]) -> None:
        number = self._log.tasks[task]
        if asyncio.Task.done(task):
            event.ends_task = True
            where: Where = ("done", number)
            self._log.add(WRITE, where)
            event.values[where] = self._ended_with(task)
            if number in self._roots:
                self.result = result_of(task)
            return
        future = waiter_of(task)
        if future is None:
            return
        self._log.waiter_of[future] = number
        why = why_suspended(task, self._log.job.filename)
        if why.why == "sleep":
            return
        if why.obj is not None:
            self._waits_on[number] = WRITE, self._log.thing(why.obj)
            self._uses.queued_at[number] = why.obj
            self._uses.touch_sync(WRITE, why.obj)
        else:
            self._waits_on[number] = READ, self._uses.where(future)
        if type(future) is asyncio.Future and why.obj is None:
            self._log.doubt("it waits on an asyncio.Future() of its own")

    def _ended_with(self, task: asyncio.Task[object]) -> Content | None:
        if asyncio.Task.cancelled(task):
            return ("cancelled",)
        if error_of(task) is not None:
            return None
        return plain_value(safe_repr.value(result_of(task)))

    def _note_arms(self, event: Event) -> None:
        now = self._log.job.clock.now_us
        for timer, (completion, handle) in self._log.armed_here.items():
            sleeper = None
            if is_sleep(handle):
                sleeper = self._log.waiter_of.get(arguments_of(handle)[0])
                self._memory.internal.add(timer)
            if sleeper is None or self._memory.handles[event.handle].kind != STEP:
                self._log.must_unfold = True
            event.arms.append(Arm(timer, completion.deadline_us - now, sleeper, completion.label))
