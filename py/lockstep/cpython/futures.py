"""Futures and tasks, asked for what they keep to themselves, without changing what they keep.

The public questions have side effects (`Task.exception` marks an exception as retrieved, and
asyncio no longer complains of it) or do not exist.
"""

from __future__ import annotations

import asyncio
import contextlib
from asyncio import tasks
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context
from operator import attrgetter
from types import CodeType, FunctionType

from lockstep.cpython.replacing import replaced
from lockstep.objects.inspection import is_a, of_callable

AnyFuture = asyncio.Future[object]
AnyTask = asyncio.Task[object]


def waiter_of(task: AnyTask) -> AnyFuture | None:
    """Return the future that a suspended task waits on; None if it only yielded."""
    waited: AnyFuture | None = getattr(task, "_fut_waiter", None)
    return waited


def result_of(future: AnyFuture) -> object:
    """Return its result; None if it has none."""
    return getattr(future, "_result", None)


def error_of(future: AnyFuture) -> BaseException | None:
    """Return the exception that ended it, without marking it as retrieved."""
    error: BaseException | None = getattr(future, "_exception", None)
    return error


def is_cancel_due(task: AnyTask) -> bool:
    """Return whether its next step begins with CancelledError."""
    return bool(getattr(task, "_must_cancel", False))


def callbacks_of(future: AnyFuture) -> list[Callable[..., object]]:
    """Return what is called when it is done."""
    return [callback for callback, _ in getattr(future, "_callbacks", None) or ()]


#: State, result, message of cancellation, and what is called, each in which context.
insides_of: Callable[
    [AnyFuture],
    tuple[str, object, object, list[tuple[Callable[..., object], Context]] | None],
] = attrgetter("_state", "_result", "_cancel_message", "_callbacks")  # in one call, for digests
#: Whether its next step begins with CancelledError, its coroutine, and what it waits on.
task_insides_of: Callable[[AnyTask], tuple[bool, object, AnyFuture | None]] = attrgetter(
    "_must_cancel", "_coro", "_fut_waiter"
)
#: Whether what awaits it has given it to its task.
is_awaited: Callable[[AnyFuture], bool] = attrgetter("_asyncio_future_blocking")
#: Whether asyncio would complain that its exception was never retrieved.
is_error_unseen: Callable[[AnyFuture], bool] = attrgetter("_log_traceback")
#: Attributes of futures and handles that hold a time, or nothing that a program can see.
UNSEEN_ATTRIBUTES = frozenset({"_when", "_source_traceback", "_asyncio_future_blocking"})
#: The attribute that holds their loop.
LOOP = "_loop"


def gathered_by(future: object) -> Iterable[AnyFuture]:
    """Return the futures that ``future`` gathers, if `asyncio.gather` made it."""
    children: Iterable[AnyFuture] = getattr(future, "_children", None) or ()
    return children


def shielded_by(outer: AnyFuture) -> AnyFuture | None:
    """Return the future behind ``outer``, if `asyncio.shield` made it."""
    for callback in callbacks_of(outer):
        if of_callable(callback, "__qualname__") == "shield.<locals>._outer_done_callback":
            inner = free_variable(callback, "inner")
            return inner if is_a(inner, asyncio.Future) else None
    return None


def gathered_with(task: AnyTask) -> Iterable[list[object]]:
    """Yield the lists in which `asyncio.gather` holds a task and those gathered with it."""
    for callback in callbacks_of(task):
        if type(callback) is FunctionType and callback.__code__ in _GATHERS:
            children = free_variable(callback, "children")
            if isinstance(children, list):
                yield children


def tasks_of_group(group: object) -> Collection[object] | None:
    """Return the tasks that a task group has to wait for; None of anything else."""
    tasks: Collection[object] | None = getattr(group, "_tasks", None)
    return tasks


def attributes_of(future: AnyFuture) -> dict[str, object]:
    """Return what has been set on a future or a task, slots of its class included, by name.

    What C has made has attributes, but no ``__dict__``: only what is asked for to copy an object
    gets at them. That notes the slots of its class at the class, where they do not stay.
    """
    kind = type(future)
    had_names = "__slotnames__" in type.__dict__["__dict__"].__get__(kind)
    found = object.__getstate__(future)
    if not had_names:
        with contextlib.suppress(AttributeError, TypeError):  # nothing is noted at C's own
            type.__delattr__(kind, "__slotnames__")
    attributes, slots = found if type(found) is tuple else (found, {})
    return {**(attributes or {}), **slots}


def end_quietly(task: AnyTask) -> None:
    """Let a pending task be destroyed without asyncio's complaint."""
    task._log_destroy_pending = False  # type: ignore[attr-defined]


def free_variable(function: object, name: str) -> object:
    """Return what the variable ``name`` holds that ``function`` closes over, or None."""
    code, closure = getattr(function, "__code__", None), getattr(function, "__closure__", None)
    if code is None or not closure or name not in code.co_freevars:
        return None
    try:
        held: object = closure[code.co_freevars.index(name)].cell_contents
    except ValueError:  # nothing yet
        return None
    return held


#: The code by which `asyncio.gather` counts the ends of what it has gathered.
_GATHERS = frozenset(
    code
    for code in asyncio.gather.__code__.co_consts
    if isinstance(code, CodeType) and code.co_name == "_done_callback"
)
#: What `asyncio.gather` returns.
GatheringFuture: type[AnyFuture] = tasks._GatheringFuture  # type: ignore[attr-defined]


@contextmanager
def gathering_by(kind: type[AnyFuture]) -> Iterator[None]:
    """Let `asyncio.gather` return a future of ``kind``, built on its own."""
    with replaced(tasks, _GatheringFuture=kind):
        yield
