"""A run in words: who did what, when, and in which line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lockstep.clock import duration_text
from lockstep.english import joined
from lockstep.schedulers import Schedule
from lockstep.trace import wire

#: Lines of a run that are shown: the first and the last; what lies between is counted.
FIRST, LAST = 60, 60

Event = wire.Event


def in_words(trace: wire.Trace) -> str:
    """Return a run as a table of sentences, one a line.

    Args:
        trace: as `Trace.to_dict` gives it.
    """
    sentences = _Sentences(trace)
    rows = [row for event in trace["events"] if (row := sentences.row(event))]
    if len(rows) > FIRST + LAST:
        left_out = len(rows) - FIRST - LAST
        rows[FIRST:-LAST] = [("", "", f"... {left_out:,} more ...")]
    times = max((len(time) for time, _, _ in rows), default=0)
    names = max((len(who) for _, who, _ in rows), default=0)
    return "\n".join(
        f"{time:>{times}}  {who:<{names}}  {what}".rstrip() for time, who, what in rows
    )


class _Sentences:
    def __init__(self, trace: wire.Trace) -> None:
        self._tasks = [task["label"] for task in trace["tasks"]]
        self._objects = [thing["name"] for thing in trace["objects"]]
        deviations = Schedule.parse(trace["schedule"]).deviations
        self._deviating = {deviation.boundary for deviation in deviations}
        self._mentioned: set[int] = set()

    def row(self, event: Event) -> tuple[str, str, str] | None:
        """Return time, task and sentence; None where there is nothing to say."""
        sentence = _SENTENCES.get(event["kind"])
        what = sentence(self, event) if sentence else ""
        if not what:
            return None
        line = f" (line {event['line']})" if event["line"] else ""
        return duration_text(event["t_us"]), self._task(event["task"]), f"{what}{line}"

    def _task(self, number: int | None) -> str:
        return "" if number is None else str(self._tasks[number])

    def _of(self, event: Event) -> str:
        number = event.get("object")
        return "something" if number is None else str(self._objects[number])

    def _all(self, numbers: Sequence[int]) -> str:
        return joined([self._task(number) for number in numbers]) or "something"

    def _created(self, event: Event) -> str:
        return f"makes the task {self._task(event['child'])}" if event["task"] is not None else ""

    def _suspended(self, event: Event) -> str:
        why = event["why"]
        if why == "sleep":
            due = event["until_us"]
            return "sleeps" if due is None else f"sleeps, until {duration_text(due)} as written"
        if why == "yield":
            return "lets the others go first"
        if event["object"] is not None:
            return f"waits for {self._of(event)}"
        return f"waits for {self._all(event['on'])}"

    def _arrived(self, event: Event) -> str:
        boundary = event["boundary"]
        is_first = boundary in self._deviating and boundary not in self._mentioned
        self._mentioned.add(boundary)
        other = "   <- the default order goes on otherwise" if is_first else ""
        return f"over: {event['label']}{other}"

    def _operation(self, event: Event) -> str:
        if event["phase"] == "called":
            return ""
        left = " is left by an exception" if event["phase"] == "left" else ""
        value = f": {event['value']}" if event["value"] else ""
        return f"{self._of(event)}.{event['op']}(){left}{value}"

    def _written(self, event: Event) -> str:
        if event["value"] is None:
            return f"deletes {self._of(event)}"
        return f"writes {self._of(event)} = {event['value']}"

    def _read(self, event: Event) -> str:
        value = "" if event["value"] is None else f": {event['value']}"
        return f"reads {self._of(event)}{value}"

    def _finished(self, event: Event) -> str:
        return "ends" if event["value"] == "None" else f"ends with {event['value']}"


_SENTENCES: dict[str, Callable[[_Sentences, Event], str]] = {
    "task-created": _Sentences._created,
    "suspended": _Sentences._suspended,
    "arrived": _Sentences._arrived,
    "read": _Sentences._read,
    "write": _Sentences._written,
    "operation": _Sentences._operation,
    "task-finished": _Sentences._finished,
    "task-failed": lambda self, event: f"fails: {event['error']}",
    "task-cancelled": lambda self, event: "ends, as it was cancelled",
    "cancel-asked": lambda self, event: f"cancels {self._task(event['target'])}",
    "lock-acquired": lambda self, event: f"takes {self._of(event)}",
    "lock-released": lambda self, event: f"gives {self._of(event)} back",
    "lock-abandoned": lambda self, event: f"no longer waits for {self._of(event)}",
    "printed": lambda self, event: f"prints {event['text']}",
    "blocked": lambda self, event: "has blocked the whole loop until now",
    "refused": lambda self, event: f"is refused {event['what']}, which a run does not have",
    "unhandled": lambda self, event: f"asyncio says: {event['message']} {event['error']}".rstrip(),
    "never-awaited": lambda self, event: f"the coroutine {event['name']} was never awaited",
    "deadlock": lambda self, event: f"nothing can go on: {self._all(event['stuck'])} wait for ever",
    "limit": lambda self, event: f"stopped: {event['message']}",
}
