"""Check-then-act: what a test found was changed by another before the task acted on it.

A check is a read that a test is made of, an act the next write of the same variable, by the same
task, in a later step, that is only reached through that test: in the same call, inside the
``if`` or ``while``, or after one that would have left. It is out of date if the test, worked out
again on what the variable held when the task acted, would have turned out otherwise. Where that
cannot be worked out there is no finding; nor is there one of an act that set what already held,
unless the run went wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from lockstep.findings.base import Event, Finding, finding, label, name
from lockstep.findings.contents import is_unchanged
from lockstep.findings.governing import Check, governing, is_outdated
from lockstep.findings.moments import Moments

#: Accesses of a variable that are looked at before an act, the latest first.
MAX_BACK = 200
_WENT_WRONG = ("failed", "error")


def find(moments: Moments, graver: Sequence[Finding] = ()) -> list[Finding]:
    """Return one finding for each act on an outdated check, unless the act lost an update.

    Args:
        graver: what was found before.
    """
    lossy = ("lost-update", "lost-update-possible")
    losses = {each["events"][-1] for each in graver if each["kind"] in lossy}
    found: list[Finding] = []
    for event in moments.events:
        if event["kind"] == "write" and event["task"] is not None and event["i"] not in losses:
            found += _outdated(moments, event)
    return found


def _outdated(moments: Moments, act: Event) -> list[Finding]:
    check = _checked(moments, act)
    if check is None or moments.step[check.read["i"]] == moments.step[act["i"]]:
        return []
    writes = moments.writes_between(check.read["object"], check.read["i"], act["i"])
    between = [e for e in writes if e["task"] != act["task"]]
    if not between or not is_outdated(moments, check, act["i"]):
        return []
    if moments.trace["status"] not in _WENT_WRONG and is_unchanged(moments, act):
        return []
    return [_finding(moments, check.read, between[-1], act)]


def _checked(moments: Moments, act: Event) -> Check | None:
    """Return the check that the act was reached through, the latest, unless it was acted on."""
    earlier = moments.before(act["object"], act["i"])
    for _, event in zip(range(MAX_BACK), earlier, strict=False):
        if event["task"] != act["task"]:
            continue
        if event["kind"] == "write":
            return None
        check = governing(moments, event, act)
        if check is not None:
            return check
    return None


def _finding(moments: Moments, check: Event, write: Event, act: Event) -> Finding:
    trace = moments.trace
    who, other = label(trace, act["task"]), label(trace, write["task"])
    variable = name(trace, check["object"])
    it = "it" if write["object"] == check["object"] else name(trace, write["object"])
    made = f"{other} had made {it} {write['value']}"
    if write["value"] is None:
        made = f"{other} had changed {it}"
    was = "" if check["value"] is None else f", when it was {check['value']}"
    text = (
        f"{who} checked {variable} at line {check['line']}{was}; before "
        f"it acted at line {act['line']}, {made}. Keep the "
        "check and the act together: no await between them, or one lock round both."
    )
    return finding("check-then-act", "error", text, [check, write, act])
