"""What a program may do to the machine that it runs on: read it, and write in its own folder.

A run has to be repeatable, and an exploration runs a program some hundred times. So a thread,
another process, a connection, or a write outside the run's own folder is refused, in words, at
the line that asks for it. Only the thread that runs the program is refused anything.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import operator
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NoReturn, SupportsIndex

from lockstep.cpython.library import THREADS
from lockstep.cpython.replacing import put, put_back
from lockstep.environment import alarm, unsupported

#: Requests for what a run does not have: by the sentence that says so, owner -> names.
_REFUSED: tuple[tuple[str, ModuleType | type, str], ...] = (
    (unsupported.THREADS, threading.Thread, "start"),
    (unsupported.THREADS, THREADS, "start_new_thread start_new start_joinable_thread"),
    (unsupported.PROCESSES, os, "system popen fork forkpty posix_spawn posix_spawnp execv execve"),
    (unsupported.PROCESSES, os, "spawnv spawnve spawnvp spawnvpe"),
    (unsupported.CONNECTIONS, socket.socket, "connect connect_ex bind sendto sendmsg"),
    (unsupported.CONNECTIONS, socket, "getaddrinfo gethostbyname gethostbyaddr getnameinfo"),
)
#: Functions that change files, and which of their arguments are paths.
_CHANGES: dict[str, tuple[int, ...]] = {
    "remove": (0,), "unlink": (0,), "rename": (0, 1), "replace": (0, 1), "rmdir": (0,),
    "mkdir": (0,), "link": (1,), "symlink": (1,), "truncate": (0,), "chmod": (0,), "chown": (0,),
    "utime": (0,), "mkfifo": (0,),
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_WRITING_MODES = frozenset("wax+")


class LeftAtOnce(BaseException):
    """The program has called ``os._exit``: nothing more of it runs.

    Attributes:
        code: what its process would have ended with.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Guard:
    """What one run may do.

    Args:
        folder: where it may write; None for nowhere.
        opened: called when the program has asked for a file by ``open()``.
        refused: called with what is refused.
        left: called when the program leaves its process at once; does not return.
    """

    def __init__(
        self,
        folder: Path | None,
        opened: Callable[[], None],
        refused: Callable[[str], None],
        left: Callable[[int], NoReturn],
    ) -> None:
        self.thread = threading.get_ident()
        self.opened, self.refused, self.left = opened, refused, left
        self._inside = None if folder is None else f"{folder.resolve()}{os.sep}"

    def refuse(self, error: type[Exception], text: str) -> NoReturn:
        """Raise ``error``, and report it, as the program may catch it."""
        self.refused(text)
        raise error(text)

    def may_write(self, path: object) -> None:
        """Raise PermissionError if ``path`` lies outside of the folder."""
        if not isinstance(path, str | bytes | os.PathLike):
            return  # opened before, with leave, or no path: the call itself will say so
        try:
            text = os.fsdecode(path)
        except TypeError:
            return  # the call itself will say what is wrong with it
        if text.startswith("/dev/") or f"{os.path.realpath(text)}{os.sep}".startswith(
            self._inside or "\0"
        ):
            return
        self.refuse(PermissionError, unsupported.FILES.format(path=text))


#: The arguments of a call: those by position, and those by name.
_Given = tuple[object, ...]
_Named = dict[str, object]
_Check = Callable[[Guard, _Given, _Named], None]

_guards: list[Guard] = []


def _guard() -> Guard | None:
    """Return the guard of this thread, if a program runs in it."""
    if _guards and _guards[-1].thread == threading.get_ident():
        return _guards[-1]
    return None


def _checked(real: Callable[..., object], check: _Check) -> object:
    """Return ``real`` with a check before it, for the thread of a run."""

    @functools.wraps(real)
    def guarded(*args: object, **options: object) -> object:
        guard = _guard()
        if guard is not None:
            check(guard, args, options)
        return real(*args, **options)

    return guarded


def _never(text: str, name: str) -> _Check:
    def check(guard: Guard, args: _Given, options: _Named) -> None:
        guard.refuse(RuntimeError, text.format(name=name))

    return check


def _change(places: tuple[int, ...]) -> _Check:
    def check(guard: Guard, args: _Given, options: _Named) -> None:
        for place in places:
            if place < len(args):
                guard.may_write(args[place])

    return check


def _open_seen(guard: Guard, args: _Given, options: _Named) -> None:
    guard.opened()
    _open(guard, args, options)


def _open(guard: Guard, args: _Given, options: _Named) -> None:
    mode = args[1] if len(args) > 1 else options.get("mode", "r")
    if args and isinstance(mode, str) and not _WRITING_MODES.isdisjoint(mode):
        guard.may_write(args[0])


def _os_open(guard: Guard, args: _Given, options: _Named) -> None:
    flags = args[1] if len(args) > 1 else options.get("flags", 0)
    if args and isinstance(flags, int) and flags & _WRITING:
        guard.may_write(args[0])


def _database(guard: Guard, args: _Given, options: _Named) -> None:
    path = args[0] if args else options.get("database", ":memory:")
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    if text.startswith("file:"):
        text = "" if "mode=ro" in text or "memory" in text else text[5:].partition("?")[0]
    if text not in ("", ":memory:"):
        guard.may_write(text)


def _timer(name: str, place: int) -> _Check:
    """Return a check of a function that sets a timer, or takes one away by setting it to 0."""

    def check(guard: Guard, args: _Given, options: _Named) -> None:
        seconds = args[place] if place < len(args) else 0
        if isinstance(seconds, int | float) and seconds:
            guard.refuse(RuntimeError, unsupported.TIMERS.format(name=f"signal.{name}"))

    return check


def _exit(guard: Guard, args: _Given, options: _Named) -> None:
    status = args[0] if args else options.get("status")
    if isinstance(status, SupportsIndex):  # of anything else the call itself says what is wrong
        guard.left(operator.index(status))


def _without_standard(real: Callable[[int], None]) -> object:
    """Return ``os.close``, except that the standard streams of the process stay open."""

    @functools.wraps(real)
    def close(fd: int) -> None:
        if _guard() is None or fd not in (0, 1, 2):
            real(fd)

    return close


@functools.cache
def _all() -> list[tuple[object, str, object]]:
    """Return what is guarded: owner, name, and what stands there during a run."""
    found: list[tuple[object, str, object]] = []
    for text, owner, names in _REFUSED:
        for name in names.split():
            if hasattr(owner, name):
                spelled = f"{getattr(owner, '__module__', owner.__name__)}.{name}"
                found.append((owner, name, _checked(getattr(owner, name), _never(text, spelled))))
    for name, places in _CHANGES.items():
        if hasattr(os, name):
            found.append((os, name, _checked(getattr(os, name), _change(places))))
    found += [
        (builtins, "open", _checked(builtins.open, _open_seen)),
        (io, "open", _checked(io.open, _open)),  # whom pathlib asks
    ]
    found.append((os, "close", _without_standard(os.close)))
    found += [(os, "open", _checked(os.open, _os_open)), (os, "_exit", _checked(os._exit, _exit))]
    return found


@functools.cache
def _processes() -> list[tuple[object, str, object]]:
    import subprocess  # noqa: PLC0415 - few programs use it

    popen = _checked(subprocess.Popen.__init__, _never(unsupported.PROCESSES, "subprocess.Popen"))
    return [(subprocess.Popen, "__init__", popen)]


@functools.cache
def _databases() -> list[tuple[object, str, object]]:
    import sqlite3  # noqa: PLC0415 - in a page it has to be fetched

    return [(sqlite3, "connect", _checked(sqlite3.connect, _database))]


@functools.cache
def _signals() -> list[tuple[object, str, object]]:
    import signal  # noqa: PLC0415 - few programs use it

    found = dict[str, object](alarm.stand_ins())
    for name, place in (("alarm", 0), ("setitimer", 1)):
        if name in found:
            found[name] = _checked(alarm.stand_ins()[name], _timer(name, place))
    return [(signal, name, stand_in) for name, stand_in in found.items()]


#: What the text of a program says that uses a module -> what is guarded of that.
_BY_WORD = {"subprocess": _processes, "sqlite3": _databases, "signal": _signals}


def _guarded_in(source: str) -> list[tuple[object, str, object]]:
    """Return what is guarded while a program of text ``source`` runs."""
    found = list(_all())
    for word, of_module in _BY_WORD.items():
        if word in source:
            with contextlib.suppress(ImportError):  # then the program has not got it either
                found += of_module()
    return found


@contextlib.contextmanager
def guarded(source: str, guard: Guard) -> Iterator[None]:
    """Hold the program of text ``source`` to what ``guard`` allows."""
    found = _guarded_in(source)
    before = [put(owner, name, stand_in) for owner, name, stand_in in found]
    _guards.append(guard)
    try:
        yield
    finally:
        _guards.remove(guard)
        for (owner, name, stand_in), real in zip(found, before, strict=True):
            put_back(owner, name, stand_in, real)
