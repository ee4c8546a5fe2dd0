"""Whose turn it is: the handles that the loop runs, what they post and what they arm."""

from __future__ import annotations

import asyncio
import sys
from asyncio import events

from lockstep.cpython.futures import error_of, result_of
from lockstep.cpython.handles import SLEEP, name_of_callback, task_of
from lockstep.cpython.suspension import why_suspended
from lockstep.explore.model.memory import Memory
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
    Touch,
    Where,
)
from lockstep.explore.observe.joins import Join, is_of_asyncio, is_sleep, join_of
from lockstep.explore.observe.survey import survey
from lockstep.explore.observe.uses import Uses
from lockstep.objects import safe_repr
from lockstep.objects.inspection import name_of, of_coroutine
from lockstep.run import Job
from lockstep.schedulers import Completion

#: asyncio's own callbacks that only pass something on.
_LEAVING = "_run_until_complete_cb"
_PASSING = frozenset({_LEAVING, SLEEP})


class Turns(Uses):
    """Hears the loop."""

    def __init__(self, memory: Memory, job: Job) -> None:
        super().__init__(memory, job)
        self._handle_of: dict[int, int] = {}
        self._waits_on: dict[int, tuple[str, Where | None]] = {}
        self._joined_by: dict[int, tuple[Where | None, tuple[object, ...]]] = {}
        self._roots: set[int] = set()
        self._made_outside = 0
        self._result: object = None
        self._stopped = False

    # --- in and out of the loop -------------------------------------------------------------

    def entered(self) -> None:
        """The program went into the loop."""
        if self._event is not None:
            survey(self._registry, vars(sys.modules["__main__"]))
            self._event.ending = ("enters",)
        self._end()

    def left(self) -> None:
        """The loop was left."""
        if not self.is_over:
            if self.log and not self._stopped:
                self.doubt("a task ends the whole program (SystemExit?)")
            self._begin(self._next_outside())

    def stopping(self) -> None:
        """The loop was asked to stop during the last step."""
        self._stopped = True
        if self.log and not self.is_over:
            self.log[-1].stops = True

    def next_batch(self) -> None:
        """Another batch of the ready queue begins."""
        self.batch += 1
        self._stopped = False

    # --- what is queued and what is pending -------------------------------------------------

    def posted(self, handle: events.Handle) -> None:
        """A handle was put into the ready queue."""
        event = self._event
        if event is None or self.is_over:
            return
        task = task_of(handle)
        if task is None:
            self._posted_call(event, handle)
            return
        number = self._tasks.get(task)
        if number is None:
            number = self._born(event, task)
        place = self._steps_of[number] = self._steps_of.get(number, -1) + 1
        posted = self.memory.handle(STEP, number, place)
        self._handle_of[id(handle)] = posted
        event.posts.append(Post(posted if place == 0 else NEXT, number))
        if event.joined is not None:
            self._joined_by[number] = event.joined
        if not self.memory.folded and place > 0 and event.joined is None:
            self._add(Touch(WRITE, ("cancel", number)))

    def _born(self, event: Event, task: asyncio.Task[object]) -> int:
        number = self._task_number(event)
        self._tasks[task] = number
        coroutine = task.get_coro()
        name = of_coroutine(coroutine, "__qualname__") or name_of(type(coroutine))
        hidden = name.startswith(("BaseEventLoop.shutdown_", "async_generator_"))
        if self.memory.handles[event.handle].kind == OUTSIDE and not hidden:
            self._roots.add(number)
        if not getattr(type(task), "is_heard", False):
            self.doubt("it makes tasks in a way of its own (a task factory?)")
        frame = of_coroutine(coroutine, "cr_frame")
        survey(self._registry, frame.f_locals if frame is not None else {})
        return number

    def _task_number(self, event: Event) -> int:
        """Name a task by what made it; one made outside the loop by how many were before."""
        memory = self.memory
        if memory.handles[event.handle].kind == OUTSIDE:
            self._made_outside += 1
            return memory.task(memory.handle(OUTSIDE, -1, 0), self._made_outside - 1)
        self._counts[0] += 1
        return memory.task(event.handle, self._counts[0] - 1)

    def _posted_call(self, event: Event, handle: events.Handle) -> None:
        is_silent = is_of_asyncio(handle)
        posted = self.memory.made(CALL, event.handle, self._counts[1], is_silent)
        self._counts[1] += 1
        self._handle_of[id(handle)] = posted
        join = join_of(handle)
        if join is not None or name_of_callback(handle) in _PASSING:
            self.memory.plumbing.add(posted)
        else:
            self._calls[posted] = handle
        event.posts.append(Post(posted, None, self._about(handle, join)))

    def _about(self, handle: events.Handle, join: Join | None) -> Where | None:
        if join is not None:
            return self._thing(join.of)
        return self._where(handle._args[0]) if name_of_callback(handle) == _LEAVING else None

    def armed(self, completion: Completion, handle: events.Handle) -> None:
        """A completion is pending."""
        event = self._event
        if event is None or self.is_over:
            return
        is_silent = is_sleep(handle)
        timer = self.memory.made(TIMER, event.handle, self._counts[2], is_silent)
        self._counts[2] += 1
        self._handle_of[id(handle)] = timer
        self.number_of[timer] = completion.number
        self._armed_here[timer] = completion, handle

    def timer_cancelled(self, handle: events.TimerHandle) -> None:
        """A timer was cancelled, before it arrived or between its arrival and its turn."""
        timer = self._handle_of.pop(id(handle), None)
        if timer is None or self._event is None or self.is_over:
            return
        if self._armed_here.pop(timer, None) is None:
            self._event.drops.append(timer)
            self.must_unfold = True

    # --- a turn begins and ends -------------------------------------------------------------

    def step_began(self, handle: events.Handle, batch: int) -> None:
        """The loop is about to run a handle."""
        number = self._handle_of.pop(id(handle), None)
        if number is None or self.is_over:
            self._event = None
            return
        self._calls.pop(number, None)
        event = self._begin(number)
        event.is_plumbing = number in self.memory.plumbing
        task = task_of(handle)
        if task is not None:
            self._woke(self._tasks[task])
        else:
            self._called(event, handle)

    def _woke(self, task: int) -> None:
        waited = self._waits_on.pop(task, None)
        self._queued_at.pop(task, None)
        join = self._joined_by.pop(task, None)
        if not self.memory.folded:
            self._add(Touch(WRITE, ("cancel", task)))
        if join is not None:
            self._add(Touch(READ, join[0]))
            for child in join[1]:
                self._add(Touch(READ, self._where(child)))
        elif waited is not None:
            kind, what = waited
            self._add(Touch(kind, what))

    def _called(self, event: Event, handle: events.Handle) -> None:
        join = join_of(handle)
        if join is not None:
            where, child = self._thing(join.of), self._where(join.child)
            self._add(Touch(READ, child))
            self._add(Touch(JOIN if join.is_well else WRITE, where))
            if join.is_well:
                event.joined = where, join.children
                self._deaf += 1
        elif self.memory.handles[event.handle].kind == TIMER:
            self._timer_fired(event, handle)

    def _timer_fired(self, event: Event, handle: events.Handle) -> None:
        if not is_sleep(handle):
            return
        self.memory.plumbing.add(event.handle)
        event.is_plumbing = True
        sleeper = self._waiter_of.get(handle._args[0])
        if not self.memory.folded and sleeper is not None:
            self._add(Touch(WRITE, ("cancel", sleeper)))

    def step_ended(self, handle: events.Handle) -> None:
        """The loop has run a handle."""
        event, self._deaf = self._event, 0
        if event is None:
            return
        task = task_of(handle)
        self._registry.forget_dead(at_most=1000)
        if task is not None:
            self._task_paused(event, task)
        self._note_arms(event)
        is_pure = self.memory.handles[event.handle].kind == TIMER and event.is_plumbing
        if is_pure and self.memory.folded:
            self._event = None
        else:
            self._end()

    def _task_paused(self, event: Event, task: asyncio.Task[object]) -> None:
        number = self._tasks[task]
        if asyncio.Task.done(task):
            event.ends_task = True
            where: Where = ("done", number)
            self._add(Touch(WRITE, where))
            event.values[where] = self._ended_with(task)
            if number in self._roots:
                self._result = getattr(task, "_result", None)
            return
        future = getattr(task, "_fut_waiter", None)
        if future is None:
            return
        self._waiter_of[future] = number
        why = why_suspended(task, self._job.filename)
        if why.why == "sleep":
            return
        if why.obj is not None:
            self._waits_on[number] = WRITE, self._thing(why.obj)
            self._queued_at[number] = why.obj
            self._touch_sync(WRITE, why.obj)
        else:
            self._waits_on[number] = READ, self._where(future)
        if type(future) is asyncio.Future and why.obj is None:
            self.doubt("it waits on an asyncio.Future() of its own")

    def _ended_with(self, task: asyncio.Task[object]) -> Content | None:
        if asyncio.Task.cancelled(task):
            return ("cancelled",)
        if error_of(task) is not None:
            return None
        return plain_value(safe_repr.value(result_of(task)))

    def _note_arms(self, event: Event) -> None:
        now = self._job.clock.now_us
        for timer, (completion, handle) in self._armed_here.items():
            future = handle._args[0] if handle._args else None
            sleeper = None
            if is_sleep(handle):
                sleeper = self._waiter_of.get(future)
                self.memory.plumbing.add(timer)
            if sleeper is None or self.memory.handles[event.handle].kind != STEP:
                self.must_unfold = True
            event.arms.append(Arm(timer, completion.deadline_us - now, sleeper, completion.label))
