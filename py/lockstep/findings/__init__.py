"""What is wrong in a run, with the lines and the tasks, one plain sentence each.

A finder is a function from a trace (as a dict) to findings. A finding has ``kind``,
``severity`` ('error', 'warning' or 'note'), ``text``, ``tasks``, ``lines``, ``object`` and
``events``, the last four being indices into the trace.
"""

from __future__ import annotations

from typing import Any

from lockstep.findings import checks, deadlocks, leaks, lost_updates, unnoticed
from lockstep.findings.moments import Moments


def find(trace: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all findings, the gravest first."""
    moments = Moments(trace)
    lost = lost_updates.find(moments)
    found = [
        *deadlocks.find(trace),
        *lost,
        *checks.find(moments, {finding["events"][-1] for finding in lost}),
        *leaks.find(trace),
        *unnoticed.find(trace),
    ]
    return sorted(found, key=lambda f: ("error", "warning", "note").index(f["severity"]))
