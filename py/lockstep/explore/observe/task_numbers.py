"""Which task has which number, as long as it is alive."""

from __future__ import annotations

import functools
import weakref
from builtins import id  # a program may replace it

from lockstep.cpython.futures import AnyTask


class TaskNumbers:
    """The numbers of tasks, told by which object a task is.

    No hash of a task is asked for: that is Python code here, may be the program's own, and who
    asks for it is noted (`UncancelledTask`). No task is kept alive.
    """

    def __init__(self) -> None:
        self._by_id: dict[int, tuple[weakref.ref[AnyTask], int]] = {}

    def put(self, task: AnyTask, number: int) -> None:
        """Give a task its number."""
        place = id(task)
        gone = functools.partial(self._by_id.pop, place)  # before its place is another's
        self._by_id[place] = weakref.ref(task, gone), number

    def get(self, task: AnyTask | None) -> int | None:
        """Return the number of a task; None if it has none."""
        found = self._by_id.get(id(task))
        return None if found is None else found[1]

    def pairs(self) -> list[tuple[AnyTask, int]]:
        """Return the tasks that are alive, each with its number, in the order of their making."""
        found = [(task(), number) for task, number in list(self._by_id.values())]
        return [(task, number) for task, number in found if task is not None]
