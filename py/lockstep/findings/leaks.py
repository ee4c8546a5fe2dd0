"""Locks that were never released."""

from __future__ import annotations

from collections.abc import Sequence

from lockstep.findings.base import Event, Finding, Trace, finding, label, name
from lockstep.findings.moments import Moments


def find(moments: Moments, _: Sequence[Finding] = ()) -> list[Finding]:
    """Return the locks that a task still held when it ended, by these ends."""
    tasks = moments.trace["tasks"]
    kept = [hold.began for hold in moments.lock_holds if hold.is_open]
    leaked = [e for e in kept if e["task"] is not None and tasks[e["task"]]["ended"] != "pending"]
    leaked.sort(key=lambda taken: (moments.lives[taken["task"]][1], taken["i"]))
    return [_finding(moments.trace, taken) for taken in leaked]


def _finding(trace: Trace, taken: Event) -> Finding:
    task = trace["tasks"][taken["task"]]
    text = (
        f"{label(trace, taken['task'])} took {name(trace, taken['object'])} at line "
        f"{taken['line']} and {task['ended']} without releasing it."
    )
    return finding("lock-never-released", "error", text, [taken])
