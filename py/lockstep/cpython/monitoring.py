"""Tools of `sys.monitoring`: which codes a program has, and the ids that everybody shares.

There are six ids in a process, for debuggers, profilers and all watchers of ours together.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Hashable, Iterable
from types import CodeType

from lockstep.cpython import staying


def all_codes(code: CodeType) -> list[CodeType]:
    """Return ``code`` and that of every function and class in it."""
    nested = [
        c
        for constant in code.co_consts
        if isinstance(constant, CodeType)
        for c in all_codes(constant)
    ]
    return [code, *nested]


def claim_tool(name: str) -> int:
    """Return a free sys.monitoring tool id, taken under ``name``; raise RuntimeError if none is."""
    for tool in (5, 4, 2, 1, 0, 3):
        if sys.monitoring.get_tool(tool) is None:
            _clear_lost(tool)
            sys.monitoring.use_tool_id(tool, name)
            return tool
    if _RESTING:  # what is only kept for later goes first
        staying.undo(next(reversed(_RESTING)))
        return claim_tool(name)
    raise RuntimeError("all six sys.monitoring tool ids are taken by debuggers or profilers")


def release_tool(tool: int, codes: list[CodeType]) -> None:
    """Give a tool id back; nothing stays instrumented."""
    monitoring = sys.monitoring
    if monitoring.get_tool(tool) is None:
        # the program has freed it; up to Python 3.13 what was set would meet its next user
        monitoring.use_tool_id(tool, "lockstep-release")
    monitoring.set_events(tool, 0)
    for code in codes:
        monitoring.set_local_events(tool, code, 0)
    for kind in range(20):
        if 1 << kind <= monitoring.events.PY_UNWIND << 8:
            try:
                monitoring.register_callback(tool, 1 << kind, None)
            except ValueError:
                break
    monitoring.free_tool_id(tool)


#: Tools without callbacks until they are resumed, by what they are for.
_RESTING: dict[Hashable, int] = {}


def resume_tool(purpose: Hashable) -> int | None:
    """Return the tool that rests for a purpose, its events still set; None if there is none."""
    if purpose in _RESTING and sys.monitoring.get_tool(_RESTING[purpose]) is None:
        staying.undo(purpose)
    return _RESTING.pop(purpose, None)


def _clear_lost(tool: int) -> None:
    """Let go of what rests with an id that a program has freed."""
    for purpose in [each for each, rested in _RESTING.items() if rested == tool]:
        staying.undo(purpose)


def rest_tool(
    tool: int, purpose: Hashable, codes: list[CodeType], kinds: Iterable[int], is_clean: bool = True
) -> None:
    """Give a tool id back; while many runs follow each other, only take its callbacks away.

    Args:
        tool: the tool.
        purpose: by which it is resumed; means nothing else as long as ``codes`` live.
        codes: those that it has instrumented.
        kinds: the events for which it has callbacks.
        is_clean: whether its events are those with which it is to be resumed.
    """
    is_there = sys.monitoring.get_tool(tool) is not None
    if not (is_clean and is_there and staying.stays()):
        staying.forget(purpose)
        release_tool(tool, codes)
        return
    for kind in kinds:
        sys.monitoring.register_callback(tool, kind, None)
    _RESTING[purpose] = tool
    staying.undo_at_end(purpose, functools.partial(_release_resting, purpose, tool, codes))


def _release_resting(purpose: Hashable, tool: int, codes: list[CodeType]) -> None:
    del _RESTING[purpose]
    release_tool(tool, codes)
