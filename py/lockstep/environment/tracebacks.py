"""Tracebacks as plain Python would show them: without the frames of the instrumentation."""

from __future__ import annotations

import asyncio
import os
import traceback
from pathlib import Path
from types import FunctionType

from lockstep.cpython.our_frames import OURS
from lockstep.environment.limits import MAX_MESSAGE, MAX_TRACEBACK
from lockstep.objects import safe_repr
from lockstep.objects.inspection import in_class, is_a, name_of

_ASYNCIO = str(Path(asyncio.__file__).parent)


def described(error: BaseException, filename: str) -> dict[str, object]:
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
    part.stack[:] = [f for f in part.stack if not f.filename.startswith((OURS, _ASYNCIO))]
    for linked in (part.__cause__, part.__context__, *(part.exceptions or ())):
        _strip(linked, seen)
