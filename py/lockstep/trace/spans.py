"""What lasts in a trace, read off its events once: suspensions of tasks, holds of locks.

How long something lasted, and whether it ever ended, is decided here alone: the findings, the
verdict, the exports.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from lockstep.trace.wire import Event


class Span(NamedTuple):
    """From one event to another; ``ended`` is None for what lasted until the end of the run."""

    began: Event
    ended: Event | None

    @property
    def is_open(self) -> bool:
        """Whether it lasted until the end of the run."""
        return self.ended is None

    def until_us(self, end_us: int) -> int:
        """Return when it ended, in microseconds; ``end_us`` if it did not."""
        return end_us if self.ended is None else int(self.ended["t_us"])

    def is_in_force(self, index: int) -> bool:
        """Return whether the event number ``index`` lies in it, its own ends not counted."""
        return self.began["i"] < index and (self.ended is None or self.ended["i"] > index)


def suspensions(events: Iterable[Event]) -> list[Span]:
    """Return each suspension of a task until its next step, by their ends; then the open ones."""
    return _spans(events, "suspended", "step-began", lambda event: event["task"])


def holds(events: Iterable[Event]) -> list[Span]:
    """Return each hold of a lock, from acquisition to release, by their ends; then the open ones.

    ``began["task"]`` is the owner, null for code outside any task.
    """
    return _spans(events, "lock-acquired", "lock-released", lambda event: event["object"])


def _spans(
    events: Iterable[Event], begins: str, ends: str, key: Callable[[Event], Hashable]
) -> list[Span]:
    began: dict[Hashable, Event] = {}
    found = []
    for event in events:
        if event["kind"] == begins:
            began[key(event)] = event
        elif event["kind"] == ends and key(event) in began:
            found.append(Span(began.pop(key(event)), event))
    return found + [Span(event, None) for event in began.values()]
