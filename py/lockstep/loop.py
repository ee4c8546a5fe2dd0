"""A virtual-time event loop that asks a scheduler which pending completions arrive.

CPython's own `asyncio.BaseEventLoop` does all the rest: tasks, futures and locks run
unmodified. One iteration is what CPython's selector loop does: completions that arrive go
behind what is queued, then exactly that batch runs, first in, first out.
"""

from __future__ import annotations

import asyncio
import threading
from asyncio import events
from builtins import id, type  # a program may replace them
from collections.abc import Callable, Collection, Coroutine, Sequence
from concurrent.futures import Executor
from contextvars import Context
from typing import Any, NoReturn, Protocol

from lockstep.clock import NEVER, Clock, to_seconds, to_us
from lockstep.cpython import handles, sets_of_tasks
from lockstep.cpython.base_loop import BaseLoop, running_loop
from lockstep.cpython.frames import frame_at
from lockstep.environment import unsupported
from lockstep.observer import Observer
from lockstep.schedulers import AsWritten, Boundary, Completion, Scheduler

_Coroutine = Coroutine[object, object, object]
#: asyncio's own, whatever a program or a run puts in its place.
_Task = asyncio.Task
_name_of = _Task.get_name

#: asyncio's own modules that ask what time it is.
ASYNCIO = frozenset(f"asyncio.{name}" for name in "base_events events timeouts tasks".split())


class Deadlock(RuntimeError):
    """Nothing is ready and nothing is pending: real asyncio would wait for ever."""


class VirtualLoop(BaseLoop):
    """An event loop whose time is virtual and whose order is a scheduler's choice.

    Args:
        clock: the virtual clock; shared by all loops of one run.
        scheduler: decides arrivals; by default deadlines are respected.
        observer: receives what happens; None for no observer.
        numbers: where completion numbers, boundaries and task names are counted; shared by
            all loops of one run.
        alone: refuse threads, so that a run stays a pure function of its inputs.
    """

    task_type: type[Task]

    def __init__(
        self,
        clock: Clock | None = None,
        scheduler: Scheduler | None = None,
        observer: Observer | None = None,
        numbers: Numbers | None = None,
        alone: bool = False,
    ) -> None:
        super().__init__()
        self.clock = clock or Clock()
        self.scheduler = scheduler or AsWritten()
        self.observer = observer
        self.numbers = numbers or Numbers()
        self.alone = alone
        self.ended_by: BaseException | None = None
        self._pending: dict[int, Completion] = {}
        self._handles: dict[int, events.TimerHandle] = {}
        self._number_of: dict[int, int] = {}
        self._threads_at_work = self._passed = 0
        self._woken = threading.Event()

    @property
    def queued(self) -> Collection[events.Handle]:
        """What runs next, the first first."""
        return self._ready

    @property
    def pending(self) -> Collection[int]:
        """The numbers of the completions that have not arrived, as they were armed."""
        return self._pending

    @property
    def timers(self) -> Collection[events.TimerHandle]:
        """What will run when they arrive."""
        return self._handles.values()

    # --- time -----------------------------------------------------------------------------

    def time(self) -> float:
        """Return virtual seconds since the run began."""
        is_own_use = frame_at(1).f_globals.get("__name__") in ASYNCIO
        return to_seconds(self.clock.now_us) if is_own_use else self.clock.seconds()

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> events.TimerHandle:
        """Arm a completion for virtual time ``when`` (seconds)."""
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self.get_debug():
            self._check_thread()
            self._check_callback(callback, "call_at")
        handle = events.TimerHandle(when, callback, args, self, context)
        completion = Completion(self.numbers.next_completion(), to_us(when), _label(handle))
        self._pending[completion.number] = completion
        self._handles[completion.number] = handle
        self._number_of[id(handle)] = completion.number
        if self.observer:
            self.observer.armed(completion, handle)
        return handle

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        if id(handle) in self._number_of:  # else it has arrived already
            self._take(self._number_of[id(handle)])

    def _take(self, number: int) -> events.TimerHandle:
        """Remove a completion from what is pending; return its handle."""
        del self._pending[number]
        handle = self._handles.pop(number)
        del self._number_of[id(handle)]
        return handle

    # --- one iteration --------------------------------------------------------------------

    def _run_once(self) -> None:
        self._stop_if_ended()
        self._reach_boundary()
        batch = self.numbers.next_batch()
        for _ in range(len(self._ready)):  # what is posted meanwhile belongs to the next batch
            handle = self._ready.popleft()
            if not handles.is_cancelled(handle):
                self._step(handle, batch)
            del handle

    def _step(self, handle: events.Handle, batch: int) -> None:
        if self.observer:
            self.observer.step_began(handle, batch)
        try:
            handles.run(handle)
        finally:
            if self.observer:
                self.observer.step_ended(handle)
            del handle  # a traceback keeps this frame, and the frame would keep a failed task
        self._stop_if_ended()

    def _stop_if_ended(self) -> None:
        if self.ended_by is not None:
            raise self.ended_by

    def _reach_boundary(self) -> None:
        """Let completions arrive; with nothing ready, wait for one in virtual time."""
        while not self._ready and not self._stopping and self._wait_for_threads():
            pass
        idle = not self._ready and not self._stopping
        pending = {n: c for n, c in self._pending.items() if c.deadline_us < NEVER}
        if not pending:
            if idle:
                self._deadlock()
            return
        number, now_us = self.numbers.next_boundary(), self.clock.now_us
        boundary = Boundary(number, now_us, idle, pending, self._passed)
        arrivals = self._ask(boundary)
        self._passed = 0 if arrivals else self._passed + 1
        late_us = self._late_us(boundary.number)
        if self.observer:
            late = () if late_us is None else (late_us,)
            self.observer.chose(boundary, arrivals, *late)
        for number in arrivals:
            self._arrive(self._pending[number], boundary.number)
        if late_us is not None:
            self._clock_moved(self.clock.move_to(late_us))

    def _ask(self, boundary: Boundary) -> tuple[int, ...]:
        try:
            return boundary.checked(self.scheduler.arrivals(boundary))
        except (
            Exception
        ) as error:  # a schedule that does not fit ends the run, even if the program catches this
            self.ended_by = error
            raise

    def _late_us(self, boundary: int) -> int | None:
        """Return what the clock says at least after a boundary, if the scheduler decides that."""
        decides = getattr(self.scheduler, "late_us", None)
        return None if decides is None else decides(boundary)

    def _clock_moved(self, before: int) -> None:
        if self.observer and self.clock.now_us != before:
            self.observer.clock_moved(before)

    def _arrive(self, completion: Completion, boundary: int) -> None:
        self._clock_moved(self.clock.arrive(completion.deadline_us))
        if self.observer:
            self.observer.arrived(completion, boundary)
        self._ready.append(self._take(completion.number))

    def _deadlock(self) -> None:
        if self.observer:
            self.observer.deadlocked()
        self.ended_by = Deadlock(
            "nothing is ready and nothing is pending: real asyncio would wait here for ever"
        )
        raise self.ended_by

    # --- what is posted, created and complained about -------------------------------------

    def _call_soon(
        self, callback: object, args: Sequence[object], context: Context | None
    ) -> events.Handle:
        handle = super()._call_soon(callback, args, context)
        if self.observer:
            self.observer.posted(handle)
        return handle

    # Any: what a Task takes besides differs by version, and passes through
    def create_task(self, coro: _Coroutine, **options: Any) -> asyncio.Task[Any]:
        """Create a task of ours, unless the program has a factory of its own."""
        if self._task_factory is not None:
            return super().create_task(coro, **options)
        self._check_closed()
        return self.task_type(coro, loop=self, **options)

    def call_exception_handler(self, context: dict[str, object]) -> None:
        """Tell the observer, then do what asyncio does."""
        if self.observer:
            self.observer.complained(context)
        if self.ended_by is None:
            super().call_exception_handler(context)

    def default_exception_handler(self, context: dict[str, object]) -> None:
        """Log it, as asyncio does; meanwhile what is written is not the program's."""
        self.numbers.is_complaining = True
        try:
            super().default_exception_handler(context)
        finally:
            self.numbers.is_complaining = False

    # --- the world outside ----------------------------------------------------------------

    def refuse(self, error: Exception) -> NoReturn:
        """Raise ``error``: the program asks for what there is not. It may catch that."""
        if self.observer:
            unsupported.report(str(error), self.observer)
        raise error

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., object], *args: object
    ) -> object:
        """Run ``func`` in a thread, unless this loop runs alone."""
        if self.alone:
            self.refuse(RuntimeError(unsupported.THREADS))
        future = super().run_in_executor(executor, func, *args)
        self._threads_at_work += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, future: asyncio.Future[object]) -> None:
        self._threads_at_work -= 1

    def shutdown_default_executor(
        self, timeout: float | None = None
    ) -> Coroutine[object, object, None]:
        """Wait for the threads that `run_in_executor` began."""
        if self.alone:
            return super().shutdown_default_executor(timeout)
        return self._shut_down_executor(timeout)

    async def _shut_down_executor(self, timeout: float | None) -> None:
        self._threads_at_work += 1
        try:
            await super().shutdown_default_executor(timeout)
        finally:
            self._threads_at_work -= 1

    def _write_to_self(self) -> None:
        self._woken.set()

    def _wait_for_threads(self) -> bool:
        """Wait for a thread that may wake the loop; return whether one did.

        While threads are at work, a timer takes as long as it says in real time, too.
        """
        nothing_due = not self._pending and threading.active_count() > 1
        if self.alone or not (self._threads_at_work or nothing_due):
            return False
        due = min((c.deadline_us for c in self._pending.values()), default=NEVER)
        left = None if due == NEVER else max(0.0, to_seconds(due - self.clock.now_us))
        was_woken = self._woken.wait(left)
        self._woken.clear()
        return was_woken

    def close(self) -> None:
        """Close the loop; pending completions are forgotten."""
        super().close()
        for number in list(self._pending):
            self._take(number)


class Task(asyncio.Task[object]):
    """asyncio's own Task, except that a set of them has the same order in every run.

    asyncio keeps tasks in sets: who is cancelled first when a task group aborts is the order of
    a set, that is, of memory addresses, and a run would not repeat. Here it is that of their
    creation, or what the schedule says. Default names, too, count from 1 in every run, as in a
    fresh process.
    """

    __module__ = asyncio.Task.__module__  # as a program may print it
    __slots__ = ("__hash", "__number")  # no attribute that a program could find, or overwrite

    def __init__(
        self,
        coro: _Coroutine,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        name: str | None = None,
        **options: Any,  # Any: as above
    ) -> None:
        loop = loop or running_loop()
        numbers = getattr(loop, "numbers", _ELSEWHERE)
        self.__number = numbers.next_task()
        self.__hash = numbers.hash_of(self.__number)
        if name is None:
            name = numbers.next_task_name()
        super().__init__(coro, loop=loop, name=name, **options)

    def __hash__(self) -> int:
        if sets_of_tasks.may_show(frame_at(1), sets_of_tasks.NOTING):
            sets_of_tasks.met(asyncio.Task.get_loop(self), [self.__number])
        return self.__hash


class TakesListings(Protocol):
    """Takes note of which sets of tasks are gone through."""

    def listed[T](self, value: T) -> T:
        """Something is gone through; return it."""


class Numbers:
    """The counters of one run, shared by every loop it makes.

    Attributes:
        batch: how many batches have begun.
        is_complaining: whether a loop's exception handler is writing its log just now.
        set_order: tasks in the order in which a set lists them, by the numbers of their creation
            from 0; on CPython addresses decide it.
        in_sets: the tasks that may have been in a set whose order may have shown.
        tasks: how many have been made.
        listings: takes note of which sets of tasks are gone through; None: nobody does.
    """

    is_complaining = False
    listings: TakesListings | None = None

    def __init__(self, set_order: tuple[int, ...] = ()) -> None:
        self.set_order = set_order
        self._hashes = {number: at for at, number in enumerate(set_order)}
        self.in_sets: set[int] = set()
        self.batch = self.tasks = 0
        self._completion = self._boundary = self._name = 0

    def next_completion(self) -> int:
        """Return 0, 1, 2 ..."""
        self._completion += 1
        return self._completion - 1

    def next_boundary(self) -> int:
        """Return 0, 1, 2 ..."""
        self._boundary += 1
        return self._boundary - 1

    def next_batch(self) -> int:
        """Return 0, 1, 2 ..."""
        self.batch += 1
        return self.batch - 1

    def next_task(self) -> int:
        """Return 0, 1, 2 ..."""
        self.tasks += 1
        return self.tasks - 1

    def hash_of(self, task: int) -> int:
        """Return the hash of a task, by its number: the smaller, the sooner a set lists it.

        Those that `set_order` names have the smallest: a set of a few goes by the last three bits.
        """
        return self._hashes.get(task, task + len(self._hashes))

    def with_hash(self, number: int) -> int:
        """Return the number of the task that has this hash."""
        listed = len(self.set_order)
        return self.set_order[number] if number < listed else number - listed

    def next_tasks(self, count: int) -> range:
        """Return the numbers of the tasks that are made next."""
        return range(self.tasks, self.tasks + count)

    def arranged(self, count: int) -> list[int]:
        """Return in which order a set of ``count`` coroutines becomes tasks."""
        return sorted(range(count), key=lambda at: self.hash_of(self.tasks + at))

    def next_task_name(self) -> str:
        """Return Task-1, Task-2 ... as in a fresh process."""
        self._name += 1
        return f"Task-{self._name}"


def _label(handle: events.TimerHandle) -> str:
    """Say what a timer is: whose sleep, whose timeout, or which callback."""
    name = handles.name_of_callback(handle)
    what = {handles.SLEEP: "sleep", handles.TIMEOUT: "timeout"}.get(name)
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    if what is None or task is None:
        return f"{name}()" if what is None else what
    return f"{_name_of(task)}'s {what}" if issubclass(type(task), _Task) else what


#: For tasks of loops that are not ours.
_ELSEWHERE = Numbers()
VirtualLoop.task_type = Task
unsupported.refuse_on(VirtualLoop)


def new_event_loop() -> VirtualLoop:
    """Return a fresh virtual-time loop, usable wherever a ``loop_factory`` is wanted.

    >>> with asyncio.Runner(loop_factory=new_event_loop) as runner:
    ...     runner.run(asyncio.sleep(3600, "an hour, at once"))
    'an hour, at once'
    """
    return VirtualLoop()
