"""Observe every call that the program itself makes, just before it is made.

`sys.monitoring` reports them; nothing stands between the program and what it calls.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, MethodType

from lockstep.cpython.monitoring import all_codes, claim_tool, release_tool


class ProgramCalls:
    """A context manager: while it is entered, ``about_to`` is called before every such call.

    Args:
        code: the program's, observed or not.
        about_to: takes no arguments.
        ours: the object whose methods observed code calls for us; these are not the program's.
    """

    def __init__(self, code: CodeType, about_to: Callable[[], None], ours: object) -> None:
        self._codes = all_codes(code)
        self._about_to, self._ours = about_to, ours
        self._tool: int | None = None

    def __enter__(self) -> ProgramCalls:
        monitoring = sys.monitoring
        self._tool = claim_tool("lockstep-calls")
        monitoring.register_callback(self._tool, monitoring.events.CALL, self._called)
        for code in self._codes:
            monitoring.set_local_events(self._tool, code, monitoring.events.CALL)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._tool is not None
        release_tool(self._tool, self._codes)

    def _called(self, code: CodeType, place: int, called: object, first: object) -> object:
        if type(called) is MethodType and called.__self__ is self._ours:
            return sys.monitoring.DISABLE  # for good: this place never calls anything else
        if first is self._ours:
            return sys.monitoring.DISABLE
        self._about_to()
        return None
