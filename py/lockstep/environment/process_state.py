"""What a program changes in its process: fresh for every run, and put back afterwards.

A run must neither see what an earlier one left behind nor leave anything behind itself.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import gc
import logging
import os
import re
import shutil
import sys
import tempfile
import types
import warnings
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from lockstep.cpython import library
from lockstep.cpython.frames import frame_at
from lockstep.cpython.replacing import replaced

#: A function, and what it is to be called with.
_Call = tuple[Callable[..., object], tuple[object, ...], dict[str, object]]


@contextlib.contextmanager
def settings() -> Iterator[None]:
    """Put back the search path, the recursion limit and the environment."""
    path, depth = list(sys.path), sys.getrecursionlimit()
    encoded = library.encoded_environment()
    environment = dict(encoded)
    try:
        yield
    finally:
        sys.path[:] = path
        sys.setrecursionlimit(depth)
        if encoded != environment:
            before = {
                os.environ.decodekey(k): os.environ.decodevalue(v) for k, v in environment.items()
            }
            os.environ.clear()
            os.environ.update(before)


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
def default_warnings() -> Iterator[None]:
    """Show the warnings that a new process shows, each once a place."""
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for hidden in (ResourceWarning, ImportWarning, PendingDeprecationWarning):
            warnings.simplefilter("ignore", hidden)
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
        yield


#: Words without which a program touches no files. What is only ever called is no module: where the
#: module ``io`` is used, its name stands somewhere without parentheses behind it.
_OF_FILES = re.compile(
    r"\bopen\b|"
    r"\b(?:os|io|pathlib|shutil|sqlite3|tempfile|shelve|dbm|glob|logging|zipfile|tarfile)\b(?!\()"
)
#: Bytes of a file of the host's up to which the program gets a copy.
_MAX_COPIED = 1_000_000


@contextlib.contextmanager
def own_folder(source: str) -> Iterator[Path | None]:
    """Let a program that may touch files find a fresh folder, and leave nothing behind.

    It is the current folder and the one for temporary files; it is yielded, or None. Files of the
    host that the program's text names, relative to where it was started, lie in it as copies.
    """
    if not _OF_FILES.search(source):
        yield None
        return
    home = Path.cwd()
    folder = Path(tempfile.gettempdir()) / f"lockstep-{os.getpid()}"  # no chance: it may be shown
    while folder.exists():
        folder = folder.with_name(f"{folder.name}-")
    folder.mkdir()
    try:
        _copy_named(source, home, folder)
        os.chdir(folder)
        with library.temporary_files_in(str(folder)):
            yield folder
    finally:
        os.chdir(home)
        shutil.rmtree(folder, ignore_errors=True)


def _copy_named(source: str, home: Path, folder: Path) -> None:
    constants = (node.value for node in ast.walk(ast.parse(source)) if type(node) is ast.Constant)
    for name in {text for text in constants if type(text) is str and 0 < len(text) < 200}:
        try:
            path = (home / name).resolve()
            inside = path.relative_to(home.resolve())
            if path.is_file() and path.stat().st_size <= _MAX_COPIED:
                (folder / inside).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / inside)
        except (OSError, ValueError):
            continue  # no name of a file, or not one of here


@contextlib.contextmanager
def own_depth(more: int = 2) -> Iterator[None]:
    """Let the program recurse as deep as in a process of its own.

    What lies below it on the stack is ours and does not count, nor do ``more`` frames: what an
    instrumented access needs to get into the probe.
    """
    frame, below = frame_at(1), more
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
    """Functions that the program, whose code lies in ``filename``, registers with `atexit`.

    Attributes:
        registered: each, with what it is to be called with; the last is called first.
    """

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self.registered: list[_Call] = []

    @contextlib.contextmanager
    def collected(self) -> Iterator[None]:
        """Collect instead of registering with the real process."""
        real, real_unregister = atexit.register, atexit.unregister

        def register(function: Callable[..., object], *args: object, **options: object) -> object:
            if frame_at(1).f_code.co_filename != self._filename:
                return real(function, *args, **options)
            self.registered.append((function, args, options))
            return function

        def unregister(function: Callable[..., object], /) -> None:
            if frame_at(1).f_code.co_filename != self._filename:
                real_unregister(function)
            self.registered[:] = [each for each in self.registered if each[0] != function]

        with (
            replaced(atexit, register=register, unregister=unregister),
            library.counted_at_exit(lambda: len(self.registered)),
        ):
            yield

    def run(self) -> None:
        """Call them, the last one first."""
        while self.registered:
            function, args, options = self.registered.pop()
            with contextlib.suppress(BaseException):
                function(*args, **options)


#: What the text of a program says that may notice when an object goes.
_NOTICE = ("__del__", "weakref", "yield")


def finalise(held: list[types.ModuleType], source: str) -> None:
    """Let go of a program's module as Python does at its exit, so that finalisers run now.

    What the program made is young, and found by a look at the young objects; what its own
    collections have aged takes a look at all. Where something may notice, the module is let go of
    first: what only its own functions refer to is garbage that goes at once, and its finalisers
    find all names. From what is kept by something else the names are taken away, which is what
    Python does last.

    Args:
        held: the module, which is taken out: nothing else of ours may refer to it.
        source: the text of the program.
    """
    ages = 2 if "gc" in source else 0
    mark = _Mark(vars(held[0]))
    if any(word in source for word in _NOTICE):
        kept = _let_go(held.pop(), mark)
        del mark
        gc.collect(ages)
        ages = max(ages, 1)  # what has just been looked at is one older
        if (found := kept()) is None:
            return
        mark = found
    _take_away(mark.names)
    gc.collect(ages)


class _Mark:
    """Is there as long as the names are in which it stands."""

    __slots__ = ("__weakref__", "names")

    def __init__(self, names: dict[str, object]) -> None:
        self.names = names


def _let_go(module: types.ModuleType, mark: _Mark) -> weakref.ref[_Mark]:
    """Take a module out of Python's table, and leave the mark in its names."""
    vars(module)["__loader__"] = mark
    nothing = types.ModuleType(module.__name__)
    for name in [name for name, each in sys.modules.items() if each is module]:
        sys.modules[name] = nothing
    return weakref.ref(mark)


def _take_away(names: dict[str, object]) -> None:
    for private in (True, False):
        for name in [n for n in names if n.startswith("_") is private and n != "__builtins__"]:
            names[name] = None
