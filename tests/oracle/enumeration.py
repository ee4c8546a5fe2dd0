"""Every order of a small program, one run each: what explorers are held against."""

from __future__ import annotations

import gc
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import permutations

from tests.oracle.loop import Path
from tests.oracle.world import Program

MOST_RUNS = 200_000


@dataclass
class Truth:
    """What a program can do on CPython's own event loop.

    Attributes:
        orders: of (sequence of steps, status, result). One sequence can end in two ways: a
            task that is cancelled steps next, whether or not its sleep had ended before.
        runs: executions spent.
        is_full: whether nothing was left to try.
        tasks: the most tasks that a run created.
    """

    orders: set = field(default_factory=set)
    runs: int = 0
    is_full: bool = True
    tasks: int = 0

    @property
    def interleavings(self):
        """How many orders of steps there are."""
        return len(self.orders)

    @property
    def outcomes(self):
        """Of (status, result), how many orders end so."""
        return Counter((status, result) for _, status, result in self.orders)

    @property
    def endings(self):
        """The set of (status, result)."""
        return {(status, result) for _, status, result in self.orders}


def every_order(source, most=MOST_RUNS, seconds=None, late=True, *, task_orders=False, hashes=()):
    """Enumerate all that a program can do.

    Args:
        source: the text of a program that calls `asyncio.run`.
        most: how many runs at most.
        seconds: how long at most.
        late: choose timers when they are about to run: the same interleavings in fewer runs.
            Only for programs that do not read the clock.
        task_orders: for each order that sets of tasks can have (memory addresses decide it on
            CPython), not only that of creation. Words are then those of all these orders.
        hashes: further hashes of the tasks in the order of their creation, one list a try: some
            of those with which sets of equal tasks need not list them in equal order.
    """
    bounds = most, None if seconds is None else time.monotonic() + seconds
    truth, program = Truth(), Program(source)
    _enumerate(truth, program, bounds, late, ())
    if task_orders and truth.is_full:
        numbers = range(2, truth.tasks + 1)  # a set that holds the main task is not foreseen
        for order in permutations(numbers):
            if truth.is_full and list(order) != list(numbers):
                _enumerate(truth, program, bounds, late, (1, *order))
    for ranks in hashes:
        _enumerate(truth, program, bounds, late, ranks)
    return truth


def _enumerate(truth, program, bounds, late, ranks):
    (most, until), given = bounds, []
    while given is not None:
        if truth.runs >= most or (until is not None and time.monotonic() > until):
            truth.is_full = False
            return
        path = Path(given)
        (status, result), counts = program.run(path, late, ranks)
        truth.runs += 1
        truth.tasks = max(truth.tasks, counts.tasks)
        truth.orders.add((tuple(counts.word), status, result))
        if truth.runs % 500 == 0:
            gc.collect()  # not while a program runs
        given = path.following()
