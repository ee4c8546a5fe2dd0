"""What happened before what for a reason, and not only by the chance of this run.

Vector clocks over a trace. An edge is: a task is created; a step makes another task ready, but
for a lock's next holder, since any other could have come first; a task that was awaited has
ended; operations on one event, condition, semaphore, queue or barrier, in their order; a test
that reads what another task wrote. Where no chain of edges joins two steps, some other order may
be possible; where one does, it is taken for a reason, so that nothing is suspected without need.

Sources: L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", CACM
1978; R. O'Callahan, J.-D. Choi, "Hybrid Dynamic Data Race Detection", PPoPP 2003, for leaving
out the edges of locks.
"""

from __future__ import annotations

from collections import defaultdict

from lockstep.findings.base import Event
from lockstep.findings.moments import Moments, Task
from lockstep.trace.events import TASK_ENDS

Clock = dict[Task, int]


class Order:
    """The order of the accesses to one variable; what it itself passes on is no reason."""

    def __init__(self, moments: Moments, variable: int) -> None:
        self._tests = moments.program.test_lines()
        self._mine = set(moments.overlapping(variable))
        self._clocks: dict[Task, Clock] = defaultdict(dict)
        self._given: dict[int, Clock] = defaultdict(dict)  # to a task that was made ready
        self._waits: dict[int, Event] = {}
        self._ended: dict[int, Clock] = {}
        self._left: dict[int, Clock] = defaultdict(dict)  # at an object, by who used it last
        self._at: dict[int, tuple[Task, Clock]] = {}
        for event in moments.events:
            self._take(event)

    def is_before(self, first: Event, second: Event) -> bool:
        """Return whether ``first`` came before ``second`` for a reason."""
        (task, clock), (_, later) = self._at[first["i"]], self._at[second["i"]]
        return later.get(task, 0) >= clock.get(task, 0)

    def _take(self, event: Event) -> None:
        kind, task = event["kind"], event["task"]
        mine = self._clocks[task]
        if kind == "task-created":
            _join(self._clocks[event["child"]], mine)
        elif kind == "task-ready":
            waits = self._waits.get(task)
            if event["by"] is not None and not (waits and waits["why"] == "lock"):
                _join(self._given[task], self._clocks[event["by"]])
        elif kind == "step-began":
            self._went_on(task, mine)
        elif kind == "suspended":
            self._waits[task] = event
        elif kind in TASK_ENDS:
            self._ended[task] = dict(mine)
        elif kind == "operation":
            _join(mine, self._left[event["object"]])
            self._left[event["object"]] = dict(mine)
        elif kind in ("read", "write"):
            self._accessed(event, mine)

    def _went_on(self, task: int, mine: Clock) -> None:
        _join(mine, self._given.pop(task, {}))
        waits = self._waits.pop(task, None)
        for other in waits["on"] if waits and waits["why"] == "task" else ():
            _join(mine, self._ended.get(other, {}))
        mine[task] = mine.get(task, 0) + 1

    def _accessed(self, event: Event, mine: Clock) -> None:
        variable = event["object"]
        if variable in self._mine:
            self._at[event["i"]] = event["task"], dict(mine)
        elif event["kind"] == "write":
            _join(self._left[variable], mine)
        elif event["line"] in self._tests:
            _join(mine, self._left[variable])


def _join(clock: Clock, other: Clock) -> None:
    for task, count in other.items():
        clock[task] = max(clock.get(task, 0), count)
