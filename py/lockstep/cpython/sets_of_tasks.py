"""Where asyncio keeps tasks in sets, and whether the order of such a set may show in a run.

Nothing tells that a set is gone through, but whatever puts a task into one asks for its hash. Some
of what asks never shows an order by that: `gather` has a dict, and a dict remembers; the table of
all tasks is gone through by `asyncio.all_tasks`, that of a task group only when it aborts. What
these two go through is an `InOrder`, which notes it. Whatever else asks counts as showing it.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio import runners, taskgroups, tasks
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FrameType

#: What keeps tasks in sets and dicts without going through them, unless it cancels.
KEEPING: tuple[CodeType, ...] = (
    tasks.gather.__code__,
    taskgroups.TaskGroup.create_task.__code__,
    taskgroups.TaskGroup._on_task_done.__code__,
)
#: That, and what makes an `InOrder` of what it has kept; from Python 3.14 on it is one of C's.
NOTING = (*KEEPING, getattr(tasks.all_tasks, "__code__", KEEPING[0]))
_hash = hash  # a program may replace the builtin


def may_show(frame: FrameType | None, keeping: tuple[CodeType, ...]) -> bool:
    """Return whether what asks for the hash of a task may go through a set in its order.

    Args:
        frame: that which asks.
        keeping: code that does not.
    """
    while frame is not None and frame.f_globals.get("__name__") in ("weakref", "_weakrefset"):
        frame = frame.f_back
    if frame is None or any(frame.f_code is code for code in keeping):
        return False
    return not str(frame.f_globals.get("__name__")).startswith("lockstep.")


def met(loop: object, tasks: Iterable[int]) -> None:
    """Note that the order of a set of tasks may have shown in a run.

    What happens after its end, or after it has been cut short, is mere clean-up.

    Args:
        loop: on which the tasks run.
        tasks: the numbers of those that may be in it, see `lockstep.loop.Numbers`.
    """
    numbers = getattr(loop, "numbers", None)
    observer = getattr(loop, "observer", None)
    if numbers is not None and not _is_over(loop):
        if not numbers.in_sets and observer is not None:
            observer.met_set()
        numbers.in_sets.update(tasks)


def report_listings(loop: object, *sets: Iterable[object]) -> None:
    """Tell of sets of tasks that are gone through, where somebody takes note of that."""
    listings = getattr(getattr(loop, "numbers", None), "listings", None)
    if listings is not None and not _is_over(loop):
        for each in sets:
            listings.listed(each)


def _is_over(loop: object) -> bool:
    ended_by = getattr(loop, "ended_by", None)
    return ended_by is not None or getattr(getattr(loop, "observer", None), "is_over", False)


def met_by_hash(loop: object, hashes: Iterable[int]) -> None:
    """Note the same of tasks with these hashes, unless a program has made up its own."""
    numbers = getattr(loop, "numbers", None)
    if numbers is not None:
        tasks = map(numbers.with_hash, hashes)
        met(loop, [task for task in tasks if 0 <= task < numbers.tasks])


class InOrder(set[asyncio.Task[object]]):
    """A set of tasks that is gone through in the order of their hashes, which is noted."""

    __slots__ = ()

    def __iter__(self) -> Iterator[asyncio.Task[object]]:
        inside = list(set.__iter__(self))
        unfinished = [task for task in inside if not task.done()]
        if len(unfinished) > 1:
            loop = inside[0].get_loop()
            met_by_hash(loop, map(_hash, unfinished))
            report_listings(loop, self)
        return iter(sorted(inside, key=_hash))  # see `lockstep.loop.Task`


def all_tasks_in_order(
    real: Callable[..., set[asyncio.Task[object]]],
) -> Callable[..., set[asyncio.Task[object]]]:
    """Return an `asyncio.all_tasks` whose order repeats.

    `asyncio.run` cancels what is left in this order, and each Python keeps its tasks otherwise.
    """
    at_the_end = runners._cancel_all_tasks.__code__  # type: ignore[attr-defined]

    def all_tasks(loop: asyncio.AbstractEventLoop | None = None) -> set[asyncio.Task[object]]:
        found = InOrder(real(loop))
        if len(found) > 1 and sys._getframe(1).f_code is not at_the_end:
            loop = next(set.__iter__(found)).get_loop()
            met_by_hash(
                loop, map(_hash, set.__iter__(found))
            )  # what else is done with it is not noted
        return found

    return all_tasks
