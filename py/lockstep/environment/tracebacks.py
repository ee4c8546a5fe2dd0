"""Tracebacks as plain Python would show them: without the frames of the instrumentation."""

from __future__ import annotations

import asyncio
import contextlib
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from lockstep.environment.limits import MAX_MESSAGE, MAX_TRACEBACK
from lockstep.objects import safe_repr
from lockstep.objects.inspection import in_class, is_a, name_of

_OURS = str(Path(__file__).parents[1])
_ASYNCIO = str(Path(asyncio.__file__).parent)


@contextlib.contextmanager
def without_us() -> Iterator[None]:
    """Leave our frames out of every traceback that the program, or logging, formats."""
    names = [n for n in ("walk_tb", "_walk_tb_with_full_positions") if hasattr(traceback, n)]
    before = {name: getattr(traceback, name) for name in names}
    for name, walk in before.items():
        setattr(traceback, name, _skipping(walk))
    try:
        yield
    finally:
        for name, walk in before.items():
            setattr(traceback, name, walk)


def _skipping(walk: Any) -> Any:
    def walked(tb: Any) -> Iterator[Any]:
        for entry in walk(tb):
            if not entry[0].f_code.co_filename.startswith(_OURS):
                yield entry

    return walked


def described(error: BaseException, filename: str) -> dict[str, Any]:
    """Return type, message, line and traceback of an exception, for a trace.

    asyncio's own frames are left out as well: where its files lie, and which of its lines
    they are at, says nothing about the program and differs from Python to Python.
    """
    whole = traceback.TracebackException.from_exception(error)
    _strip(whole, set())
    lines = [frame.lineno for frame in whole.stack if frame.filename == filename]
    return {
        "type": name_of(type(error)),
        "message": safe_repr.clip(_text(error, whole), MAX_MESSAGE),
        "line": lines[-1] if lines else None,
        "traceback": safe_repr.clip("".join(whole.format()), MAX_TRACEBACK),
    }


def of_ours(error: Exception) -> str:
    """Return the traceback of a failure in the watching itself.

    Raises:
        Exception: ``error`` itself, where the environment variable LOCKSTEP_DEBUG is set.
    """
    if os.environ.get("LOCKSTEP_DEBUG"):
        raise error
    frames, step = [], error.__traceback__
    while step is not None:
        frames.append((step.tb_frame, step.tb_lineno))
        step = step.tb_next
    lines = traceback.format_list(traceback.StackSummary.extract(iter(frames)))
    return "".join([*lines, *traceback.format_exception_only(error)])


#: What carries out an operation of the program's, and may be left by an exception of it.
_CARRIES_OUT = frozenset(
    str(Path(_OURS, f"{name}.py"))
    for name in (
        "probe/calls",
        "probe/observed_code",
        "probe/targets",
        "environment/host_access",
        "environment/thread_locks",
        "environment/world",
    )
)


def leave_out(code: CodeType, error: BaseException) -> None:
    """Take the frame of ``code``, which ``error`` is leaving, out of its traceback, if it is ours.

    Whoever walks the traceback by hand then finds the program's own frames only.
    """
    if code.co_filename in _CARRIES_OUT:
        last = error.__traceback__
        if last is not None and last.tb_frame.f_code is code:
            error.__traceback__ = last.tb_next


def here(filename: str) -> str:
    """Return the program's own frames of this moment, as the beginning of a traceback."""
    frames = [frame for frame in traceback.extract_stack() if frame.filename == filename]
    return "Traceback (most recent call last):\n" + "".join(traceback.format_list(frames))


def _text(error: BaseException, whole: traceback.TracebackException) -> str:
    """Return its message, without asking the program's own ``__str__`` a second time."""
    is_its_own = is_a(in_class(type(error), "__str__"), FunctionType)
    return str(whole if is_its_own else error)  # the whole's may have a "Did you mean" added


def _strip(part: traceback.TracebackException | None, seen: set[int]) -> None:
    if part is None or id(part) in seen:
        return
    seen.add(id(part))
    part.stack[:] = [f for f in part.stack if not f.filename.startswith((_OURS, _ASYNCIO))]
    for linked in (part.__cause__, part.__context__, *(part.exceptions or ())):
        _strip(linked, seen)
