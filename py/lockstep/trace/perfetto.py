"""A trace as Trace Event Format, which https://ui.perfetto.dev opens.

One thread a task, one a lock; ``X`` for what lasts (a step, a sleep, a wait, a hold), ``i``
for moments, ``M`` for names. Times are microseconds of virtual time; a step takes none, so it
is drawn one microsecond long where there is room.
Format: "Trace Event Format", Google, the JSON array form.
"""

from __future__ import annotations

import json

from lockstep.trace import wire
from lockstep.trace.spans import holds, suspensions

_PID = 1
_LOCKS_FROM = 100_000
_MOMENTS = (
    "read",
    "write",
    "printed",
    "lock-wanted",
    "cancel-asked",
    "unhandled",
    "deadlock",
    "limit",
)


def perfetto(trace: wire.Trace) -> str:
    """Return the JSON text for a trace given as a dict."""
    events = [*_names(trace), *_suspensions(trace), *_holds(trace), *_moments(trace)]
    return json.dumps({"traceEvents": events, "displayTimeUnit": "ms"}, ensure_ascii=False)


def _names(trace: wire.Trace) -> list[dict[str, object]]:
    lanes = [(task["id"], task["label"]) for task in trace["tasks"]]
    locks = [(_LOCKS_FROM + o["id"], o["name"]) for o in trace["objects"] if o["kind"] == "lock"]
    process = {
        "ph": "M",
        "pid": _PID,
        "tid": 0,
        "name": "process_name",
        "args": {"name": trace["filename"]},
    }
    return [process] + [
        {"ph": "M", "pid": _PID, "tid": tid, "name": "thread_name", "args": {"name": name}}
        for tid, name in lanes + locks
    ]


def _suspensions(trace: wire.Trace) -> list[dict[str, object]]:
    """One slice from each suspension to the step that ends it."""
    end = trace["duration_us"]
    spans = suspensions(trace["events"])
    return [_suspension(trace, span.began, span.until_us(end)) for span in spans]


def _suspension(trace: wire.Trace, event: wire.Event, until: int) -> dict[str, object]:
    what = event["why"]
    if event["object"] is not None:
        what = f"waits for {trace['objects'][event['object']]['name']}"
    return _slice(event["task"], what, event["t_us"], until, {"line": event["line"]})


def _holds(trace: wire.Trace) -> list[dict[str, object]]:
    """One slice for each time a lock is held."""
    end = trace["duration_us"]
    return [_hold(trace, span.began, span.until_us(end)) for span in holds(trace["events"])]


def _hold(trace: wire.Trace, event: wire.Event, until: int) -> dict[str, object]:
    who = "the module" if event["task"] is None else trace["tasks"][event["task"]]["label"]
    tid = _LOCKS_FROM + event["object"]
    return _slice(tid, f"held by {who}", event["t_us"], until, {"line": event["line"]})


def _slice(
    tid: int, name: str, since: int, until: int, args: dict[str, object]
) -> dict[str, object]:
    return {
        "ph": "X",
        "pid": _PID,
        "tid": tid,
        "name": name,
        "ts": since,
        "dur": until - since,
        "args": args,
    }


def _moments(trace: wire.Trace) -> list[dict[str, object]]:
    return [
        {
            "ph": "i",
            "s": "t",
            "pid": _PID,
            "tid": event["task"] or 0,
            "name": _moment(trace, event),
            "ts": event["t_us"],
            "args": {"line": event["line"]},
        }
        for event in trace["events"]
        if event["kind"] in _MOMENTS
    ]


def _moment(trace: wire.Trace, event: wire.Event) -> str:
    kind = event["kind"]
    if kind in ("read", "write"):
        return f"{kind} {trace['objects'][event['object']]['name']} {event['value']}"
    return f"print {event['text']}" if kind == "printed" else str(kind)
