"""Two engines of the explorer, each alone: how many orders or classes end how."""

from __future__ import annotations

from collections import Counter

from lockstep.explore.budget import Budget
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.watched_run import Program
from lockstep.explore.search.dpor import Reduction
from lockstep.explore.search.interleavings import of_machine
from lockstep.explore.summaries import Summaries, Unfold


def by_counting(source, most=50_000):
    """By the graph alone, neither run through nor audited: orders by ending."""
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
    """By the reduction alone: classes by ending, and how many orders were followed for that."""
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
    for endings, count in found.by_endings.items():
        runs = [
            summaries.learn(*summaries.arrivals(found.examples[ending].trail)) for ending in endings
        ]
        for ending in {(run.status, run.result) for run in runs}:
            classes[ending] += count
    return classes, found.orders
