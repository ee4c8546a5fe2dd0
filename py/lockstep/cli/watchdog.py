"""The last resort: a command that does not come back is ended from outside.

The command runs in a child process; its parent does nothing but wait, so nothing that the program
does, not even a call into C that holds the interpreter for ever, can hold the parent up. And
where the program ends the child (``os.abort()``, a crash in C), the parent says so.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import stat
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NamedTuple, NoReturn

#: Seconds after its bound that a command has for beginning to say what it knows.
LEAVE = 0.8
#: Seconds that it then has for saying it.
ANSWERING = 10.0
#: Bytes of memory that a program may have.
MEMORY = 4 << 30

#: Of the time, at most one part in so many goes into notes of what is known.
FOR_NOTES = 20
#: What the child writes: lines that are notes, and this, as soon as it answers by itself.
_ANSWERS = b"!"
_TWICE = "It was interrupted a second time, and ended at once."

_answers: list[int] = []  # where the child tells its parent; at most one
_next_note = 0.0


def within(
    seconds: float,
    work: Callable[[], int],
    given_up: Callable[[str], int],
    died: Callable[[str, str], int],
) -> int:
    """Return the exit code of ``work``.

    Where a process cannot be forked, ``work`` is simply done.

    Args:
        seconds: after which it is ended.
        work: what is done; it may `note` what is known by then, and calls `answering` as soon as
            it has an answer.
        given_up: asked for the exit code of what had to be ended; told the last note, if any,
            which the program may have forged.
        died: asked for that of a process which ended without an answer; told what ended it, and
            that note.
    """
    if not (hasattr(os, "fork") and hasattr(os, "pidfd_open")):
        return work()
    child, pipe, lifeline = _forked()
    if child == 0:
        _answers.append(pipe)
        return _as_child(work)  # and the child goes on as if it were alone
    with (
        _passed_on(signal.SIGINT, child) as asked,
        contextlib.closing(os.fdopen(pipe, "rb", 0)),
        _held(lifeline),
    ):
        return _waited_for(
            child,
            pipe,
            seconds,
            given_up,
            lambda how, note: died(how if len(asked) < 2 else _TWICE, note),
        )


def _forked() -> tuple[int, int, tuple[int, int]]:
    """Fork; return the child, its parent's end of a pipe from it, and the lifeline to be held.

    In the child, which then hangs on the lifeline: 0, and its own end of that pipe.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    ours, theirs = os.pipe()
    lifeline = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _hang_on(lifeline)
        return child, theirs, lifeline
    os.close(theirs)
    return child, ours, lifeline


def _hang_on(lifeline: tuple[int, int]) -> None:
    """End with the parent, whatever this process is doing then.

    A parent that is killed can end nobody. But its end of a pipe is closed then, and Linux can be
    asked to send a signal for that.
    """
    ours, theirs = lifeline
    os.close(theirs)
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl  # noqa: PLC0415 - not on every platform

        fcntl.fcntl(ours, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(ours, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(ours, fcntl.F_SETFL, os.O_ASYNC)


@contextlib.contextmanager
def _held(lifeline: tuple[int, int]) -> Iterator[None]:
    """The parent's side of it, for as long as the child may live."""
    theirs, ours = lifeline
    os.close(theirs)
    try:
        yield
    finally:
        os.close(ours)


def note(known: Callable[[], str]) -> None:
    """Leave what is known by now with the parent, in case this process has to be ended.

    Args:
        known: asked for it, as one line; the longer that takes, the more seldom.
    """
    global _next_note  # noqa: PLW0603 - one process, one command
    began = time.monotonic()
    if _answers and began >= _next_note:
        _write_whole(known().encode() + b"\n")
        ended = time.monotonic()
        _next_note = ended + FOR_NOTES * (ended - began)


def answering() -> None:
    """Tell that an answer is about to be given: from here on, it has time for that."""
    while _answers:
        _write_whole(_ANSWERS)
        with contextlib.suppress(OSError):
            os.close(_answers[-1])
        _answers.pop()


def _write_whole(data: bytes) -> None:
    with contextlib.suppress(OSError):  # the program may have closed it, and opened its own there
        while data and stat.S_ISFIFO(os.fstat(_answers[-1]).st_mode):
            data = data[os.write(_answers[-1], data) :]


def silence() -> None:
    """Let nothing that the program writes past ``sys.stdout`` reach the reader of an answer."""
    if {1, 2}.isdisjoint((sys.stdout.fileno(), sys.stderr.fileno())):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _as_child(work: Callable[[], int]) -> int:
    signal.signal(signal.SIGINT, _interrupt_once)
    _keep_streams()
    _bound_memory()
    try:
        return work()
    finally:
        answering()


def _keep_streams() -> None:
    """Let what is said reach its reader, whatever the program does to its file descriptors."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__"):
            kept = open(  # noqa: PTH123, SIM115 - as long as the process; by line, in case it is ended
                os.dup(stream.fileno()), "w", 1, stream.encoding, stream.errors
            )
            setattr(sys, name, kept)
            setattr(sys, f"__{name}__", kept)


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every platform

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        bound = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


def _waited_for(
    child: int,
    pipe: int,
    seconds: float,
    given_up: Callable[[str], int],
    died: Callable[[str, str], int],
) -> int:
    watched = os.pidfd_open(child)
    try:
        notes = _read_notes(pipe, watched, seconds + LEAVE)
        # it answers, or is about to end: a process that ends closes its files first
        left = ANSWERING if notes.has_ended else 0.0
        if not select.select([watched], [], [], left)[0]:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return given_up(notes.note)
    finally:
        os.close(watched)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if notes.has_answered:
        return code if code >= 0 else 128 - code  # as a shell says that a signal ended it
    return died(_ended_by(code), notes.note)


def _ended_by(code: int) -> str:
    how = f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
    return (
        f"The program ended the process that it ran in ({how}): os.abort(), os.kill(), or a crash "
        "inside C?"
    )


class _Notes(NamedTuple):
    """What a child has written: its last note, whether it answers by itself, whether that was all.

    The note may be anything: the program runs in the same process, and can write there, too.
    """

    note: str
    has_answered: bool
    has_ended: bool


def _read_notes(pipe: int, watched: int, seconds: float) -> _Notes:
    """Read what a child writes until it answers or ends, or time is over."""
    until, note, rest = time.monotonic() + seconds, b"", b""
    while pipe in select.select([pipe, watched], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(pipe, 1 << 16)
        *whole, rest = (rest + piece).split(b"\n")
        note = whole[-1] if whole else note
        if not piece or rest == _ANSWERS:
            return _Notes(note.decode(errors="replace"), rest == _ANSWERS, True)
    return _Notes(note.decode(errors="replace"), False, False)


def answer_within(seconds: float, work: Callable[[], str]) -> str | None:
    """Return what ``work`` returns, done in a process of its own; None if that had to be ended.

    Where a process cannot be forked, ``work`` is simply done.

    Raises:
        ChildProcessError: the process came to an end without an answer.
    """
    if not hasattr(os, "fork"):
        return work()
    child, pipe, lifeline = _forked()
    if child == 0:
        _answer_and_leave(pipe, work)
    is_answered = False
    with _held(lifeline):
        try:
            text, is_answered = _all_of(pipe, seconds)
        finally:  # a Ctrl-C here, too, leaves no process behind
            os.close(pipe)
            if not is_answered:
                os.kill(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if is_answered and code:
        raise ChildProcessError(f"the process that explored it ended with {code}")
    return text if is_answered else None


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


def _interrupt_once(number: int, _frame: FrameType | None) -> None:
    """Interrupt the work; what comes after the first time is the same press, passed on."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextlib.contextmanager
def _passed_on(number: signal.Signals, child: int) -> Iterator[list[int]]:
    """Pass a signal on to the child: a terminal sends it to both, `kill` to the parent only.

    The second Ctrl-C ends the child: its user does not want to wait for what is known.
    Yields the signals that came.
    """
    asked: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number if len(asked) == 1 else signal.SIGKILL)

    before = signal.signal(number, pass_on)
    try:
        yield asked
    finally:
        # whoever goes on pressing has what they want: this process ends, and says what is known
        signal.signal(number, before if len(asked) < 2 else signal.SIG_IGN)
