"""The default order: deadlines are respected, ties go in the order they were armed.

A step takes no time, so a task that asks again and again whether something has happened,
``while not done: await asyncio.sleep(0)``, would never let a sleep of another come to its end.
On a real clock it does: after PATIENCE boundaries at which nothing arrived, the next is due.
"""

from __future__ import annotations

from collections.abc import Sequence

from lockstep.schedulers.base import Boundary

PATIENCE = 1000


def as_written(boundary: Boundary) -> list[int]:
    """Return what arrives at ``boundary`` if every sleep takes exactly as long as it says."""
    until = boundary.now_us
    if boundary.idle or boundary.passed >= PATIENCE:
        until = max(until, min(c.deadline_us for c in boundary.pending.values()))
    due = [c for c in boundary.pending.values() if c.deadline_us <= until]
    due.sort(key=lambda completion: (completion.deadline_us, completion.number))
    return [completion.number for completion in due]


class AsWritten:
    """The scheduler of the default run."""

    def begin(self) -> None:
        """Nothing to forget."""

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return what `as_written` does of ``boundary``."""
        return as_written(boundary)

    def end(self) -> None:
        """Nothing can be left over."""
