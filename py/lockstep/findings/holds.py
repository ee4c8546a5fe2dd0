"""How locks were held: longer than needed while others waited, or for nothing at all.

A hold is needed across a suspension while the task is between a read and a later write of the
same shared variable. Time spent suspended in a hold outside every such pair, while another task
waits for the lock, is time that everybody waited for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lockstep import clock
from lockstep.findings.base import Event, Finding, Trace, finding, label, name


def _ignore(event: Event) -> None:
    """Say nothing of it."""


@dataclass
class _Hold:
    """One acquisition of a lock until its release."""

    taken: Event
    steps: int = 1
    idle_us: int = 0
    released: Event | None = None
    touched: set[int] = field(default_factory=set)


def find(trace: Trace) -> list[Finding]:
    """Return locks held across unrelated waiting, and locks that were never needed."""
    holds = _Reader(trace).read()
    found = []
    for lock, of_lock in holds.items():
        if trace["objects"][lock].get("part_of") is None:
            found += _across_work(trace, lock, of_lock) or _not_needed(trace, lock, of_lock)
    return found


class _Reader:
    """Walks the events once, keeping the holds in force."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._needed = _needed_spans(trace)
        self._holds: dict[int, list[_Hold]] = defaultdict(list)
        self._open: dict[int, _Hold] = {}
        self._waiters: dict[int, set[int]] = defaultdict(set)
        self._why: dict[int, str] = {}

    def read(self) -> dict[int, list[_Hold]]:
        """Return every hold of every lock."""
        handlers = {
            "lock-wanted": lambda e: self._waiters[e["object"]].add(e["task"]),
            "lock-acquired": self._acquired,
            "lock-abandoned": lambda e: self._waiters[e["object"]].discard(e["task"]),
            "lock-released": self._released,
            "suspended": lambda e: self._why.update({e["task"]: e["why"]}),
            "step-began": self._stepped,
            "clock-moved": self._moved,
            "blocked": self._moved,
            "read": self._touched,
            "write": self._touched,
        }
        for event in self._trace["events"]:
            handlers.get(event["kind"], _ignore)(event)
        return self._holds

    def _acquired(self, event: Event) -> None:
        self._waiters[event["object"]].discard(event["task"])
        self._open[event["object"]] = hold = _Hold(event)
        self._holds[event["object"]].append(hold)

    def _released(self, event: Event) -> None:
        hold = self._open.pop(event["object"], None)
        if hold is not None:
            hold.released = event

    def _stepped(self, event: Event) -> None:
        for hold in self._open.values():
            hold.steps += hold.taken["task"] == event["task"]

    def _touched(self, event: Event) -> None:
        for hold in self._open.values():
            if hold.taken["task"] == event["task"]:
                hold.touched.add(event["object"])

    def _moved(self, event: Event) -> None:
        for lock, hold in self._open.items():
            spans = self._needed.get(hold.taken["task"], ())
            if self._why.get(hold.taken["task"]) == "lock":
                continue  # not slow work: it waits for another lock itself
            is_needed = any(first < event["i"] < last for first, last in spans)
            if self._waiters[lock] and not is_needed:
                hold.idle_us += event["t_us"] - event["from_us"]


def _needed_spans(trace: Trace) -> dict[int, list[tuple[int, int]]]:
    """Return for each task the spans from a read to the write of the same variable, or, where
    none follows, to the release of the lock."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    reads: dict[int, dict[int, int]] = defaultdict(dict)
    for event in trace["events"]:
        task = event["task"]
        if event["kind"] == "read":
            reads[task].setdefault(event["object"], event["i"])
        elif event["kind"] == "write" and event["object"] in reads[task]:
            spans[task].append((reads[task].pop(event["object"]), event["i"]))
        elif event["kind"] == "lock-released":
            spans[task] += [(since, event["i"]) for since in reads.pop(task, {}).values()]
    return spans


def _across_work(trace: Trace, lock: int, holds: list[_Hold]) -> list[Finding]:
    idle = [hold for hold in holds if hold.idle_us and hold.released]
    if not idle:
        return []
    worst = max(idle, key=lambda hold: hold.idle_us)
    total = clock.say(sum(hold.idle_us for hold in idle))
    text = (
        f"{label(trace, worst.taken['task'])} held {name(trace, lock)} (line "
        f"{worst.taken['line']}) for {clock.say(worst.idle_us)} in which it was not between a "
        f"read and a write of anything shared, while others waited: {total} in all. Do slow "
        "work outside the lock."
    )
    return [finding("held-across-work", "note", text, [worst.taken])]


def _not_needed(trace: Trace, lock: int, holds: list[_Hold]) -> list[Finding]:
    tasks = {hold.taken["task"] for hold in holds}
    if len(tasks) < 2 or any(hold.steps > 1 or not hold.released for hold in holds):
        return []
    if _lost(trace) & set().union(*(hold.touched for hold in holds)):
        return []  # the lock is in the wrong place: that has a finding of its own
    text = (
        f"{name(trace, lock)} was never held across an await (line {holds[0].taken['line']}): "
        "nobody could have come between, with or without it."
    )
    return [finding("lock-not-needed", "note", text, [holds[0].taken])]


def _lost(trace: Trace) -> set[int]:
    """Return the variables that a task read in one hold and wrote in another."""
    writers: dict[int, set[int | None]] = defaultdict(set)
    for event in trace["events"]:
        if event["kind"] == "write":
            writers[event["object"]].add(event["task"])
    return {variable for variable, tasks in writers.items() if len(tasks) > 1} & _stale(trace)


def _stale(trace: Trace) -> set[int]:
    reads: dict[tuple[int | None, int], int] = {}
    step: dict[int | None, int] = {}
    stale = set()
    for event in trace["events"]:
        key = (event["task"], event.get("object"))
        if event["kind"] == "step-began":
            step[event["task"]] = event["step"]
        elif event["kind"] == "read":
            reads[key] = step.get(event["task"], -1)
        elif event["kind"] == "write" and reads.pop(key, None) not in (
            None,
            step.get(event["task"], -1),
        ):
            stale.add(event["object"])
    return stale
