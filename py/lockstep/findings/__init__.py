"""What is wrong in a run, with the lines and the tasks, one plain sentence each.

A finder is a function from a trace (as a dict) to findings. A finding has ``kind``,
``severity`` ('error', 'warning' or 'note'), ``text``, ``tasks``, ``lines``, ``object`` and
``events``, the last four being indices into the trace.
"""

from __future__ import annotations

from typing import Any

from lockstep.findings import checks, deadlocks, holds, leaks, lost_updates, unnoticed

_FINDERS = (
    deadlocks.find,
    lost_updates.find,
    checks.find,
    leaks.find,
    unnoticed.find,
    holds.find,
)


def find(trace: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all findings, the gravest first."""
    found = [finding for finder in _FINDERS for finding in finder(trace)]
    return sorted(found, key=lambda f: ("error", "warning", "note").index(f["severity"]))
