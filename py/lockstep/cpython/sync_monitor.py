"""See asyncio's own locks, events, queues ... at work, without touching them.

`sys.monitoring` reports when one of their methods begins, returns or is left by an exception.
The methods themselves stay CPython's own, unmodified.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Hashable
from types import CodeType, FrameType

from lockstep.cpython.monitoring import claim_tool, rest_tool, resume_tool
from lockstep.cpython.our_frames import leave_out
from lockstep.observer import Observer

_WATCHED: dict[type, str] = {
    asyncio.Lock: "acquire release locked",
    asyncio.Event: "wait set clear",
    asyncio.Condition: "wait notify",
    asyncio.Semaphore: "acquire release",
    asyncio.Queue: "get put get_nowait put_nowait task_done join",
    asyncio.Barrier: "wait",
}
#: The same and all methods that only look, for an observer of every use, asyncio's own too.
EVERYTHING: dict[type, str] = {
    **_WATCHED,
    asyncio.Event: "wait set clear is_set",
    asyncio.Condition: "wait notify notify_all",
    asyncio.Semaphore: "acquire release locked",
    asyncio.BoundedSemaphore: "release",
    asyncio.Queue: "get put get_nowait put_nowait task_done join qsize empty full shutdown",
    asyncio.Barrier: "wait reset abort",
    asyncio.TaskGroup: "__aexit__ create_task",
}
_OWN_PURPOSES = ("Queue.", "Barrier.", "as_completed.", "_AsCompletedIterator.")


def _codes(watched: dict[type, str]) -> dict[CodeType, str]:
    return {
        vars(kind)[name].__code__: name
        for kind, names in watched.items()
        for name in names.split()
        if name in vars(kind)
    }


class SyncMonitor:
    """A context manager: while it is entered, ``observer`` is reported every operation.

    Args:
        observer: what they are reported to.
        watched: the methods to report; by default those that mean something to a learner, and
            then what asyncio does for its own purposes is left out.
    """

    def __init__(self, observer: Observer, watched: dict[type, str] | None = None) -> None:
        self._observer = observer
        self._is_internal = _is_internal if watched is None else _is_never
        self._method = _codes(watched or _WATCHED)
        self._tool: int | None = None

    def __enter__(self) -> SyncMonitor:
        monitoring, kinds = sys.monitoring, sys.monitoring.events
        tool = resume_tool(self._purpose)
        self._tool = claim_tool("lockstep") if tool is None else tool
        monitoring.register_callback(self._tool, kinds.PY_START, self._started)
        monitoring.register_callback(self._tool, kinds.PY_RETURN, self._returned)
        monitoring.register_callback(self._tool, kinds.PY_UNWIND, self._unwound)
        if tool is None:
            for code in self._method:
                monitoring.set_local_events(self._tool, code, kinds.PY_START | kinds.PY_RETURN)
            # until Python 3.15 the end by an exception cannot be asked for one function alone
            monitoring.set_events(self._tool, kinds.PY_UNWIND)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._tool is not None
        kinds = sys.monitoring.events
        used = (kinds.PY_START, kinds.PY_RETURN, kinds.PY_UNWIND)
        rest_tool(self._tool, self._purpose, list(self._method), used)

    @property
    def _purpose(self) -> Hashable:
        return "synchronising", frozenset(map(id, self._method))

    def _started(self, code: CodeType, _: int) -> None:
        method, frame = self._method[code], sys._getframe(1)
        if not self._is_internal(frame, method):
            self._observer.sync_called(frame.f_locals["self"], method)

    def _returned(self, code: CodeType, _: int, value: object) -> None:
        method, frame = self._method[code], sys._getframe(1)
        if not self._is_internal(frame, method):
            self._observer.sync_done(frame.f_locals["self"], method)

    def _unwound(self, code: CodeType, _: int, error: BaseException) -> None:
        leave_out(code, error)
        method, frame = self._method.get(code), sys._getframe(1)
        if method is not None and not self._is_internal(frame, method):
            self._observer.sync_left(frame.f_locals["self"], method)


def _is_never(frame: FrameType, method: str) -> bool:
    return False


def _is_internal(frame: FrameType, method: str) -> bool:
    """Return whether asyncio does this for its own purposes: a queue, a barrier, as_completed."""
    caller = frame.f_back
    if caller is None or not caller.f_globals.get("__name__", "").startswith("asyncio."):
        return False
    name = caller.f_code.co_qualname
    return name.startswith(_OWN_PURPOSES) or (method == "locked" and name.startswith("Condition."))
