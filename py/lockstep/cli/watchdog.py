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
from collections.abc import Callable, Iterator

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
        return work()  # and the child goes on as if it were alone
    with _left_to_the_child(signal.SIGINT):
        if not _ends(child, seconds + LEAVE):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return given_up()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _ends(child: int, seconds: float) -> bool:
    watched = os.pidfd_open(child)
    try:
        return bool(select.select([watched], [], [], seconds)[0])
    finally:
        os.close(watched)


@contextlib.contextmanager
def _left_to_the_child(number: signal.Signals) -> Iterator[None]:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)
