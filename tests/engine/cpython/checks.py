"""What the room `cpython` takes for granted of the Python that runs it: a function for each thing.

Nothing but the standard library and lockstep is needed, so that any Python can be asked: as a
script it prints, as JSON, what does not hold, by the name of the check. A new Python that renames
or changes something fails here first, with the sentence that was true until then.
"""

from __future__ import annotations

import abc
import asyncio
import atexit
import contextvars
import datetime
import functools
import gc
import json
import logging
import operator
import os
import queue
import random
import sys
import tempfile
import threading
import time
import traceback
import uuid
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine
from types import FunctionType, MappingProxyType, SimpleNamespace
from typing import Any

from lockstep.cpython import (
    base_loop,
    class_facts,
    frames,
    futures,
    handles,
    joins,
    library,
    loop_patches,
    monitoring,
    our_frames,
    read_only,
    replacing,
    sets_of_tasks,
    sync_monitor,
    sync_objects,
)
from lockstep.cpython.suspension import why_suspended
from lockstep.loop import Task, VirtualLoop, new_event_loop
from lockstep.objects.registry import Registry
from lockstep.observer import Observer

CHECKS: dict[str, Callable[[], None]] = {}


def check(function: Callable[[], None]) -> Callable[[], None]:
    CHECKS[function.__name__] = function
    return function


def asynchronous(body: Callable[[], Coroutine[object, object, None]]) -> Callable[[], None]:
    def checked() -> None:
        run(body())

    checked.__name__ = body.__name__
    return check(checked)


def run(coro: Coroutine[object, object, object]) -> None:
    """`asyncio.run` itself is another one in Pyodide."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(coro)


def must(holds: object, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)


# --- handles ------------------------------------------------------------------------------


@asynchronous
async def a_handle_keeps_its_callback_its_arguments_and_whether_it_is_cancelled() -> None:
    def callback(*_: object) -> None: ...

    handle = asyncio.get_running_loop().call_soon(callback, 1, "two")
    must(handles.callback_of(handle) is callback, "Handle._callback is what it calls")
    must(handles.arguments_of(handle) == (1, "two"), "Handle._args is what the callback is given")
    must(not handles.is_cancelled(handle), "Handle._cancelled is false at first")
    context = contextvars.copy_context()
    own = asyncio.get_running_loop().call_soon(print, context=context)
    must(handles.context_of(own) is context, "Handle._context is where it calls")
    for each in (handle, own):
        each.cancel()
    must(handles.is_cancelled(handle), "Handle._cancelled is true after cancel()")
    must(handles.callback_of(handle) is None, "Handle._callback is None after cancel()")


@check
def what_a_handle_calls_can_be_called_above_the_frame_of_its_own_method() -> None:
    codes: list[object] = []

    def callback(word: str) -> None:
        codes.extend((word, frames.frame_at(1).f_code, frames.frame_at(2).f_code))

    loop = new_event_loop()
    handles.run(loop.call_soon(callback, "called"))
    loop.close()
    here = what_a_handle_calls_can_be_called_above_the_frame_of_its_own_method.__code__
    must(codes == ["called", handles.RUN, here], f"Handle._run calls, with no frame more: {codes}")


@check
def run_until_complete_leaves_the_loop_by_the_callback_that_it_is_known_by() -> None:
    loop = Posted()
    loop.run_until_complete(loop.create_task(asyncio.sleep(0)))
    names = [handles.name_of_callback(handle) for handle in loop.posted]
    must(names[-1] == handles.LEAVE, f"what it posts last is {handles.LEAVE}, here: {names}")
    loop.close()


class Posted(VirtualLoop):
    """Keeps every handle that is posted, and the name of what each timer calls."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[asyncio.Handle] = []
        self.armed: list[str] = []

    def _call_soon(self, *given):  # type: ignore[no-untyped-def]
        handle = super()._call_soon(*given)
        self.posted.append(handle)
        return handle

    def call_at(self, *given, **options):  # type: ignore[no-untyped-def]
        timer = super().call_at(*given, **options)
        self.armed.append(handles.name_of_callback(timer))
        return timer


@check
def a_step_of_a_task_is_a_handle_whose_callback_is_the_tasks_step_or_wake_up() -> None:
    loop = Posted()
    task = loop.create_task(asyncio.sleep(1))
    loop.run_until_complete(task)
    steps = [handle for handle in loop.posted if handles.task_of(handle) is task]
    must(len(steps) == 2, f"a task that sleeps once has two steps, here: {steps}")
    must(handles.task_of(loop.call_soon(repr, 1)) is None, "another callback is no step")
    must(handles.task_of(loop.call_soon(task.cancel)) is None, "nor is a method of the task's")
    loop.close()


@check
def the_callbacks_of_sleep_and_timeout_have_the_names_they_are_known_by() -> None:
    async def main() -> None:
        async with asyncio.timeout(5):
            await asyncio.sleep(1)

    loop = Posted()
    loop.run_until_complete(main())
    loop.close()
    wanted = [handles.TIMEOUT, handles.SLEEP]
    must(loop.armed == wanted, f"timeout and sleep arm {wanted}, here: {loop.armed}")


@asynchronous
async def a_task_runs_above_the_frame_of_handle_run() -> None:
    frame, codes = sys._getframe(), []
    while frame is not None:
        codes.append(frame.f_code)
        frame = frame.f_back
    must(handles.RUN in codes, "Handle._run is the frame below a task's step")


# --- futures and tasks --------------------------------------------------------------------


@asynchronous
async def a_suspended_task_keeps_the_future_it_waits_on() -> None:
    future = asyncio.get_running_loop().create_future()

    async def waits() -> None:
        await future

    task = asyncio.create_task(waits())
    must(futures.waiter_of(task) is None, "Task._fut_waiter is None before the first step")
    await asyncio.sleep(0)
    must(futures.waiter_of(task) is future, "Task._fut_waiter is what it waits on")
    must(not futures.is_cancel_due(task), "Task._must_cancel is false at first")
    future.set_result(None)
    await task


@asynchronous
async def a_task_that_is_cancelled_before_its_step_must_be_cancelled() -> None:
    task = asyncio.create_task(asyncio.sleep(1))
    task.cancel()
    must(futures.is_cancel_due(task), "Task._must_cancel is true until the next step")
    await asyncio.gather(task, return_exceptions=True)


@check
def result_and_error_can_be_read_without_marking_the_error_as_retrieved() -> None:
    reported: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reported.append(context["message"]))
        good, bad = loop.create_future(), loop.create_future()
        good.set_result(3)
        error = ValueError("x")
        bad.set_exception(error)
        must(futures.result_of(good) == 3, "Future._result is its result")
        must(futures.error_of(bad) is error, "Future._exception is what ended it")
        must(futures.error_of(good) is None, "Future._exception is None without one")
        del good, bad, error
        gc.collect()

    run(main())
    must(reported == ["Future exception was never retrieved"], f"asyncio complains: {reported}")


@asynchronous
async def all_that_a_future_or_a_task_keeps_can_be_read_at_once() -> None:
    future = asyncio.get_running_loop().create_future()
    must(futures.insides_of(future) == ("PENDING", None, None, None), "what a new future keeps")
    must(not futures.is_awaited(future), "Future._asyncio_future_blocking is false at first")
    context = contextvars.copy_context()
    future.add_done_callback(print, context=context)
    must(futures.insides_of(future)[3] == [(print, context)], "Future._callbacks has contexts")
    future.remove_done_callback(print)
    step = iter(future.__await__())
    must(next(step) is future and futures.is_awaited(future), "it is true while it is handed on")
    future.set_result(3)
    must(futures.insides_of(future)[:2] == ("FINISHED", 3), "Future._state and _result")
    bad, gone = asyncio.Future[int](), asyncio.Future[int]()
    bad.set_exception(ValueError("x"))
    must(futures.is_error_unseen(bad), "Future._log_traceback until somebody asks")
    bad.exception()
    must(not futures.is_error_unseen(bad), "and not after that")
    gone.cancel("why")
    must(futures.insides_of(gone)[0] == "CANCELLED", "Future._state of a cancelled one")
    must(futures.insides_of(gone)[2] == "why", "Future._cancel_message is what cancel() was told")
    coroutine = asyncio.sleep(1)
    task = asyncio.create_task(coroutine)
    must(futures.task_insides_of(task) == (False, coroutine, None), "a task before its first step")
    await asyncio.sleep(0)
    waited = futures.waiter_of(task)
    must(futures.task_insides_of(task) == (False, coroutine, waited), "and once it waits")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynchronous
async def the_attributes_that_hold_a_time_or_the_loop_are_there() -> None:
    loop = asyncio.get_running_loop()
    timer = loop.call_later(1, print)
    found = {name for name in futures.UNSEEN_ATTRIBUTES if hasattr(timer, name)}
    future = asyncio.futures._PyFuture()  # type: ignore[attr-defined]
    found |= {name for name in futures.UNSEEN_ATTRIBUTES if hasattr(future, name)}
    must(found == futures.UNSEEN_ATTRIBUTES, f"futures and timers have {sorted(found)}")
    must(getattr(future, futures.LOOP) is loop, "Future._loop is its loop")
    timer.cancel()


@asynchronous
async def the_list_in_which_gather_holds_a_task_is_found_from_the_task() -> None:
    one, two = (asyncio.create_task(asyncio.sleep(0)) for _ in "ab")
    gathering = asyncio.gather(one, two)
    must([*futures.gathered_with(one)] == [[one, two]], "the callback closes over `children`")
    must([*futures.gathered_with(asyncio.create_task(asyncio.sleep(0)))] == [], "else none")
    await gathering


@asynchronous
async def a_future_of_ours_can_be_what_gather_returns() -> None:
    class Ours(futures.GatheringFuture):  # type: ignore[misc, valid-type]
        pass

    with futures.gathering_by(Ours):
        made = asyncio.gather(asyncio.sleep(0))
    must(type(made) is Ours, "gather looks up tasks._GatheringFuture when it is called")
    await made
    after = asyncio.gather(asyncio.sleep(0))
    must(type(after) is futures.GatheringFuture, "and it is put back")
    await after


class Joining(VirtualLoop):
    """Keeps what is known of each callback that counts the end of a task, before it does."""

    def __init__(self) -> None:
        super().__init__()
        self.joins: list[joins.Join] = []
        self.only_count: list[bool] = []

    def _step(self, handle: asyncio.Handle, batch: int) -> None:
        if (join := joins.join_of(handle)) is not None:
            self.joins.append(join)
            self.only_count.append(joins.only_counts([handle]))
        super()._step(handle, batch)


@check
def the_callbacks_that_count_ends_of_tasks_are_known_and_count() -> None:
    async def grouped() -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(asyncio.sleep(0)) for _ in "ab"]
            must(set(futures.tasks_of_group(group) or ()) == set(tasks), "TaskGroup._tasks")

    async def gathered() -> None:
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))

    async def waited() -> None:
        await asyncio.wait([asyncio.create_task(asyncio.sleep(0)) for _ in "ab"])

    for counting in (grouped, gathered, waited):
        loop = Joining()
        loop.run_until_complete(loop.create_task(counting()))
        loop.close()
        name = counting.__name__
        must(len(loop.joins) == 2, f"two ends are counted where tasks are {name}: {loop.joins}")
        must(all(join.is_well for join in loop.joins), f"none of them failed ({name})")
        wanted = [name != "waited", False]  # what `asyncio.wait` has counted cannot be read
        must(loop.only_count == wanted, f"which only count where {name}: {loop.only_count}")
    must(futures.tasks_of_group(object()) is None, "what is no group has no tasks")


@asynchronous
async def a_future_keeps_its_callbacks() -> None:
    future = asyncio.get_running_loop().create_future()
    must(futures.callbacks_of(future) == [], "Future._callbacks is empty at first")
    future.add_done_callback(print)
    future.add_done_callback(repr)
    must(futures.callbacks_of(future) == [print, repr], "Future._callbacks has them in order")


@asynchronous
async def what_gather_and_shield_return_leads_to_what_they_wait_for() -> None:
    loop = asyncio.get_running_loop()
    one, two = loop.create_future(), loop.create_future()
    gathering = asyncio.gather(one, two)
    must(isinstance(gathering, futures.GatheringFuture), "gather returns a _GatheringFuture")
    must(list(futures.gathered_by(gathering)) == [one, two], "_children is what is gathered")
    must(list(futures.gathered_by(one)) == [], "a plain future gathers nothing")
    shield = asyncio.shield(one)
    must(futures.shielded_by(shield) is one, "shield's callback closes over `inner`")
    must(futures.shielded_by(two) is None, "a plain future shields nothing")
    one.set_result(None)
    two.set_result(None)
    await asyncio.gather(gathering, shield)


@check
def attributes_of_futures_are_found_though_they_have_no_dict() -> None:
    class Slotted(asyncio.Future):  # type: ignore[type-arg]
        __slots__ = ("held",)

    loop = new_event_loop()
    for future in (loop.create_future(), asyncio.Future(loop=loop), Slotted(loop=loop)):
        must(futures.attributes_of(future) == {}, "a new future has no attributes")
        future.place = [1]  # type: ignore[attr-defined]
        must(futures.attributes_of(future) == {"place": [1]}, "what was set on a future")
    future.held = 2
    must(futures.attributes_of(future) == {"place": [1], "held": 2}, "and its slots")
    must("__slotnames__" not in vars(Slotted), "nothing is left at the class")
    loop.close()


@check
def a_pending_task_can_be_destroyed_without_a_complaint() -> None:
    reported: list[object] = []
    loop = new_event_loop()
    loop.set_exception_handler(lambda _, context: reported.append(context["message"]))
    for quietly in (False, True):
        task = loop.create_task(asyncio.sleep(0))
        if quietly:
            futures.end_quietly(task)
        task.get_coro().close()
        loop._ready.clear()
        del task
        gc.collect()
        must(len(reported) == 1, f"only Task._log_destroy_pending decides: {reported}")
    loop.close()


# --- locks, queues ... --------------------------------------------------------------------


@asynchronous
async def who_waits_stands_in_the_queues_of_a_lock_an_event_a_queue() -> None:
    lock, event, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(0)
    condition, empty, full = asyncio.Condition(), asyncio.Queue(), asyncio.Queue(1)
    await lock.acquire()
    full.put_nowait(1)

    async def waits() -> None:
        async with condition:
            await condition.wait()

    waiting = {
        lock: lock.acquire(),
        event: event.wait(),
        semaphore: semaphore.acquire(),
        condition: waits(),
        empty: empty.get(),
        full: full.put(2),
    }
    tasks = {obj: asyncio.create_task(coro) for obj, coro in waiting.items()}
    await asyncio.sleep(0.1)
    for obj, task in tasks.items():
        found = sync_objects.waiters_of(obj)
        name = type(obj).__name__
        must(found == [futures.waiter_of(task)], f"{name} keeps who waits in it: {found}")
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


@asynchronous
async def the_state_of_each_object_can_be_read() -> None:
    lock, event, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.BoundedSemaphore(3)
    must(sync_objects.state_of(lock) is False, "Lock._locked is false at first")
    await lock.acquire()
    must(sync_objects.state_of(lock) is True, "Lock._locked is true when it is held")
    event.set()
    must(sync_objects.state_of(event) is True, "Event._value is true when it is set")
    await semaphore.acquire()
    must(sync_objects.state_of(semaphore) == 2, "Semaphore._value is what is free")
    must(sync_objects.free_places(semaphore) == 2, "Semaphore._value is what is free")
    must(sync_objects.state_of(asyncio.Condition()) is None, "a condition has no such state")
    must(sync_objects.size_limit(asyncio.Queue(7)) == 7, "Queue._maxsize is its limit")
    must(sync_objects.parties(asyncio.Barrier(4)) == (0, 4), "Barrier.n_waiting and _parties")


@asynchronous
async def the_lock_that_a_condition_makes_for_itself_is_known_as_its_lock() -> None:
    registry, condition = Registry(), asyncio.Condition()
    thing = registry.thing(condition)
    own = registry.thing(condition._lock)  # type: ignore[attr-defined]
    must(own is not None and own.part_of is thing, "Condition._lock is its lock")


async def _on(awaitable):  # type: ignore[no-untyped-def]
    await awaitable


async def _on_condition() -> None:
    condition = asyncio.Condition()
    async with condition:
        await condition.wait()


async def _grouped() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(50))


async def _yields() -> None:
    while True:
        await asyncio.sleep(0)


async def _the_first(task: asyncio.Task[None]) -> None:
    for earliest in asyncio.as_completed([task]):
        await earliest


async def _must_wait_for(wanted: list[tuple[str, Coroutine[Any, Any, Any]]]) -> None:
    tasks = [asyncio.create_task(coro) for _, coro in wanted]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    found = [why_suspended(task, __file__).why for task in tasks]
    must(found == [why for why, _ in wanted], f"why a task is suspended: {found}")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynchronous
async def a_suspended_task_says_which_kind_of_object_it_waits_for() -> None:
    lock, event, barrier = asyncio.Lock(), asyncio.Event(), asyncio.Barrier(2)
    semaphore, items = asyncio.Semaphore(0), asyncio.Queue()
    await lock.acquire()
    await _must_wait_for([
        ("lock", lock.acquire()),
        ("event", event.wait()),
        ("barrier", barrier.wait()),
        ("semaphore", semaphore.acquire()),
        ("queue", items.get()),
        ("condition", _on_condition()),
    ])  # fmt: skip


@asynchronous
async def a_suspended_task_says_if_it_waits_for_another_task_for_time_or_for_nothing() -> None:
    other = asyncio.create_task(asyncio.sleep(50))
    await _must_wait_for([
        ("sleep", asyncio.sleep(50)),
        ("future", _on(asyncio.get_running_loop().create_future())),
        ("task", _on(other)),
        ("task", _on(asyncio.gather(other))),
        ("task", _on(asyncio.shield(other))),
        ("task", _on(asyncio.wait([other]))),
        ("task", _grouped()),
        ("task", _the_first(other)),
        ("yield", _yields()),
    ])  # fmt: skip
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)


@check
def the_methods_of_a_lock_are_heard_to_begin_return_and_be_left() -> None:
    reported: list[str] = []

    class Receives(Observer):
        def sync_called(self, obj: object, method: str) -> None:
            reported.append(f"{method} called")

        def sync_done(self, obj: object, method: str) -> None:
            reported.append(f"{method} done")

        def sync_left(self, obj: object, method: str) -> None:
            reported.append(f"{method} left")

    async def main() -> None:
        lock = asyncio.Lock()
        async with lock:
            task = asyncio.create_task(lock.acquire())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    with sync_monitor.SyncMonitor(Receives()):
        run(main())
    first = ["acquire called", "acquire done"]
    rest = ["acquire called", "acquire left", "release called", "release done"]
    must(reported == first + rest, f"sys.monitoring reports a lock's methods: {reported}")


@check
def every_method_that_is_watched_exists() -> None:
    for kind, names in sync_monitor.EVERYTHING.items():
        for name in names.split():
            if (kind, name) != (asyncio.Queue, "shutdown"):  # since Python 3.13
                found = vars(kind).get(name) or getattr(kind, name, None)
                must(isinstance(found, FunctionType), f"{kind.__name__}.{name} is Python code")


# --- the loop, and what stands in for it --------------------------------------------------


@check
def the_loop_of_cpython_has_what_ours_overrides_calls_and_reads() -> None:
    loop = new_event_loop()
    for name in (*base_loop.OVERRIDDEN, *base_loop.CALLED):
        must(callable(getattr(asyncio.BaseEventLoop, name, None)), f"BaseEventLoop.{name}()")
    for name in base_loop.READ:
        must(hasattr(loop, name), f"BaseEventLoop keeps {name}")
    loop.call_soon(repr)
    must(len(loop._ready) == 1, "call_soon appends to BaseEventLoop._ready")
    loop.call_soon(loop.stop)
    loop._ready.popleft()
    loop.run_forever()
    loop.close()


@check
def what_a_program_sets_of_its_loop_can_be_read() -> None:
    def factory(loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=loop, **options)

    async def numbers() -> AsyncGenerator[int]:
        yield 1
        yield 2

    async def main() -> None:
        loop, going = asyncio.get_running_loop(), numbers()
        loop.set_exception_handler(handler := lambda *_: None)
        loop.set_task_factory(factory)
        loop.slow_callback_duration = 3
        await anext(going)
        found = base_loop.settings_of(loop)
        must(found == [handler, factory, loop.get_debug(), 3, {going}], f"all are there: {found}")
        await going.aclose()

    run(main())


@check
def a_running_loop_can_be_put_aside() -> None:
    must(base_loop.running_loop() is None, "no loop runs yet")

    async def main() -> None:
        own = base_loop.running_loop()
        base_loop.set_running_loop(None)
        must(base_loop.running_loop() is None, "_set_running_loop puts it aside")
        base_loop.set_running_loop(own)

    run(main())


@check
def asyncio_run_uses_our_loop_and_our_tasks_and_gives_both_back() -> None:
    names = ("Task", "all_tasks", "as_completed", "new_event_loop")
    before = [getattr(asyncio, name) for name in names]

    async def main() -> tuple[object, object, list[int]]:
        tasks = [asyncio.create_task(asyncio.sleep(0)) for _ in range(3)]
        order = [tasks.index(task) for task in asyncio.all_tasks() if task in tasks]
        return type(asyncio.get_running_loop()), type(tasks[0]), order

    with loop_patches.our_loop(new_event_loop, Task):
        found = asyncio.run(main())
    must(found == (VirtualLoop, Task, [0, 1, 2]), f"asyncio.run made: {found}")
    after = [getattr(asyncio, name) for name in names]
    changed = [name for name, a, b in zip(names, before, after, strict=True) if a is not b]
    must(set(changed) <= {"new_event_loop"}, f"not given back: {changed}")  # a stand-in stays


@check
def tasks_are_kept_in_sets_whose_use_is_noted() -> None:
    async def main() -> tuple[type, bool]:
        async with asyncio.TaskGroup() as group:
            for _ in range(2):
                group.create_task(asyncio.sleep(0))
            kept = type(group._tasks)
        has_met = bool(asyncio.get_running_loop().numbers.in_sets)
        asyncio.all_tasks()
        return kept, has_met

    with loop_patches.our_loop(new_event_loop, Task):
        found = asyncio.run(main())
    must(found == (sets_of_tasks.InOrder, False), f"a group that does not abort has: {found}")


@check
def a_function_is_replaced_in_this_thread_only() -> None:
    real = time.monotonic
    with replacing.only_here(time, monotonic=lambda: -1.0):
        must(time.monotonic() == -1.0, "the replacement is called")
    must(time.monotonic() >= 0, "the real one is called again")
    must(getattr(real, "__wrapped__", real) is not None, "it is still there")


@check
def a_monitoring_tool_is_claimed_and_given_back() -> None:
    def taken() -> list[str | None]:
        return [sys.monitoring.get_tool(tool) for tool in range(6)]

    before = taken()
    tool = monitoring.claim_tool("lockstep-check")
    must(sys.monitoring.get_tool(tool) == "lockstep-check", "sys.monitoring.use_tool_id")
    monitoring.release_tool(tool, [])
    must(taken() == before, "sys.monitoring.free_tool_id")


@check
def frames_of_ours_are_left_out_of_what_traceback_formats() -> None:
    def fails() -> None:
        Task.__init__(None)  # type: ignore[arg-type, call-arg]

    try:
        new_event_loop().call_at(None, print)  # type: ignore[arg-type]
    except TypeError as error:
        plain = traceback.format_exc()
        with our_frames.without_us():
            formatted = "".join(traceback.format_exception(error))
    must("loop.py" in plain, "our own frame is there before")
    must("loop.py" not in formatted, "traceback gets its frames from what is replaced")
    must("checks.py" in formatted, "the program's frame stays")


# --- what the explorer's digest of a state reads, many thousand times a second, by itself ----


@check
def futures_tasks_handles_and_loops_keep_what_a_digest_of_a_state_is_made_of() -> None:
    of_future = "_state _result _exception _cancel_message _callbacks _asyncio_future_blocking"
    wanted = {
        "Future": of_future,
        "Task": f"{of_future} _must_cancel _fut_waiter _coro",
        "Handle": "_callback _args _context _cancelled",
        "loop": "_exception_handler _task_factory _asyncgens",
    }

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(asyncio.sleep(0))
        kept = {"Future": loop.create_future(), "Task": task, "loop": loop}
        kept["Handle"] = loop.call_soon(repr, task)
        for kind, names in wanted.items():
            for name in names.split():
                must(hasattr(kept[kind], name), f"a {kind} keeps {name}")
        await task

    run(main())


# --- the rest of the standard library -----------------------------------------------------


@check
def the_private_names_of_other_modules_are_there() -> None:
    wanted = {
        random: ("_inst", "_urandom"),
        tempfile: ("_name_sequence",),
        threading: ("_time", library.ALLOCATE_LOCK),
        queue: ("time",),
        atexit: ("_ncallbacks",),
        uuid: ("_node", "_generate_time_safe", "_last_timestamp"),
    }
    for module, names in wanted.items():
        for name in names:
            must(hasattr(module, name), f"{module.__name__}.{name}")
    for name, taken in library.TAKEN_FROM_TIME:
        must(getattr(sys.modules[name], taken) is time.monotonic, f"{name}.{taken} is monotonic")


@check
def the_environment_is_kept_encoded() -> None:
    os.environ["LOCKSTEP_CHECK"] = "ä"
    try:
        held = library.encoded_environment()[os.environ.encodekey("LOCKSTEP_CHECK")]
        must(os.environ.decodevalue(held) == "ä", f"os.environ._data holds it: {held!r}")
    finally:
        del os.environ["LOCKSTEP_CHECK"]


@check
def finalizers_that_are_alive_are_found_with_what_they_would_do() -> None:
    class Thing: ...

    thing, before = Thing(), len(library.finalizers())
    finalizer = weakref.finalize(thing, print, "gone")
    found = library.finalizers()
    must(len(found) == before + 1, "weakref.finalize._registry has one more")
    must(gc.is_tracked(found[-1]) and found[-1].args == ("gone",), "with what it would do")  # type: ignore[attr-defined]
    finalizer.detach()
    must(len(library.finalizers()) == before, "and none for what is detached")


@check
def what_is_registered_with_an_abstract_class_is_found() -> None:
    class Base(abc.ABC):
        @abc.abstractmethod
        def method(self) -> None: ...

    class Other: ...

    must(library.registered_with(Base) == [], "nothing at first")
    Base.register(Other)
    must(library.registered_with(Base) == [Other], "_abc._get_dump tells what was registered")
    must(library.is_abstract(Base) and not library.is_abstract(Other), "_abc_impl is the mark")


@check
def the_types_of_locks_caches_and_generators_are_those_of_what_is_made() -> None:
    made = threading.Lock(), threading.RLock()
    must(tuple(map(type, made)) == library.THREAD_LOCKS, f"what threading makes: {made}")
    cached = functools.lru_cache(lambda x: x)
    must(type(cached) is library.CACHED_FUNCTION, "functools._lru_cache_wrapper")
    cached(1)
    tables = [each for each in gc.get_referents(cached) if type(each) is dict and each]
    links = [type(value).__name__ for table in tables for value in table.values()]
    must(library.CACHE_LINK in links or links == ["int"], f"it keeps links: {links}")
    must(random.Random.__base__ is library.GENERATOR, "random.Random is built on it")
    must(hasattr(library.THREADS, "start_new_thread"), "_thread begins threads")
    waiting = library.SIMPLE_QUEUE()
    waiting.put(3)
    must(waiting.get() == 3, "queue._PySimpleQueue is a queue")


@check
def chance_comes_from_what_stands_for_the_systems() -> None:
    def function(size: int) -> bytes:
        return b"x" * size

    real = os.urandom
    for replacing_it in (library.system_chance, library.system_chance_everywhere):
        with replacing_it(function):
            must(os.urandom(3) == b"xxx", "os.urandom is replaced")
            must(random.SystemRandom().randbytes(3) == b"xxx", "and random._urandom")
    must(os.urandom is real or os.urandom(9) != b"x" * 9, "it is put back")
    must(library.shared_generator().getstate() == random.getstate(), "random._inst is shared")


@check
def a_host_and_the_names_of_temporary_files_are_put_and_put_back() -> None:
    with library.known_host(5):
        must(uuid.uuid1().node == 5, "uuid._node is what uuid1() is made of")
    with tempfile.TemporaryDirectory() as folder, library.temporary_files_in(folder):
        must(tempfile.mkdtemp().startswith(folder), "tempfile.tempdir is where they are made")
        must(tempfile._name_sequence is not None, "names are drawn from _name_sequence")  # type: ignore[attr-defined]


@check
def methods_of_a_class_of_cs_are_put_and_put_back() -> None:
    kind = datetime.datetime

    def today(cls: type) -> str:
        return "today"

    def now(cls: type) -> str:
        return "now"

    before = kind.now
    with read_only.methods_put(kind, {"today": classmethod(today), "now": classmethod(now)}):
        must((kind.now(), kind.today()) == ("now", "today"), "an own and an inherited method")
    must(kind.now == before and "today" not in vars(kind), "both are as they were")


@check
def how_a_class_was_made_is_told_by_its_flags_and_methods() -> None:
    class Slotted(dict[str, int]):
        __slots__ = ("empty", "full", "hidden")

        def __hash__(self) -> int:
            return 1

    facts = class_facts
    must(facts.is_python(Slotted) and not facts.is_python(dict), "a class statement, and C")
    must(not facts.is_python(functools.partial), "C's that are on the heap are no Python's")
    must(int.__flags__ & facts.IMMUTABLE, "a flag of int says that nobody can change it")
    must(not Slotted.__flags__ & facts.IMMUTABLE, "which that of a Python class does not")
    must(facts.base_in_c(Slotted) is dict, "what it is built on")
    must(facts.hashes_itself(Slotted) and not facts.hashes_itself(str), "who hashes")
    x = Slotted()
    x.full = x.hidden = 3
    must([*facts.slots(x, Slotted, {"hidden"})] == [("full", 3)], "slots that are filled")
    must(facts.own_dict(x) == {} and facts.own_dict(Registry()) != {}, "who has a __dict__")


@check
def the_collector_sees_all_that_those_hold_of_which_a_digest_says_so() -> None:
    inner, key = [1], ("k",)
    held = {
        "partial": functools.partial(print, inner),
        "property": property(print),
        "classmethod": classmethod(print),
        "staticmethod": staticmethod(print),
        "mappingproxy": MappingProxyType({"a": inner}),
        "itemgetter": operator.itemgetter(key, key),
        "methodcaller": operator.methodcaller("a", inner),
        "GenericAlias": list[int],
        "slice": slice(inner),
        "SimpleNamespace": SimpleNamespace(a=inner),
    }
    for name, x in held.items():
        must(type(x).__name__ == name, f"{name} is called that: {type(x)}")
        must(name in class_facts.SEEN_BY_COLLECTOR, f"{name} is one of them")
        seen = [each for each in gc.get_referents(x) if each is not type(x)]
        must(seen, f"the collector sees what a {name} holds")


@check
def the_frames_below_are_counted_from_who_asks() -> None:
    def inside() -> list[str]:
        return [frames.frame_at(depth).f_code.co_name for depth in (0, 1)]

    here = the_frames_below_are_counted_from_who_asks.__name__
    must(inside() == ["inside", here], f"0 is the caller of frame_at: {inside()}")


def failures() -> dict[str, str]:
    """Run all; return what failed, by name, with its sentence."""
    logging.disable(logging.CRITICAL)
    found = {}
    for name, function in CHECKS.items():
        try:
            function()
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


if __name__ == "__main__":
    print(json.dumps({"python": sys.version.split()[0], "failures": failures()}))
