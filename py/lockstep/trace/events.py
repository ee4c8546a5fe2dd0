"""The vocabulary of a trace: every kind of event, its fields, and what they mean.

This table is the one source of the wire format. The JSON schema and the JavaScript
constants are generated from it, and the recorder can emit nothing that is not in it.
Times are integers in microseconds of virtual time. Tasks and objects are referred to by
their index in the trace's ``tasks`` and ``objects``. Values are the ``repr`` of the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from lockstep.trace import wire

(SCHEMA,) = get_args(wire.TraceSchema)

#: Field types. A trailing ``?`` means that null is allowed.
INT, TEXT, TASK, OBJECT, TASKS, LINES = "int", "text", "task", "object", "task[]", "int[]"
OPTIONAL = "?"

#: What every event carries, in this order, before the fields of its kind.
COMMON: dict[str, tuple[str, str]] = {
    "i": (INT, "position in the list of events, from 0"),
    "t_us": (INT, "virtual time, microseconds since the run began"),
    "kind": (TEXT, "one of the kinds below"),
    "task": (TASK + OPTIONAL, "the task it happened to or in; null outside any task"),
    "line": (INT + OPTIONAL, "the learner's line, from 1; null where there is none"),
}


@dataclass(frozen=True)
class Kind:
    """One kind of event.

    ``doc`` states when it is recorded; ``fields`` maps each further field to
    ``(type, meaning)``. What a field is called in an event is its name without the ``?`` that
    lets it be missing in traces recorded before there was one.
    """

    doc: str
    fields: dict[str, tuple[str, str]]

    @cached_property
    def names(self) -> frozenset[str]:
        """What an event of this kind has beside `COMMON`, as it is recorded today."""
        return frozenset(name.removesuffix(OPTIONAL) for name in self.fields)


#: A chain of awaits may be as deep as the stack; whose coroutine it is, its beginning says.
MOST_CALLERS = 8

_WAITERS = (TASKS, "tasks in the waiter queue afterwards, first to be served first")
_PROMISED = (TASK + OPTIONAL, "the waiter that was woken and will get it, while it is unlocked")

KINDS: dict[str, Kind] = {
    "task-created": Kind(
        "A task was created by `task` (null: by asyncio.run itself).",
        {"child": (TASK, "the new task")},
    ),
    "task-ready": Kind(
        "The task's next step was put into the ready queue.",
        {"by": (TASK + OPTIONAL, "the task whose step caused it; null for a timer or callback")},
    ),
    "step-began": Kind(
        "The loop runs the task until it next suspends or ends: one atomic step.",
        {
            "step": (INT, "number of the step, from 0, over all tasks and callbacks"),
            "batch": (INT, "number of the loop iteration it runs in, from 0"),
        },
    ),
    "suspended": Kind(
        "The task gave control back to the loop; the step is over.",
        {
            "callers?": (
                LINES,
                f"lines that await `line`, from its own coroutine inward; {MOST_CALLERS} at most",
            ),
            "why": (TEXT, "one of REASONS"),
            "object": (OBJECT + OPTIONAL, "the lock, event, queue ... it waits for"),
            "until_us": (INT + OPTIONAL, "for a sleep: when it is due"),
            "on": (TASKS, "the tasks it waits for: awaited ones, or the holder of the lock"),
        },
    ),
    "task-finished": Kind("The coroutine returned.", {"value": (TEXT, "what it returned")}),
    "task-failed": Kind("The coroutine raised.", {"error": (TEXT, "repr of the exception")}),
    "task-cancelled": Kind("The coroutine ended by CancelledError.", {}),
    "cancel-asked": Kind(
        "`task` (null: a callback or the loop) asked for a cancellation.",
        {"target": (TASK, "the task to be cancelled")},
    ),
    "arrived": Kind(
        "A pending completion (a sleep, a timeout) was appended to the ready queue.",
        {
            "completion": (INT, "its number, from 0, in the order they were armed"),
            "deadline_us": (INT, "when it was due"),
            "boundary": (INT, "the loop-iteration boundary at which it arrived"),
            "label": (TEXT, "what it is, in words"),
        },
    ),
    "callback": Kind(
        "The loop ran a step that belongs to no task: a timer or a future's callback.",
        {
            "step": (INT, "number of the step"),
            "batch": (INT, "number of the loop iteration"),
            "label": (TEXT, "what it is, in words"),
        },
    ),
    "lock-wanted": Kind(
        "acquire() began.",
        {
            "object": (OBJECT, "the lock"),
            "owner": (TASK + OPTIONAL, "who holds it now"),
            "promised": _PROMISED,
            "waiters": (TASKS, "tasks queued before this one"),
        },
    ),
    "lock-acquired": Kind(
        "acquire() succeeded: `task` holds the lock.",
        {"object": (OBJECT, "the lock"), "waiters": _WAITERS},
    ),
    "lock-released": Kind(
        "release() was called by `task`.",
        {
            "object": (OBJECT, "the lock"),
            "owner": (TASK + OPTIONAL, "who held it until now"),
            "promised": _PROMISED,
            "waiters": _WAITERS,
        },
    ),
    "lock-abandoned": Kind(
        "acquire() ended by an exception, such as a cancellation: `task` left the queue.",
        {"object": (OBJECT, "the lock"), "promised": _PROMISED, "waiters": _WAITERS},
    ),
    "operation": Kind(
        "A method of another synchronisation object ran.",
        {
            "object": (OBJECT, "the event, condition, semaphore, queue, barrier ..."),
            "op": (TEXT, "name of the method"),
            "phase": (TEXT, "'called', 'done' or 'left' (by an exception)"),
            "value": (TEXT + OPTIONAL, "its state afterwards, in words: 'set', '2 of 3', ..."),
            "waiters": _WAITERS,
        },
    ),
    "read": Kind(
        "Shared state was read.",
        {
            "object": (OBJECT, "the variable"),
            "value": (TEXT + OPTIONAL, "what was read"),
            "count": (INT, "how many like it in this step this event stands for"),
        },
    ),
    "write": Kind(
        "Shared state was written.",
        {
            "object": (OBJECT, "the variable"),
            "value": (TEXT + OPTIONAL, "what was written; null: it was deleted"),
            "count": (INT, "how many like it in this step this event stands for"),
        },
    ),
    "printed": Kind(
        "The program wrote a line (or a part of one).",
        {"text": (TEXT, "without its final newline"), "stream": (TEXT, "'stdout' or 'stderr'")},
    ),
    "clock-moved": Kind(
        "Nothing was ready: virtual time jumped to `t_us`.",
        {"from_us": (INT, "the time before")},
    ),
    "blocked": Kind(
        "time.sleep() stopped the whole loop from `from_us` to `t_us`.",
        {"from_us": (INT, "when it began")},
    ),
    "refused": Kind(
        "The program asked for what a run does not have, and was raised an error instead.",
        {
            "what": (TEXT, "what it asked for: 'threads', a call, a file"),
            "message": (TEXT, "that of the error"),
        },
    ),
    "unhandled": Kind(
        "asyncio's exception handler was called, e.g. an exception was never retrieved.",
        {"error": (TEXT, "repr of the exception, or ''"), "message": (TEXT, "asyncio's words")},
    ),
    "never-awaited": Kind(
        "A coroutine was thrown away without having been awaited.",
        {"name": (TEXT, "its qualified name")},
    ),
    "deadlock": Kind(
        "No task can run, and nothing is pending that could wake one. The run ends here.",
        {"stuck": (TASKS, "the tasks that are not done")},
    ),
    "limit": Kind(
        "A bound was hit. The run ends here; what was recorded before is kept.",
        {"limit": (TEXT, "which bound"), "message": (TEXT, "value, bound and next step")},
    ),
}

#: Why a task is suspended.
REASONS: tuple[str, ...] = (
    "sleep",  # asyncio.sleep(seconds): `until_us`
    "yield",  # asyncio.sleep(0): straight back into the ready queue
    "lock",
    "task",  # one task, or gather / wait / a task group: `on`
    "event",
    "condition",
    "semaphore",
    "queue",
    "barrier",
    "future",  # anything else
)

#: The events that end a task, and what its row then says of it.
TASK_ENDS: dict[str, wire.TaskEnd] = {
    "task-finished": "finished",
    "task-failed": "failed",
    "task-cancelled": "cancelled",
}

#: Kinds of entry in a trace's ``objects``.
OBJECT_KINDS: tuple[str, ...] = get_args(wire.ObjectKind)

#: How a run can end.
STATUSES: tuple[str, ...] = get_args(wire.Status)
