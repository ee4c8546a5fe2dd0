"""What is wrong in a run, with the lines and the tasks, one plain sentence each.

A finder is a function ``find(moments, graver)`` from a trace, walked once (`moments.Moments`), and
from what the finders before it have found, to findings. A finding has ``kind``, ``severity``
('error', 'warning' or 'note'), ``text``, ``tasks``, ``lines``, ``object`` and ``events``, the last
four being indices into the trace.
"""

from __future__ import annotations

from lockstep.findings import checks, deadlocks, leaks, lost_updates, unnoticed
from lockstep.findings.base import Finding
from lockstep.findings.moments import Moments

#: All finders, in the order in which they are asked.
FINDERS = (
    deadlocks.find,
    lost_updates.find,
    checks.find,
    leaks.find,
    unnoticed.find,
)
_SEVERITIES = ("error", "warning", "note")

__all__ = ["FINDERS", "Moments", "find"]


def find(moments: Moments) -> list[Finding]:
    """Return all findings, the gravest first."""
    found: list[Finding] = []
    for finder in FINDERS:
        found += finder(moments, found)
    return sorted(found, key=lambda each: _SEVERITIES.index(each["severity"]))
