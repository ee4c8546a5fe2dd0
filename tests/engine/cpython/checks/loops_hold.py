"""The event loop, what stands in for it, and frames."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import AsyncGenerator
from typing import Any

from lockstep.cpython import (
    base_loop,
    loop_patches,
    monitoring,
    our_frames,
    replacing,
    sets_of_tasks,
)
from lockstep.loop import Task, VirtualLoop, new_event_loop
from tests.engine.cpython.checks.checking import check, must, run


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
    must("loops_hold.py" in formatted, "the program's frame stays")
