"""Deadlocks: cycles of tasks that wait for each other's locks, and runs that no task can wake.

A cycle counts when no task of it ever ran again, whether or not others went on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lockstep.english import joined
from lockstep.findings.base import Event, Finding, Trace, finding, label, name
from lockstep.findings.moments import Moments
from lockstep.trace.spans import Span
from lockstep.trace.wire import CycleLink

#: For each semaphore, who took a permit of it, by which event.
_Permits = dict[int, dict[int, Event]]


def find(moments: Moments, _: Sequence[Finding] = ()) -> list[Finding]:
    """Return every cycle of waiting tasks, and a run that ended with no task able to run."""
    trace = moments.trace
    if trace["status"] == "deadlock" and trace["error"]:
        return [_thread_stands_still(trace)]
    waiting = _waiting(moments)
    found = [_cycle(trace, cycle, waiting) for cycle in _cycles(waiting)]
    if trace["status"] == "deadlock" and not found:
        found = [_no_task_left(trace, waiting, _permits(moments.events))]
    return found


@dataclass(frozen=True)
class _Wait:
    """A suspension that never ended by itself, and the acquisition of the lock it is about."""

    event: Event
    taken: Event | None


def _waiting(moments: Moments) -> dict[int, _Wait]:
    """Return what each task that never ran on by itself was waiting for, in the order it began.

    Tasks that asyncio.run cancels after the main task has ended were stuck until then.
    """
    tasks = moments.trace["tasks"]
    roots_ended = sorted(
        moments.lives[task["id"]][1]
        for task in tasks
        if task["parent"] is None and task["ended"] != "pending"
    )
    stuck: list[tuple[int, Event]] = []
    for span in _last_suspensions(moments):
        number = span.began["task"]
        end = moments.lives[number][1]
        if span.is_open:
            stuck.append((span.began["i"], span.began))
        elif tasks[number]["ended"] == "cancelled" and roots_ended and roots_ended[0] < end:
            stuck.append((end, span.began))
    stuck.sort(key=lambda each: each[0])
    at = roots_ended[-1] if roots_ended else len(moments.events)
    taken = {
        hold.began["object"]: hold.began for hold in moments.lock_holds if hold.is_in_force(at)
    }
    return {event["task"]: _Wait(event, taken.get(event["object"])) for _, event in stuck}


def _last_suspensions(moments: Moments) -> Iterable[Span]:
    last: dict[int, Span] = {}
    for span in moments.suspensions:
        before = last.get(span.began["task"])
        if before is None or before.began["i"] < span.began["i"]:
            last[span.began["task"]] = span
    return last.values()


def _permits(events: Iterable[Event]) -> _Permits:
    """Return who took a permit of a semaphore and has not given one back."""
    permits: _Permits = defaultdict(dict)
    for event in events:
        if event["kind"] != "operation" or event["phase"] != "done" or event["task"] is None:
            continue
        if event["op"] == "acquire":
            permits[event["object"]].setdefault(event["task"], event)
        elif event["op"] == "release":
            permits[event["object"]].pop(event["task"], None)
    return permits


def _cycles(waiting: dict[int, _Wait]) -> list[list[int]]:
    """Return the cycles of the wait-for graph: task -> task that it waits for."""
    edges = {
        task: wait.taken["task"]
        for task, wait in waiting.items()
        if wait.event["why"] == "lock" and wait.taken is not None
    }
    cycles: list[list[int]] = []
    settled: set[int] = set()
    for start in edges:
        path: list[int] = []
        task: int | None = start
        while task is not None and task not in path and task not in settled:
            path.append(task)
            task = edges.get(task)
        if task in path:
            cycles.append(path[path.index(task) :])
        settled.update(path)
    return cycles


def _cycle(trace: Trace, cycle: list[int], waiting: dict[int, _Wait]) -> Finding:
    links = [_link(waiting[task]) for task in cycle]
    events = [waiting[task].event for task in cycle]
    if len(cycle) == 1:
        link = links[0]
        text = (
            f"{label(trace, cycle[0])} waits at line {link['line']} for "
            f"{name(trace, link['object'])}, which it has held itself since line "
            f"{link['held_since_line']}: an asyncio.Lock cannot be taken twice."
        )
        return finding("self-deadlock", "error", text, events, cycle=links)
    none = "neither" if len(cycle) == 2 else "none of them"
    text = f"{joined([_link_text(trace, link) for link in links])}; {none} can go on."
    return finding("deadlock", "error", text, events, cycle=links)


def _link(wait: _Wait) -> CycleLink:
    assert wait.taken is not None, "in a cycle everybody waits for what somebody has taken"
    return {
        "task": wait.event["task"],
        "line": wait.event["line"],
        "object": wait.event["object"],
        "holder": wait.taken["task"],
        "held_since_line": wait.taken["line"],
    }


def _link_text(trace: Trace, link: CycleLink) -> str:
    return (
        f"{label(trace, link['task'])} waits at line {link['line']} for "
        f"{name(trace, link['object'])}, held by {label(trace, link['holder'])} since line "
        f"{link['held_since_line']}"
    )


def _thread_stands_still(trace: Trace) -> Finding:
    """The only thread waits for a lock of the `threading` module; the run knows which."""
    events = [event for event in trace["events"] if event["kind"] == "deadlock"]
    error = trace["error"]
    assert error is not None, "such a run ends with an error that says who stands still"
    lines = [] if error["line"] is None else [error["line"]]
    return finding("deadlock", "error", error["message"], events, lines=lines, cycle=[])


def _no_task_left(trace: Trace, waiting: dict[int, _Wait], permits: _Permits) -> Finding:
    stuck = [waiting[t["id"]] for t in trace["tasks"] if t["id"] in waiting]
    for_objects = [wait for wait in stuck if wait.event["why"] != "task"]
    holders = {wait.taken["task"] for wait in for_objects if wait.taken is not None}
    holders |= {task for wait in for_objects for task in permits.get(wait.event["object"], ())}
    shown = [w for w in stuck if w in for_objects or w.event["task"] in holders] or stuck
    parts = [_alone(trace, wait, permits) for wait in shown]
    waits = joined(parts) if len(parts) < 3 else "; ".join(parts)
    text = (waits or "The program waits") + "; nobody is left who could wake "
    text += "it." if len(parts) < 2 else "them."
    return finding("deadlock", "error", text, [wait.event for wait in shown], cycle=[])


def _alone(trace: Trace, wait: _Wait, permits: _Permits) -> str:
    event = wait.event
    at = f" at line {event['line']}" if event["line"] is not None else ""
    who = f"{label(trace, event['task'])} waits{at} for "
    if event["why"] == "task" and event["on"]:
        return who + joined([label(trace, task) for task in event["on"]])
    if event["object"] is None:
        return who + "a future"
    what = who + _named(trace, event["object"])
    taken = [wait.taken] if event["why"] == "lock" and wait.taken is not None else []
    taken += permits.get(event["object"], {}).values()
    if not taken:
        return what
    by = [f"by {label(trace, each['task'])} at line {each['line']}" for each in taken]
    return f"{what}, taken {joined(by)}"


def _named(trace: Trace, number: int) -> str:
    """Return the name of an object, or what it is if the program gave it none."""
    called = name(trace, number)
    if called.lower().partition("#")[0] != trace["objects"][number]["kind"] or called[0].islower():
        return called
    return f"{'an' if called[0] in 'AEIOU' else 'a'} {called}"
