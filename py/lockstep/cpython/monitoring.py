"""Tools of `sys.monitoring`: which codes a program has, and the ids that everybody shares.

There are six ids in a process, for debuggers, profilers and all watchers of ours together.
"""

from __future__ import annotations

import sys
from types import CodeType


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
            sys.monitoring.use_tool_id(tool, name)
            return tool
    raise RuntimeError("all six sys.monitoring tool ids are taken by debuggers or profilers")


def release_tool(tool: int, codes: list[CodeType]) -> None:
    """Give a tool id back; nothing stays instrumented."""
    monitoring = sys.monitoring
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
