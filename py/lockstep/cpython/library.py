"""What the standard library keeps to itself, where a run puts something else or a digest looks."""

from __future__ import annotations

import _abc  # type: ignore[import-not-found]
import _thread
import atexit
import contextlib
import functools
import os
import queue
import random
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from lockstep.cpython.replacing import only_here, replaced

#: The module by which threads are begun.
THREADS: ModuleType = _thread
#: The types of what `threading.Lock` and `threading.RLock` make.
THREAD_LOCKS: tuple[type, ...] = (_thread.LockType, _thread.RLock)
#: The type of a function with `functools.lru_cache`.
CACHED_FUNCTION: type = functools._lru_cache_wrapper
#: The type of the links in which it keeps what was used last.
CACHE_LINK = "_lru_list_elem"
#: The class of C's that `random.Random` is built on.
GENERATOR: type = random._random.Random  # type: ignore[attr-defined]
#: `queue.SimpleQueue`, as it is written in Python.
SIMPLE_QUEUE: type = queue._PySimpleQueue  # type: ignore[attr-defined]
#: Modules that have taken a function of ``time`` into a name of their own.
TAKEN_FROM_TIME = (("threading", "_time"), ("queue", "time"))
#: The function by which `threading` itself makes a lock.
ALLOCATE_LOCK = "_allocate_lock"


# Any: bytes on POSIX, text on Windows
def encoded_environment() -> dict[Any, Any]:
    """Return what `os.environ` holds, not decoded, since decoding takes long."""
    return os.environ._data  # type: ignore[attr-defined, no-any-return]


def finalizers() -> list[object]:
    """Return what every `weakref.finalize` that is alive would do."""
    return list(weakref.finalize._registry.values())  # type: ignore[attr-defined]


@contextlib.contextmanager
def counted_at_exit(more: Callable[[], int]) -> Iterator[None]:
    """Let `atexit` count, beside what is registered with the process, so many functions more."""
    count = atexit._ncallbacks
    with replaced(atexit, _ncallbacks=lambda: count() + more()):
        yield


def is_abstract(kind: type) -> bool:
    """Return whether other classes can be registered with a class."""
    return "_abc_impl" in type.__dict__["__dict__"].__get__(kind)


def registered_with(kind: type) -> list[type]:
    """Return the classes that count as those of an abstract one; they are no subclasses of it."""
    found = (registered() for registered in _abc._get_dump(kind)[0])
    return [each for each in found if each is not None]


def shared_generator() -> random.Random:
    """Return the generator whose methods are the functions of ``random``."""
    return random._inst


@contextlib.contextmanager
def system_chance(function: Callable[[int], bytes]) -> Iterator[None]:
    """Let `os.urandom`, and what ``random`` has taken of it, be ``function`` in this thread."""
    with only_here(os, urandom=function), only_here(random, _urandom=function):
        yield


@contextlib.contextmanager
def system_chance_everywhere(function: Callable[[int], bytes]) -> Iterator[None]:
    """Let them be ``function`` in every thread."""
    with replaced(os, urandom=function), replaced(random, _urandom=function):
        yield


@contextlib.contextmanager
def known_host(node: int) -> Iterator[None]:
    """Let `uuid.uuid1` contain nothing of this machine but ``node``, nor of the real time."""
    uuid = sys.modules.get("uuid")
    if uuid is None:
        yield
        return
    known = {"_node": node, "_generate_time_safe": None, "_last_timestamp": None}
    with replaced(uuid, **known):
        yield


@contextlib.contextmanager
def temporary_files_in(folder: str) -> Iterator[None]:
    """Let `tempfile` make what it makes in ``folder``, by names that begin anew."""
    with replaced(tempfile, tempdir=folder, _name_sequence=None):
        yield
