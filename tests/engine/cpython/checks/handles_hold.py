"""Handles, as the room `cpython` takes them for granted."""

from __future__ import annotations

import asyncio
import contextvars
import sys

from lockstep.cpython import (
    frames,
    handles,
)
from lockstep.loop import VirtualLoop, new_event_loop
from tests.engine.cpython.checks.checking import asynchronous, check, must


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
