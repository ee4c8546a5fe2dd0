"""What the loop runs: a handle's callback, its arguments, whose step it is.

An `asyncio.Handle` has no public way to ask. Read are ``_callback``, ``_args``,
``_context`` and ``_cancelled``, and a timeout's ``_task``; asyncio's own callbacks are known by
their qualified names.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from builtins import type  # a program may replace them
from collections.abc import Callable
from contextvars import Context
from operator import attrgetter, methodcaller
from types import CodeType

from lockstep.objects.inspection import is_a, name_of, of_callable

#: The callback of `asyncio.sleep`, which only wakes who waits.
SLEEP = "_set_result_unless_cancelled"
#: The callback of `asyncio.timeout`.
TIMEOUT = "Timeout._on_timeout"
#: That of `asyncio.wait_for` before it was built on `asyncio.timeout`, and of `asyncio.wait`.
RELEASE_WAITER = "_release_waiter"

#: The callback by which `run_until_complete` leaves the loop.
LEAVE = "_run_until_complete_cb"

#: A task's first step, which has no name; the one that what it waited for has caused; and both
#: where `asyncio.Task` is written in Python.
_STEPS = frozenset({None, "task_wakeup", "__step", "__wakeup"})

#: Below the frame of this code another task's step, or another callback, is run.
RUN: CodeType = events.Handle._run.__code__


#: What a handle calls; None once it is cancelled.
callback_of: Callable[[events.Handle], object] = attrgetter("_callback")
#: In which context it calls that.
context_of: Callable[[events.Handle], Context] = attrgetter("_context")
#: Whether the loop will pass over it.
is_cancelled: Callable[[events.Handle], bool] = attrgetter("_cancelled")
#: Call what a handle calls; it has no frame of ours.
run: Callable[[events.Handle], None] = methodcaller("_run")


def arguments_of(handle: events.Handle) -> tuple[object, ...]:
    """Return what its callback is given."""
    return tuple(handle._args or ())


def task_of(handle: events.Handle) -> asyncio.Task[object] | None:
    """Return the task whose step ``handle`` runs; None for any other callback.

    A task has methods that are no steps, as in ``loop.call_later(1, task.cancel)``.
    """
    callback = callback_of(handle)
    owner = of_callable(callback, "__self__")
    is_step = is_a(owner, asyncio.Task) and of_callable(callback, "__name__") in _STEPS
    return owner if is_step else None


def timed_out_by(handle: events.Handle) -> object:
    """Return the task that ``handle`` cancels, if it is that of `asyncio.timeout`."""
    if name_of_callback(handle) != TIMEOUT:
        return None
    return getattr(of_callable(callback_of(handle), "__self__"), "_task", None)


def name_of_callback(handle: events.Handle) -> str:
    """Return the qualified name of what it calls, else that of its type."""
    callback = callback_of(handle)
    return of_callable(callback, "__qualname__") or name_of(type(callback))
