"""The answer in one headline and one sentence, from a trace and its findings."""

from __future__ import annotations

from typing import Any

from lockstep import clock
from lockstep.words import counted, joined

Finding = dict[str, Any]


def verdict(trace: dict[str, Any], findings: list[Finding], update: str) -> dict[str, str]:
    """Return ``tone`` ('right', 'wrong' or 'neutral'), ``headline`` and ``text``."""
    for say in (_stopped, _stuck, _raised, _lost, _outdated, _wrong, _never_released):
        answer = say(trace, findings, update)
        if answer is not None:
            return {"tone": "wrong", "headline": answer[0], "text": answer[1]}
    return _remarked(_well(trace), findings)


Answer = tuple[str, str] | None


def _stopped(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    if trace["status"] != "limit":
        return None
    message = next(e["message"] for e in reversed(trace["events"]) if e["kind"] == "limit")
    return "The run was stopped.", message[0].upper() + message[1:]


def _stuck(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    found = [f for f in findings if f["kind"] in ("self-deadlock", "deadlock")]
    if found:
        return "Deadlock.", found[0]["text"]
    return None


def _raised(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    error = trace["error"]
    if error is None:
        return None
    where = f" at line {error['line']}" if error["line"] else ""
    if trace["status"] == "failed":
        return f"An assertion failed{where}.", error["message"] or "It gave no message."
    return f"{error['type']}{where}.", error["message"] or "It gave no message."


def _lost(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    lost = [f for f in findings if f["kind"] == "lost-update"]
    if not lost:
        return None
    times = sum(f["count"] for f in lost)
    verb = "was" if times == 1 else "were"
    more = f"; and so on, {times:,} in all" if len(lost) > 2 else ""
    told = "; ".join(finding["short"] for finding in lost[:2])
    return f"{counted(times, update).capitalize()} {verb} lost.", f"{told}{more}."


def _lock(name: str) -> str:
    if name == "lock":
        return "the lock"
    return name if "lock" in name.lower() else f"the lock {name}"


def _outdated(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    found = [f for f in findings if f["kind"] == "check-then-act"]
    return ("A check was out of date.", found[0]["text"]) if found else None


def _wrong(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    balance = trace["balance"]
    if not balance or balance["expected"] in (None, balance["final"]):
        return None
    return "Not what was expected.", f"It ended at {balance['final']}, not {balance['expected']}."


def _never_released(trace: dict[str, Any], findings: list[Finding], update: str) -> Answer:
    found = [f for f in findings if f["kind"] == "lock-never-released"]
    return ("A lock was never released.", found[0]["text"]) if found else None


def _well(trace: dict[str, Any]) -> dict[str, str]:
    waits = _waits(trace)
    shares = any(o["kind"] == "variable" for o in trace["objects"])
    headline = "Nothing was lost." if shares else "It ended well."
    if not waits:
        text = "Nobody had to wait for a lock." if shares else "Tasks shared nothing that changed."
        return {"tone": "right" if shares else "neutral", "headline": headline, "text": text}
    lanes = {lock for _, lock, _ in waits}
    which = _lock(next(iter(lanes))) if len(lanes) == 1 else "locks"
    said = joined([f"{who} {clock.say(us)}" for who, us in _totals(waits).items()])
    return {"tone": "right", "headline": headline, "text": f"Waiting for {which}: {said}."}


#: What a run that ended well has to say all the same.
_HEADLINES = {
    "lost-update-possible": "It went well this time.",
    "blocking-call": "The whole loop stood still.",
    "never-awaited": "Something was never awaited.",
    "unhandled-exception": "A failure went unnoticed.",
    "held-across-work": "Right, and slower than need be.",
}


def _remarked(well: dict[str, str], findings: list[Finding]) -> dict[str, str]:
    for finding in findings:
        headline = _HEADLINES.get(finding["kind"])
        if headline is not None:
            is_note = finding["severity"] == "note"
            tone = well["tone"] if is_note else "neutral"
            return {"tone": tone, "headline": headline, "text": finding["text"]}
    return well


def _waits(trace: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return (task, lock, microseconds) for every wait for a lock that took time."""
    since: dict[tuple[int, int], int] = {}
    waits = []
    for event in trace["events"]:
        key = (event["task"], event.get("object"))
        if event["kind"] == "lock-wanted":
            since[key] = event["t_us"]
        elif event["kind"] == "lock-acquired" and event["t_us"] > since.get(key, event["t_us"]):
            who = trace["tasks"][event["task"]]["label"]
            waits.append((who, trace["objects"][key[1]]["name"], event["t_us"] - since[key]))
    return waits


def _totals(waits: list[tuple[str, str, int]]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for who, _, us in waits:
        totals[who] = totals.get(who, 0) + us
    return totals
