"""The known mistakes, named by what a run that goes wrong shows.

Looked at are who held which lock object at which access, how the run ended, and where an object was
made; never the words of the program. The order of the rules is the order of what explains most.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from lockstep.exercises.held import Access, Watches, accesses, contended, lock_users, updates
from lockstep.trace import wire

Trace = wire.Trace


@dataclass(frozen=True)
class Mistake:
    """A mistake that a run shows.

    Attributes:
        name: as in an exercise's ``Mistake:``.
        text: a sentence with the tasks and lines of the run.
        lines: the lines it is about, the guilty one first.
    """

    name: str
    text: str
    lines: tuple[int, ...] = ()


def named(trace: Trace, watches: Watches) -> Mistake | None:
    """Return the mistake that a run that ends wrong shows, or None if it is none of the known.

    Args:
        trace: of the run, as `Trace.to_dict` gives it.
        watches: says of a variable's name whether it matters.
    """
    found = next(filter(None, (rule(trace) for rule in _RULES)), None)
    return found or _unprotected(trace, watches)


def too_wide(trace: Trace, watches: Watches) -> Mistake | None:
    """Return what makes a right run slower than it need be, as far as it is known."""
    seen = accesses(trace)
    several = contended(trace, seen, watches)
    under: dict[int, set[int]] = {}
    for access in seen:
        if access.variable in several:
            for lock in access.holds:
                under.setdefault(lock, set()).add(access.variable)
    for lock, variables in under.items():
        if len(variables) > 1:
            names = " and ".join(_name(trace, each) for each in sorted(variables))
            return Mistake(
                "one-lock-for-many-accounts",
                f"One lock, {_name(trace, lock)}, is held for {names}: who uses the one waits for "
                "who uses the other, although they share nothing.",
                _lines(trace["objects"][lock]["line"]),
            )
    return None


def _thread_lock(trace: Trace) -> Mistake | None:
    error = trace["error"]
    if trace["status"] != "deadlock" or not error or "threading." not in error["message"]:
        return None
    return Mistake(
        "threading-lock",
        f"{error['message']} A lock for threads makes the whole loop wait, not the task.",
        _lines(error["line"]),
    )


def _released_twice(trace: Trace) -> Mistake | None:
    owners: dict[int, int | None] = {}
    for event in trace["events"]:
        if event["kind"] == "lock-acquired":
            owners[event["object"]] = event["task"]
        elif event["kind"] == "lock-released":
            taken_from, owners[event["object"]] = owners.get(event["object"]), None
            if taken_from is not None and taken_from != event["task"]:
                return Mistake(
                    "released-twice",
                    f"{_label(trace, event['task'])} gives back {_name(trace, event['object'])} at "
                    f"line {event['line']}, which {_label(trace, taken_from)} holds: it has given "
                    "its own back before, or never had it.",
                    _lines(event["line"]),
                )
    failed = next((e for e in trace["events"] if e.get("error") == _NOT_ACQUIRED), None)
    if failed is None:
        return None
    return Mistake(
        "released-twice",
        f"{_label(trace, failed['task'])} gives a lock back at line {failed['line']} that nobody "
        "holds any more: it has been given back before, or was never taken.",
        _lines(failed["line"]),
    )


#: What `asyncio.Lock.release` raises of a lock that is not held.
_NOT_ACQUIRED = "RuntimeError('Lock is not acquired.')"


def _never_given_back(trace: Trace) -> Mistake | None:
    found = _finding(trace, "lock-never-released")
    return Mistake("never-given-back", found["text"], tuple(found["lines"])) if found else None


def _deadlocked(trace: Trace) -> Mistake | None:
    own = _finding(trace, "self-deadlock")
    if own:
        return Mistake("asks-for-what-it-holds", own["text"], tuple(own["lines"]))
    found = _finding(trace, "deadlock")
    if found and len(found.get("cycle") or ()) > 1:
        return Mistake("locks-in-opposite-order", found["text"], tuple(found["lines"]))
    return None


def _unprotected(trace: Trace, watches: Watches) -> Mistake | None:
    for read, write, other in updates(trace, accesses(trace), watches):
        for rule in _UNPROTECTED:
            mistake = rule(trace, read, write, other)
            if mistake:
                return mistake
    return None


def _no_lock(trace: Trace, read: Access, write: Access, other: Access) -> Mistake | None:
    if read.holds or write.holds or lock_users(trace):
        return None
    return Mistake("no-lock", f"{_lost(trace, read, write, other)}, and nobody held a lock.",
                   _lines(read.line, write.line))  # fmt: skip


def _read_outside(trace: Trace, read: Access, write: Access, other: Access) -> Mistake | None:
    if not write.holds or read.holds.keys() & write.holds.keys():
        return None
    lock = _name(trace, min(write.holds))
    return Mistake(
        "read-outside-the-lock",
        f"{_label(trace, read.task)} reads {_name(trace, read.variable)} at line {read.line} "
        f"without {lock}, and holds it only for the write at line {write.line}: what it has "
        "read is old by then.",
        _lines(read.line, write.line),
    )


def _write_outside(trace: Trace, read: Access, write: Access, other: Access) -> Mistake | None:
    if not read.holds or write.holds:
        return None
    lock = _name(trace, min(read.holds))
    return Mistake(
        "write-outside-the-lock",
        f"{_label(trace, read.task)} holds {lock} for the read at line {read.line}, and has given "
        f"it back before the write at line {write.line}.",
        _lines(write.line, read.line),
    )


def _given_back_between(trace: Trace, read: Access, write: Access, other: Access) -> Mistake | None:
    both = read.holds.keys() & write.holds.keys()
    again = [lock for lock in both if read.holds[lock] != write.holds[lock]]
    if not again or len(again) < len(both):
        return None
    return Mistake(
        "lock-given-back-between",
        f"{_label(trace, read.task)} gives {_name(trace, again[0])} back between the read at line "
        f"{read.line} and the write at line {write.line}, and takes it again: "
        f"{_label(trace, other.task)} came in between.",
        _lines(read.line, write.line),
    )


def _other_locks(trace: Trace, read: Access, write: Access, other: Access) -> Mistake | None:
    """Both were protected, and by nothing that they share."""
    mine, theirs = write.holds.keys(), other.holds.keys()
    if not mine or not theirs or mine & theirs:
        return None
    lock = min(mine)
    line = trace["objects"][lock]["line"]
    held = (
        f"{_label(trace, write.task)} held {_name(trace, lock)} and {_label(trace, other.task)} "
        f"held {_name(trace, min(theirs))}"
    )
    if _is_made_in_the_task(trace, line):
        return Mistake(
            "lock-made-anew",
            f"{held}: each was made in the call itself, at line {line}, so that the two do not "
            "share one.",
            _lines(line),
        )
    return Mistake(
        "many-locks-for-one-account",
        f"{held}, two locks for one {_name(trace, write.variable)}: neither keeps the other out.",
        _lines(line),
    )


def _one_does_not_lock(trace: Trace, read: Access, write: Access, other: Access) -> Mistake | None:
    if bool(write.holds) == bool(other.holds):
        return None
    without = other if write.holds else write
    return Mistake(
        "one-does-not-lock",
        f"{_label(trace, without.task)} writes {_name(trace, write.variable)} at line "
        f"{without.line} without the lock that the others take.",
        _lines(without.line),
    )


_Unprotected = Callable[[Trace, Access, Access, Access], Mistake | None]
_UNPROTECTED: tuple[_Unprotected, ...] = (
    _no_lock,
    _given_back_between,
    _other_locks,
    _read_outside,
    _write_outside,
    _one_does_not_lock,
)
_RULES: tuple[Callable[[Trace], Mistake | None], ...] = (
    _thread_lock,
    _released_twice,
    _never_given_back,
    _deadlocked,
)


def _is_made_in_the_task(trace: Trace, line: int | None) -> bool:
    """Whether the line that made an object is in a function that works, not in one that sets up.

    Set-up is what the module, a class or `main` does once, before there are tasks to share it.
    """
    if line is None:
        return False
    around = [
        node
        for node in ast.walk(ast.parse(trace["source"]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    made_by_main = {
        e["line"] for e in trace["events"] if e["kind"] == "task-created" and e["task"] == 0
    }
    return bool(around) and not any(
        node.name == "__init__" or _spans(node, made_by_main) for node in around
    )


def _spans(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: set[int | None]) -> bool:
    end = node.end_lineno or node.lineno
    return any(line is not None and node.lineno <= line <= end for line in lines)


def _lost(trace: Trace, read: Access, write: Access, other: Access) -> str:
    return (
        f"{_label(trace, write.task)} writes {_name(trace, write.variable)} at line {write.line} "
        f"from what it read at line {read.line}; {_label(trace, other.task)} had written it "
        f"meanwhile (line {other.line})"
    )


def _finding(trace: Trace, kind: str) -> wire.Finding | None:
    found: list[wire.Finding] = trace["findings"]
    return next((each for each in found if each["kind"] == kind), None)


def _label(trace: Trace, task: int | None) -> str:
    return "the module" if task is None else str(trace["tasks"][task]["label"])


def _name(trace: Trace, number: int) -> str:
    return str(trace["objects"][number]["name"])


def _lines(*lines: int | None) -> tuple[int, ...]:
    return tuple(line for line in lines if line is not None)
