"""What may follow what: the life of a task and of a lock, as tables.

The recorder's tests, the documentation and the JavaScript fold all read these tables, so
that an event out of order is a mistake that names itself and not a strange picture.
"""

from __future__ import annotations

#: state -> {kind of event -> next state}. ``task-created`` counts for its ``child``.
TASK: dict[str, dict[str, str]] = {
    "new": {"task-created": "created"},
    "created": {"task-ready": "ready"},
    "ready": {"step-began": "running", "task-ready": "ready"},
    "running": {
        "suspended": "suspended",
        "task-finished": "done",
        "task-failed": "done",
        "task-cancelled": "done",
        # sleep(0) posts the next step before this one is over
        "task-ready": "running",
    },
    "suspended": {"task-ready": "ready", "step-began": "running"},
    "done": {},
}

#: state -> {kind of event -> possible next states}. Which of them it is, the event's fields
#: say: ``promised`` is null or not.
LOCK: dict[str, dict[str, tuple[str, ...]]] = {
    "free": {
        "lock-wanted": ("free",),
        "lock-acquired": ("held",),
        # release() wakes no task where the first waiter is cancelled already; that one passes it on
        "lock-abandoned": ("free", "promised"),
    },
    "held": {
        "lock-wanted": ("held",),
        "lock-released": ("free", "promised"),
        "lock-abandoned": ("held",),
    },
    "promised": {
        "lock-wanted": ("promised",),
        "lock-acquired": ("held",),
        "lock-abandoned": ("free", "promised"),
    },
}


class OutOfOrder(ValueError):
    """An event that its subject's state does not allow."""


def after(table: dict[str, dict[str, str]], subject: str, state: str, kind: str) -> str:
    """Return the state after ``kind``; raise OutOfOrder naming subject, state and kind."""
    try:
        return table[state][kind]
    except KeyError:
        allowed = ", ".join(table[state]) or "nothing"
        raise OutOfOrder(f"{subject} is {state}: {kind} cannot follow, only {allowed}") from None
