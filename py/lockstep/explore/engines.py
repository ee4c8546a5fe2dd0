"""Each engine of the explorer alone, neither run through nor audited: for benches.

What `explore` answers is more than any of them says; a bench wants to know what one costs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from lockstep.explore.budget import Budget
from lockstep.explore.model.machine import State
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.search.dpor import Reduction
from lockstep.explore.search.interleavings import of_machine
from lockstep.explore.search.trace_classes import count_quiet
from lockstep.explore.strategies.summarised import MOST_NODES, MOST_REDUCED, MOST_TRACE_NODES
from lockstep.explore.summaries import Summaries

__all__ = [
    "MOST_NODES",
    "MOST_REDUCED",
    "MOST_TRACE_NODES",
    "Counted",
    "Reduced",
    "count",
    "reduce",
]


@dataclass(frozen=True)
class Counted:
    """What the two countings found, and the executions that it took.

    Attributes:
        interleavings: orders, as far as counted.
        classes: Mazurkiewicz traces, as far as counted.
        runs: executions of the program.
        complete: whether both came to their end.
    """

    interleavings: int
    classes: int
    runs: int
    complete: bool


@dataclass(frozen=True)
class Reduced:
    """What the reduction found, and the executions that it took.

    Attributes:
        classes: Mazurkiewicz traces.
        orders: orders followed to their end for that.
        blocked: orders given up because nothing new could follow.
        runs: executions of the program.
        complete: whether it came to its end.
    """

    classes: int
    orders: int
    blocked: int
    runs: int
    complete: bool


def count(source: str) -> Counted:
    """Count the orders of a program, and their classes, each within `MOST_NODES` nodes.

    Raises:
        SourceError: the text does not compile.
        Unfold: the engine alone cannot do this program.
    """
    summaries, budget, ending_of = _summaries(source)
    *_, orders = of_machine(summaries.machine, ending_of, summaries.ask).count(MOST_NODES)
    *_, classes = count_quiet(summaries.machine, ending_of, summaries.ask, MOST_NODES)
    distinct = sum(classes.by_endings.values())
    return Counted(orders.total, distinct, budget.runs, orders.complete and classes.complete)


def reduce(source: str) -> Reduced:
    """Follow one order of each class, as far as source-DPOR can, at most `MOST_REDUCED` orders.

    Raises:
        SourceError: the text does not compile.
        Unfold: the engine alone cannot do this program.
    """
    summaries, budget, ending_of = _summaries(source)
    *_, found = Reduction(summaries.machine, ending_of, summaries.ask).explore(MOST_REDUCED)
    classes = len(found.traces)
    return Reduced(classes, found.orders, found.blocked, budget.runs, found.complete)


def _summaries(source: str) -> tuple[Summaries, Budget, Callable[[State], Hashable]]:
    budget = Budget(None, None, None)
    summaries = Summaries(Program.of(source, "program.py", 0), budget)
    return summaries, budget, lambda state: summaries.ending(state.core, state.over)
