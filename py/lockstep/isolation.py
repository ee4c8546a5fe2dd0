"""What a program changes in its process: fresh for every run, and put back afterwards.

A run must neither see what an earlier one left behind nor leave anything behind itself.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import gc
import logging
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def settings() -> Iterator[None]:
    """Put back the builtins, the module search path and the recursion limit."""
    names, path, depth = dict(vars(builtins)), list(sys.path), sys.getrecursionlimit()
    try:
        yield
    finally:
        for name in vars(builtins).keys() - names.keys():
            delattr(builtins, name)
        vars(builtins).update(names)
        sys.path[:] = path
        sys.setrecursionlimit(depth)


@contextlib.contextmanager
def fresh_logging() -> Iterator[None]:
    """Give the program loggers without handlers and levels, as in a new process."""
    manager = logging.root.manager
    known = dict(manager.loggerDict)
    loggers = [logging.root, *(x for x in known.values() if isinstance(x, logging.Logger))]
    before = [(logger, dict(vars(logger)), list(logger.handlers)) for logger in loggers]
    disabled = manager.disable
    try:
        for logger in loggers:
            logger.handlers, logger.filters, logger.disabled = [], [], False
            logger.setLevel(logging.WARNING if logger is logging.root else logging.NOTSET)
        manager.disable = 0
        yield
    finally:
        for logger, attributes, handlers in before:
            vars(logger).update(attributes)
            logger.handlers = handlers
        manager.loggerDict.clear()
        manager.loggerDict.update(known)
        manager.disable = disabled
        logging.root.setLevel(logging.root.level)  # which also forgets what was cached meanwhile


@contextlib.contextmanager
def usual_warnings() -> Iterator[None]:
    """Show the warnings that a new process shows, each once a place."""
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for hidden in (ResourceWarning, ImportWarning, PendingDeprecationWarning):
            warnings.simplefilter("ignore", hidden)
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
        yield


@contextlib.contextmanager
def own_depth(more: int = 2) -> Iterator[None]:
    """Let the program recurse as deep as in a process of its own.

    What lies below it on the stack is ours and does not count, nor do ``more`` frames: what an
    instrumented access needs to get into the probe.
    """
    frame, below = sys._getframe(1), more
    while (outer := frame.f_back) is not None:
        frame, below = outer, below + 1
    get, put = sys.getrecursionlimit, sys.setrecursionlimit
    put(get() + below)
    sys.getrecursionlimit = lambda: get() - below
    sys.setrecursionlimit = lambda limit, /: put(limit + below if limit > 0 else limit)
    try:
        yield
    finally:
        sys.getrecursionlimit, sys.setrecursionlimit = get, put


class AtExit:
    """Functions that the program, whose code lies in ``filename``, registers with `atexit`."""

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._registered: list[tuple[Callable[..., object], Any, Any]] = []

    @contextlib.contextmanager
    def collected(self) -> Iterator[None]:
        """Collect instead of registering with the real process."""
        real = atexit.register

        def register(function: Any, *args: Any, **options: Any) -> Any:
            if sys._getframe(1).f_code.co_filename != self._filename:
                return real(function, *args, **options)
            self._registered.append((function, args, options))
            return function

        atexit.register = register  # type: ignore[assignment]
        try:
            yield
        finally:
            atexit.register = real

    def run(self) -> None:
        """Call them, the last one first."""
        while self._registered:
            function, args, options = self._registered.pop()
            with contextlib.suppress(BaseException):
                function(*args, **options)


def finalise(module: types.ModuleType) -> None:
    """Let go of a module's names as Python does at its exit, so that finalisers run now."""
    names = vars(module)
    for private in (True, False):
        for name in [n for n in names if n.startswith("_") is private and n != "__builtins__"]:
            names[name] = None
    gc.collect(0)
