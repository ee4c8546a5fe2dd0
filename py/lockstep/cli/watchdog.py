"""The last resort: a command that does not come back is ended from outside.

The command runs in a child process; its parent does nothing but wait, so nothing that the program
does, not even a call into C that holds the interpreter for ever, can hold the parent up.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

#: Seconds after its bound that a command has for saying what it knows.
LEAVE = 0.8


def within(seconds: float, work: Callable[[], int], given_up: Callable[[], int]) -> int:
    """Return the exit code of ``work``; end it after ``seconds`` and ask ``given_up`` for one.

    Where a process cannot be forked, ``work`` is simply done.
    """
    if not (hasattr(os, "fork") and hasattr(os, "pidfd_open")):
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGINT, _interrupt_once)
        return work()  # and the child goes on as if it were alone
    with _passed_on(signal.SIGINT, child):
        if not _ends(child, seconds + LEAVE):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return given_up()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code if code >= 0 else 128 - code  # as a shell says that a signal ended it


def answer_within(seconds: float, work: Callable[[], str]) -> str | None:
    """Return what ``work`` returns, done in a process of its own; None if that had to be ended.

    Where a process cannot be forked, ``work`` is simply done.

    Raises:
        ChildProcessError: the process came to an end without an answer.
    """
    if not hasattr(os, "fork"):
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_and_leave(theirs, work)
    os.close(theirs)
    is_told = False
    try:
        text, is_told = _all_of(ours, seconds)
    finally:  # a Ctrl-C here, too, leaves nobody behind
        os.close(ours)
        if not is_told:
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if is_told and code:
        raise ChildProcessError(f"the process that explored it ended with {code}")
    return text if is_told else None


def _answer_and_leave(theirs: int, work: Callable[[], str]) -> NoReturn:
    code = 1
    try:
        with os.fdopen(theirs, "w", encoding="utf-8") as pipe:
            pipe.write(work())
        code = 0
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _all_of(pipe: int, seconds: float) -> tuple[str, bool]:
    """Read to the end; and whether the end came in time."""
    until, data = time.monotonic() + seconds, b""
    while select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(pipe, 1 << 16)
        if not piece:
            return data.decode(), True
        data += piece
    return "", False


def _ends(child: int, seconds: float) -> bool:
    watched = os.pidfd_open(child)
    try:
        return bool(select.select([watched], [], [], seconds)[0])
    finally:
        os.close(watched)


def _interrupt_once(number: int, _frame: FrameType | None) -> None:
    """Interrupt the work; what comes after the first time is the same press, passed on."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextlib.contextmanager
def _passed_on(number: signal.Signals, child: int) -> Iterator[None]:
    """Pass a signal on to the child: a terminal sends it to both, `kill` to the parent only.

    Whoever asks twice does not want to wait for what is known: the second time ends the child.
    """
    asked = 0

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number if asked == 1 else signal.SIGKILL)

    before = signal.signal(number, pass_on)
    try:
        yield
    finally:
        signal.signal(number, before)
