"""asyncio's own callbacks: those that wake a sleeper, and those that count ends of tasks.

The latter are how it waits for several tasks; their order is no matter.
"""

from __future__ import annotations

import asyncio
from asyncio import events
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from lockstep.cpython.futures import error_of, free_variable, tasks_of_group
from lockstep.cpython.handles import SLEEP, arguments_of, callback_of, name_of_callback
from lockstep.objects.inspection import is_a, of_callable


def is_sleep(handle: events.Handle) -> bool:
    """Return whether all that a handle does is to wake a sleeper."""
    return name_of_callback(handle) == SLEEP


class Join(NamedTuple):
    """A task's end is counted.

    ``of`` is what counts: a task group, or the callback of gather or wait. ``is_well`` says that
    the task did not fail, or that its exception is returned as a result is, and ``children`` whose
    results are taken when all have ended.
    """

    of: object
    child: object
    is_well: bool
    children: tuple[object, ...]


def join_of(handle: events.Handle) -> Join | None:
    """Return what a handle counts, if it is a callback of gather, wait or a task group."""
    callback = callback_of(handle)
    name = name_of_callback(handle)
    if name == "TaskGroup._on_task_done":
        return _join(of_callable(callback, "__self__"), handle, ())
    if name == "gather.<locals>._done_callback":
        children = free_variable(callback, "children")
        return _join(callback, handle, tuple(children) if is_a(children, list) else ())
    if (
        name == "_wait.<locals>._on_completion"
        and free_variable(callback, "timeout_handle") is None
    ):
        return _join(callback, handle, ())
    return None


def _join(of: object, handle: events.Handle, children: tuple[object, ...]) -> Join:
    child = arguments_of(handle)[0]
    assert isinstance(child, asyncio.Future)
    is_task = isinstance(child, asyncio.Task)
    base = asyncio.Task if is_task else asyncio.Future
    is_done = base.done(child)
    is_well = is_done and not base.cancelled(child) and error_of(child) is None
    is_well |= is_done and free_variable(of, "return_exceptions") is True
    return Join(of, child, is_well, children)


def is_of_asyncio(handle: events.Handle) -> bool:
    """Return whether what a handle calls is asyncio's own function."""
    module = of_callable(callback_of(handle), "__module__")
    return type(module) is str and module.partition(".")[0] in ("asyncio", "_asyncio")


def only_counts(queue: Iterable[events.Handle]) -> bool:
    """Return whether what is queued only counts tasks that have ended, with others to follow."""
    counted: Counter[int] = Counter()
    left: dict[int, int] = {}
    for handle in queue:
        join = join_of(handle)
        if join is None or not join.is_well:
            return False
        counted[id(join.of)] += 1
        left[id(join.of)] = _left(join.of)
    return all(counted[of] < left[of] for of in counted)


def _left(counter: object) -> int:
    """Return how many ends of tasks a task group or gather still has to count."""
    tasks = tasks_of_group(counter)
    if tasks is not None:
        return len(tasks)
    done, wanted = free_variable(counter, "nfinished"), free_variable(counter, "nfuts")
    return wanted - done if isinstance(done, int) and isinstance(wanted, int) else 0
