"""The three engines side by side: how many orders and classes end how, by each of them."""

from __future__ import annotations

from collections import Counter

from lockstep.explore import explore
from lockstep.explore.budget import Budget
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.search.dpor import Reduction
from lockstep.explore.search.interleavings import of_machine
from lockstep.explore.summaries import Summaries, Unfold
from tests.engine.explore.every_order import everything


def by_enumeration(source, most):
    """E0: orders by ending and classes by ending."""
    return everything(source, most).summary()


def by_graph(source):
    """E1: the same, from the answer that the explorer gives."""
    answer = explore(source)
    assert (answer.complete, answer.method) == (True, "all"), answer.notes
    orders, classes = Counter(), Counter()
    for outcome in answer.outcomes:
        orders[outcome.status, outcome.result] += outcome.interleavings
        classes[outcome.status, outcome.result] += outcome.classes
    return orders, classes


def by_counting(source, most=50_000):
    """E1 alone, neither run through nor audited: orders by ending."""
    try:
        return _counted(source, most, folded=True)
    except Unfold:
        return _counted(source, most, folded=False)


def _counted(source, most, folded):
    summaries = Summaries(
        Program.of(source, "program.py", 0), Budget(None, None, None), Memory(folded)
    )
    ending_of = lambda end: summaries.ending(end.core, end.over)  # noqa: E731
    counting = of_machine(summaries.machine, ending_of, summaries.ask)
    *_, found = counting.count(most)
    assert found.complete, f"more than {most:,} states"
    counts = Counter()
    for endings, orders in found.by_endings.items():
        runs = [
            summaries.learn(*summaries.arrivals(found.examples[ending].trail)) for ending in endings
        ]
        for ending in {(run.status, run.result) for run in runs}:
            counts[ending] += orders
    return counts


def by_reduction(source, most=50_000):
    """E2: classes by ending, and how many orders were followed to their end for that."""
    try:
        return _reduced(source, most, folded=True)
    except Unfold:
        return _reduced(source, most, folded=False)


def _reduced(source, most, folded):
    summaries = Summaries(
        Program.of(source, "program.py", 0), Budget(None, None, None), Memory(folded)
    )
    reduction = Reduction(summaries.machine, lambda state: state.over, summaries.ask)
    *_, found = reduction.explore(most)
    assert found.complete, f"more than {most:,} orders"
    classes = Counter()
    for ending, keys in found.traces.items():
        shown = summaries.learn(*summaries.arrivals(found.examples[ending].trail))
        classes[shown.status, shown.result] += len(keys)
    return classes, found.orders
