"""Locks, queues and their like, as the room `cpython` takes them for granted."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import FunctionType
from typing import Any

from lockstep.cpython import (
    futures,
    sync_monitor,
    sync_objects,
)
from lockstep.cpython.suspension import why_suspended
from lockstep.objects.registry import Registry
from lockstep.observer import Observer
from tests.engine.cpython.checks.checking import asynchronous, check, must, run


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
