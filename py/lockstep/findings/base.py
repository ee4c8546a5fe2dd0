"""What finders share: making a finding, and reading names off a trace."""

from __future__ import annotations

from typing import cast

from lockstep.trace import wire

Trace = wire.Trace
Event = wire.Event
Finding = wire.Finding


def finding(kind: str, severity: str, text: str, events: list[Event], **more: object) -> Finding:
    """Return a finding about ``events``, with their tasks and lines."""
    tasks = dict.fromkeys(e["task"] for e in events if e["task"] is not None)
    lines = dict.fromkeys(e["line"] for e in events if e["line"] is not None)
    subject = next((e["object"] for e in reversed(events) if e.get("object") is not None), None)
    found = {
        "kind": kind,
        "severity": severity,
        "text": text,
        "tasks": list(tasks),
        "lines": list(lines),
        "object": subject,
        "events": [e["i"] for e in events],
        **more,
    }
    return cast(Finding, found)


def label(trace: Trace, task: int | None) -> str:
    """Return what a reader calls a task."""
    return "the module" if task is None else str(trace["tasks"][task]["label"])


def name(trace: Trace, number: int) -> str:
    """Return the name of an object."""
    return str(trace["objects"][number]["name"])
