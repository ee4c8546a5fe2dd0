"""Who held which lock object at which access, read off a recorded run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lockstep.trace import wire

Trace = wire.Trace
#: Says of a variable's name whether it matters.
Watches = Callable[[str], bool]


@dataclass(frozen=True)
class Access:
    """A read or a write of a variable by a task.

    Attributes:
        event: its number in the trace.
        task: who.
        variable: the object's number.
        is_write: whether it wrote.
        line: the learner's line.
        holds: each lock that the task held, by the number of the event that acquired it.
    """

    event: int
    task: int
    variable: int
    is_write: bool
    line: int | None
    holds: dict[int, int]


def accesses(trace: Trace) -> list[Access]:
    """Return all accesses by tasks, in their order, each with what its task held."""
    held: dict[int, dict[int, int]] = defaultdict(dict)
    found = []
    for event in trace["events"]:
        kind, task = event["kind"], event["task"]
        if kind == "lock-acquired" and task is not None:
            held[task][event["object"]] = event["i"]
        elif kind == "lock-released" and event["owner"] is not None:
            held[event["owner"]].pop(event["object"], None)
        elif kind in ("read", "write") and task is not None:
            found.append(
                Access(
                    event["i"], task, event["object"], kind == "write", event["line"],
                    dict(held[task]),
                )
            )  # fmt: skip
    return found


def contended(trace: Trace, all_accesses: list[Access], watches: Watches) -> set[int]:
    """Return the variables that matter, and that more than one task wrote."""
    writers: dict[int, set[int]] = defaultdict(set)
    for access in all_accesses:
        if access.is_write and not _is_main(access.task):
            writers[access.variable].add(access.task)
    return {
        variable
        for variable, tasks in writers.items()
        if len(tasks) > 1 and watches(trace["objects"][variable]["name"])
    }


def _is_main(task: int) -> bool:
    """The first task of all sets things up and looks at them in the end."""
    return task == 0


def updates(
    trace: Trace, all_accesses: list[Access], watches: Watches
) -> Iterator[tuple[Access, Access, Access]]:
    """Yield a task's read, its later write, and another's write between, for each that there is.

    Who looks whether a key is in a dict has read the dict, and writes an element of it.
    """
    variables = contended(trace, all_accesses, watches)
    reads: dict[int, list[Access]] = defaultdict(list)
    for at, access in enumerate(all_accesses):
        if not access.is_write:
            reads[access.task].append(access)
        elif access.variable in variables:
            read = _read_for(trace, reads[access.task], access)
            between = [
                other
                for other in all_accesses[:at]
                if read is not None and other.event > read.event and _is_foreign(other, access)
            ]
            if read is not None and between:
                yield read, access, between[-1]
            written = trace["objects"][access.variable]
            reads[access.task] = [  # what was read of it has been used
                each
                for each in reads[access.task]
                if not _is_of(trace["objects"][each.variable], written)
            ]


def _read_for(trace: Trace, reads: list[Access], write: Access) -> Access | None:
    """The first look since the task's last write of what it now writes, or of what holds it."""
    written = trace["objects"][write.variable]
    return next((read for read in reads if _is_of(trace["objects"][read.variable], written)), None)


def _is_of(read: wire.TrackedObject, written: wire.TrackedObject) -> bool:
    is_around = read.get("is_whole") and read["container"] == written["container"] is not None
    return bool(read["id"] == written["id"] or is_around)


def _is_foreign(other: Access, access: Access) -> bool:
    is_same = other.variable == access.variable
    return other.is_write and is_same and other.task != access.task


def lock_users(trace: Trace) -> dict[int, set[int]]:
    """Return which tasks ever acquired each lock."""
    users: dict[int, set[int]] = defaultdict(set)
    for event in trace["events"]:
        if event["kind"] == "lock-acquired" and event["task"] is not None:
            users[event["object"]].add(event["task"])
    return dict(users)
