"""What is only logged, or caught: coroutines never awaited, failures, blocking, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lockstep import clock
from lockstep.findings.base import Event, Finding, Trace, finding, label
from lockstep.findings.moments import Moments


def find(moments: Moments, _: Sequence[Finding] = ()) -> list[Finding]:
    """Return one finding for each such event; of refusals, one for each line and what it asks."""
    return [*_refusals(moments), *_others(moments)]


def _refusals(moments: Moments) -> list[Finding]:
    refused = {
        (event["what"], event["line"]): event
        for event in reversed(moments.events)  # the first of each is kept
        if event["kind"] == "refused" and not _has_ended_it(moments.trace, event)
    }
    return [_refused(moments.trace, event) for event in reversed(refused.values())]


def _has_ended_it(trace: Trace, event: Event) -> bool:
    """Return whether it is the error of the whole run, which is told as such."""
    return trace["error"] is not None and trace["error"]["message"] == event["message"]


def _refused(trace: Trace, event: Event) -> Finding:
    where = f" at line {event['line']}" if event["line"] else ""
    text = (
        f"{label(trace, event['task'])} asked for {event['what']}{where}, which a run does not "
        "have, and went on after the error: with plain Python it may end otherwise."
    )
    return finding("refused", "warning", text, [event])


def _others(moments: Moments) -> list[Finding]:
    return [
        _BY_KIND[event["kind"]](moments.trace, event)
        for event in moments.events
        if event["kind"] in _BY_KIND
    ]


def _never_awaited(trace: Trace, event: Event) -> Finding:
    where = f" (line {event['line']})" if event["line"] else ""
    text = f"The coroutine {event['name']} was never awaited{where}: its body did not run."
    return finding("never-awaited", "warning", text, [event])


def _unhandled(trace: Trace, event: Event) -> Finding:
    text = f"{event['message']}: {event['error']}." if event["error"] else f"{event['message']}."
    return finding("unhandled-exception", "warning", text, [event])


def _blocked(trace: Trace, event: Event) -> Finding:
    span = clock.duration_text(event["t_us"] - event["from_us"])
    text = (
        f"{label(trace, event['task'])} called time.sleep() at line {event['line']}: for {span} "
        "nobody else could run. Use await asyncio.sleep()."
    )
    return finding("blocking-call", "warning", text, [event])


_BY_KIND: dict[str, Callable[[Trace, Event], Finding]] = {
    "never-awaited": _never_awaited,
    "unhandled": _unhandled,
    "blocked": _blocked,
}
