"""Locks that were never released."""

from __future__ import annotations

from lockstep.findings.base import Event, Finding, Trace, finding, label, name
from lockstep.trace.events import TASK_ENDS


def find(trace: Trace) -> list[Finding]:
    """Return the locks that a task still held when it ended."""
    held: dict[int, Event] = {}
    leaked: dict[int, Event] = {}
    for event in trace["events"]:
        if event["kind"] == "lock-acquired":
            held[event["object"]] = event
        elif event["kind"] == "lock-released":
            held.pop(event["object"], None)
            leaked.pop(event["object"], None)
        elif event["kind"] in TASK_ENDS:
            mine = {lock: e for lock, e in held.items() if e["task"] == event["task"]}
            leaked.update(mine)
    return [_say(trace, lock, taken) for lock, taken in leaked.items()]


def _say(trace: Trace, lock: int, taken: Event) -> Finding:
    task = trace["tasks"][taken["task"]]
    text = (
        f"{label(trace, taken['task'])} took {name(trace, lock)} at line {taken['line']} and "
        f"{task['ended']} without releasing it."
    )
    return finding("lock-never-released", "error", text, [taken])
