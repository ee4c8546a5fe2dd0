"""The answer in one headline and one sentence, from a trace and its findings."""

from __future__ import annotations

from typing import NamedTuple

from lockstep import clock
from lockstep.english import counted, joined
from lockstep.findings.base import Finding, Trace
from lockstep.findings.moments import Moments
from lockstep.findings.unlooked import has_looked_everywhere


def verdict(moments: Moments, findings: list[Finding], update: str) -> dict[str, str]:
    """Return ``tone`` ('right', 'wrong' or 'neutral'), ``headline`` and ``text``.

    Args:
        moments: the run.
        findings: what was found in it, the gravest first.
        update: what the program calls one update.
    """
    for answer_of in (_stopped, _stuck, _raised, _lost, _outdated, _wrong, _never_released):
        answer = answer_of(moments.trace, findings, update)
        if answer is not None:
            return {"tone": "wrong", "headline": answer[0], "text": answer[1]}
    return _remarked(_well(moments), findings)


Answer = tuple[str, str] | None


def _stopped(trace: Trace, findings: list[Finding], update: str) -> Answer:
    if trace["status"] != "limit":
        return None
    limit = next(e for e in reversed(trace["events"]) if e["kind"] == "limit")
    where = f" It was at line {limit['line']}." if limit["line"] else ""
    return "The run was stopped.", limit["message"][0].upper() + limit["message"][1:] + where


def _stuck(trace: Trace, findings: list[Finding], update: str) -> Answer:
    found = [f for f in findings if f["kind"] in ("self-deadlock", "deadlock")]
    if found:
        return "Deadlock.", found[0]["text"]
    return None


def _raised(trace: Trace, findings: list[Finding], update: str) -> Answer:
    error = trace["error"]
    if error is None:
        return None
    where = f" at line {error['line']}" if error["line"] else ""
    if trace["status"] == "failed":
        return f"An assertion failed{where}.", error["message"] or "It gave no message."
    return f"{error['type']}{where}.", error["message"] or "It gave no message."


def _lost(trace: Trace, findings: list[Finding], update: str) -> Answer:
    lost = [f for f in findings if f["kind"] == "lost-update"]
    if not lost:
        return None
    times = sum(f["count"] for f in lost)
    verb = "was" if times == 1 else "were"
    more = f"; and so on, {times:,} in all" if len(lost) > 2 else ""
    shown = "; ".join(finding["short"] for finding in lost[:2])
    return f"{counted(times, update).capitalize()} {verb} lost.", f"{shown}{more}."


def _outdated(trace: Trace, findings: list[Finding], update: str) -> Answer:
    found = [f for f in findings if f["kind"] == "check-then-act"]
    return ("A check was out of date.", found[0]["text"]) if found else None


def _wrong(trace: Trace, findings: list[Finding], update: str) -> Answer:
    balance = trace["balance"]
    if not balance or balance["expected"] in (None, balance["final"]):
        return None
    return "Not what was expected.", f"It ended at {balance['final']}, not {balance['expected']}."


def _never_released(trace: Trace, findings: list[Finding], update: str) -> Answer:
    found = [f for f in findings if f["kind"] == "lock-never-released"]
    return ("A lock was never released.", found[0]["text"]) if found else None


def _well(moments: Moments) -> dict[str, str]:
    trace, waits = moments.trace, _waits(moments)
    shares = any(o["kind"] == "variable" for o in trace["objects"])
    is_certain = shares and _is_certain(moments)
    headline = "Nothing was lost." if is_certain else "It ended well."
    tone = "right" if shares or waits else "neutral"
    if not waits:
        waited = "Nobody had to wait for a lock."
        unseen = "No task was seen to change what another one used."
        seen = waited if is_certain else f"No lost update was seen. {waited}"
        text = seen if shares else unseen
        return {"tone": tone, "headline": headline, "text": text}
    times = joined([f"{who} {clock.duration_text(us)}" for who, us in _totals(waits).items()])
    return {
        "tone": tone,
        "headline": headline,
        "text": f"Waiting for {_what(trace, waits)}: {times}.",
    }


def _is_certain(moments: Moments) -> bool:
    """Return whether it is known, and not only not refuted, that nothing was lost."""
    balance = moments.trace["balance"]
    is_as_expected = balance is not None and balance["expected"] == balance["final"] is not None
    return is_as_expected or has_looked_everywhere(moments)


def _what(trace: Trace, waits: list[_Wait]) -> str:
    """Return what was waited for: the one object by its name, else its kinds."""
    numbers = {wait.object for wait in waits}
    objects = [trace["objects"][number] for number in sorted(numbers)]
    if len(objects) == 1:
        kind, name = objects[0]["kind"], objects[0]["name"]
        if name == kind:
            return f"the {name}"
        return str(name) if kind in name.lower() else f"the {kind} {name}"
    return joined([_PLURALS[kind] for kind in dict.fromkeys(o["kind"] for o in objects)])


_PLURALS = {
    "lock": "locks",
    "event": "events",
    "condition": "conditions",
    "semaphore": "semaphores",
    "queue": "queues",
    "barrier": "barriers",
}


#: Headlines of a run that ended well all the same.
_HEADLINES = {
    "refused": "Something could not run here.",
    "lost-update-possible": "It went well this time.",
    "blocking-call": "The whole loop stood still.",
    "never-awaited": "Something was never awaited.",
    "unhandled-exception": "A failure went unnoticed.",
}


def _remarked(well: dict[str, str], findings: list[Finding]) -> dict[str, str]:
    for finding in findings:
        headline = _HEADLINES.get(finding["kind"])
        if headline is not None:
            return {"tone": "neutral", "headline": headline, "text": finding["text"]}
    return well


class _Wait(NamedTuple):
    """A task waited ``us`` microseconds until a lock, event, queue ... let it go on."""

    who: str
    object: int
    us: int


def _waits(moments: Moments) -> list[_Wait]:
    """Return every wait for an object of asyncio's that came to an end, however short."""
    tasks = moments.trace["tasks"]
    return [
        _Wait(tasks[began["task"]]["label"], began["object"], ended["t_us"] - began["t_us"])
        for began, ended in moments.suspensions
        if ended is not None and began["why"] in _PLURALS
    ]


def _totals(waits: list[_Wait]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for wait in waits:
        totals[wait.who] = totals.get(wait.who, 0) + wait.us
    return totals
