"""Whether every task had looked at what it wrote over: only then was certainly nothing lost.

That no lost update was found does not say that there was none, as a value may flow where no
analysis follows it. What can be said for certain: if each time that a task put a new value in
place of another task's, or changed a container in place after it had looked at it, it had looked
since the other's write, then nothing was lost unseen. A program that reaches its variables by
other names than theirs (``vars(box)["n"]``, `operator`) may have written what was not seen.
"""

from __future__ import annotations

import re

from lockstep.findings.base import Event
from lockstep.findings.moments import Moments

#: Accesses of a run beyond which nothing is said for certain.
MAX_EVENTS = 50_000
_BY_OTHER_NAMES = re.compile(
    r"__dict__|__(?:set|get|del)(?:attr|item)__|\|=|\b(?:vars|globals|locals|exec|eval|map)\(|"
    r"\b(?:operator|functools|ctypes|gc)\b"
)


def has_looked_everywhere(moments: Moments) -> bool:
    """Return whether no write can have destroyed what another task wrote."""
    if len(moments.events) > MAX_EVENTS or _BY_OTHER_NAMES.search(moments.trace["source"]):
        return False
    first = next((e["i"] for e in moments.events if e["kind"] == "task-created"), 0)
    writes = (e for e in moments.events if e["kind"] == "write" and e["i"] > first)
    lines = moments.trace["source"].splitlines()
    return not any(_may_destroy(moments, write, lines) for write in writes)


def _may_destroy(moments: Moments, write: Event, lines: list[str]) -> bool:
    if write["task"] is None:
        return True  # a callback: who gave it its value is not known
    has_looked_since = True  # as long as no other task has written
    for earlier in moments.before(write["object"], write["i"]):
        is_mine = earlier["task"] == write["task"]
        if earlier["kind"] == "read" and is_mine:
            return not has_looked_since
        if earlier["kind"] == "write" and not is_mine and earlier["task"] is not None:
            has_looked_since = False
    return not has_looked_since and (
        moments.is_assignment(write) or ".clear(" in lines[(write["line"] or 1) - 1]
    )
