"""The outcomes found so far: which ending shows which, how many orders lead to each."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from lockstep.explore import say
from lockstep.explore.exploration import Outcome
from lockstep.explore.lockorder import LockOrder
from lockstep.trace import Trace


class Outcomes:
    """Collects them.

    Attributes:
        rows: one for each outcome, as they go into the answer.
        of: the outcome of each ending, from a real run.
        usual: that of the default order.
        locks: the order of locks that the runs have shown.
    """

    def __init__(self) -> None:
        self.rows: list[Outcome] = []
        self.of: dict[Hashable, Outcome] = {}
        self.usual: Outcome | None = None
        self.locks = LockOrder()

    def seen(self, trace: Trace) -> Outcome:
        """Return the outcome of a real run."""
        content = trace.to_dict()
        self.locks.add(content)
        deviations = len(trace.deviations)
        return Outcome(
            status=trace.status,
            result=trace.result,
            state=trace.state,
            interleavings=None,
            classes=None,
            schedule=trace.schedule,
            deviations=deviations,
            is_shortest=deviations == 0,
            tone=say.tone_of(content),
            text=say.outcome_text(content),
            misses=say.misses(content),
            loses=say.loses(content),
            cause=say.cause(content),
        )

    def forget(self) -> None:
        """Begin again, with the default order alone."""
        self.rows.clear()
        self.of.clear()
        if self.usual is not None:
            self.add(self.usual)

    def add(self, outcome: Outcome, words: int | None = None, traces: int | None = None) -> None:
        """Add orders and traces to the row of an outcome."""
        row = next((row for row in self.rows if row.key == outcome.key), None)
        if row is None:
            row = Outcome(**{**vars(outcome), "interleavings": None, "classes": None})
            self.rows.append(row)
        if words is not None:
            row.interleavings = (row.interleavings or 0) + words
        if traces is not None:
            row.classes = (row.classes or 0) + traces
        if outcome.deviations < row.deviations:
            row.schedule, row.deviations = outcome.schedule, outcome.deviations

    def show(
        self,
        words: dict[frozenset[Hashable], int],
        traces: dict[Hashable, int] | None = None,
    ) -> None:
        """Make the rows from the endings that lead to them."""
        if not words and not traces:
            return
        self.rows.clear()
        for endings, count in words.items():
            for outcome in {self.of[ending].key: self.of[ending] for ending in endings}.values():
                self.add(outcome, words=count)
        for ending, count in (traces or {}).items():
            self.add(self.of[ending], traces=count)

    def unusual(self) -> Iterator[Hashable]:
        """Yield the endings that the default order does not show."""
        for ending, outcome in list(self.of.items()):
            if self.usual is None or outcome.key != self.usual.key:
                yield ending

    def shorten(self) -> None:
        """Give each row the shortest schedule that is known for it."""
        for row in self.rows:
            same = [outcome for outcome in self.of.values() if outcome.key == row.key]
            if self.usual is not None and row.key == self.usual.key:
                same = [self.usual]
            best = min(same, key=lambda outcome: outcome.deviations)
            row.schedule, row.deviations = best.schedule, best.deviations
            row.is_shortest = all(outcome.is_shortest for outcome in same)

    def sort(self) -> None:
        """Put the most frequent first."""
        self.rows.sort(key=lambda o: (-(o.interleavings or 0), -(o.classes or 0), o.deviations))

    def drop_counts(self) -> None:
        """Counting has not come to its end: what was counted says nothing."""
        for row in self.rows:
            row.interleavings = row.classes = None
