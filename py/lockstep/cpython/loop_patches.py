"""What `asyncio.run` and its like use while a loop of ours stands in for CPython's."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from asyncio import taskgroups
from collections.abc import Callable, Iterable, Iterator

from lockstep.cpython import sets_of_tasks
from lockstep.cpython.base_loop import running_loop, set_running_loop
from lockstep.cpython.replacing import only_here, replaced


def _as_completed_in_order(real: Callable[..., object]) -> Callable[..., object]:
    # it makes tasks of a set of coroutines, whose order is that of their addresses
    @functools.wraps(real)
    def as_completed(fs: Iterable[object], *, timeout: float | None = None) -> object:
        numbers = getattr(running_loop(), "numbers", None)
        if numbers is None or asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
            return real(fs, timeout=timeout)
        waited = list(dict.fromkeys(fs))
        coroutines = [one for one in waited if asyncio.iscoroutine(one)]
        if len(coroutines) > 1:
            sets_of_tasks.met(running_loop(), numbers.next_tasks(len(coroutines)))
        started = {
            id(coroutines[at]): asyncio.ensure_future(coroutines[at])
            for at in numbers.arranged(len(coroutines))
        }
        waited = [started.get(id(one), one) for one in waited]
        # the order of the set of tasks shows of those that are done
        done = frozenset(one for one in waited if asyncio.isfuture(one) and one.done())
        sets_of_tasks.report_listings(running_loop(), frozenset(started.values()), done)
        return real(waited, timeout=timeout)

    return as_completed


@contextlib.contextmanager
def our_loop(
    factory: Callable[[], asyncio.AbstractEventLoop], task_type: Callable[..., asyncio.Task[object]]
) -> Iterator[None]:
    """Make ``asyncio.run`` and its like use ``factory``, whatever loop runs already.

    ``asyncio.Task`` is ``task_type`` meanwhile, so that ``type(task) is asyncio.Task`` holds, and
    the tasks that a factory makes are like all others.
    """
    outer = running_loop()
    set_running_loop(None)
    policy = event_loop_policy()
    own = {"_loop_factory": factory, "_local": _policy_state(policy)}
    eager = asyncio.create_eager_task_factory(task_type)
    for attribute in ("__name__", "__qualname__"):
        setattr(eager, attribute, "eager_task_factory")
    tasks: dict[str, object] = {"Task": task_type, "eager_task_factory": eager}
    # asyncio.run cancels what is left in this order, and each Python keeps its tasks otherwise
    tasks["all_tasks"] = sets_of_tasks.all_tasks_in_order(asyncio.all_tasks)
    tasks["as_completed"] = _as_completed_in_order(asyncio.as_completed)
    try:
        with (
            only_here(asyncio.events, new_event_loop=factory),
            only_here(asyncio, new_event_loop=factory),
            replaced(asyncio, **tasks),
            replaced(asyncio.tasks, **tasks),
            replaced(taskgroups, set=sets_of_tasks.InOrder),
            replaced(policy, **own),
        ):
            yield
    finally:
        set_running_loop(outer)


def _policy_state(policy: object) -> object:
    """Return the state of a policy that has seen no run yet."""
    return type(policy)._Local()  # type: ignore[attr-defined]


def event_loop_policy() -> object:
    """Return the policy of the process, which asyncio makes when it is first asked for."""
    get = getattr(asyncio.events, "_get_event_loop_policy", None)
    return get() if get else asyncio.get_event_loop_policy()
