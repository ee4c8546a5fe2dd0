"""The outcomes found so far: which ending shows which, how many orders lead to each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

from lockstep.explore.report import text
from lockstep.explore.report.exploration import Outcome
from lockstep.explore.report.lock_order import LockOrder
from lockstep.trace import Trace

#: A program's variables at its end, as text, uncut.
Values = Mapping[str, str]


class Outcomes:
    """Collects them.

    Runs are told apart by the same variables everywhere: those that some recorded run shows, with
    the values that they really had at the end, uncut, where that is known. A row shows those
    that a run of its own has shown.

    Attributes:
        rows: one for each outcome, as they go into the answer.
        of: the outcome of each ending, from a real run.
        default: that of the default order.
        locks: the order of locks that the runs have shown.
        by_sets: what runs have shown in which sets list tasks in another order than that of their
            creation; the counts do not include these.
        set_orders: for how many orders of tasks in sets this is; more than one once they were
            tried.
    """

    def __init__(self) -> None:
        self.rows: list[Outcome] = []
        self.of: dict[Hashable, Outcome] = {}
        self.default: Outcome | None = None
        self.locks = LockOrder()
        self.by_sets: list[Outcome] = []
        self.set_orders = 1
        self._names: dict[str, None] = {}
        self._row_of: dict[Hashable, Outcome] = {}
        self._further: list[Outcome] = []
        self._expected: str | None = None
        self._values: dict[int, Values] = {}
        self._keys: dict[int, Hashable] = {}  # of outcomes, as far as the same variables matter
        self._losing: Counter[Hashable] | None = None

    def seen(self, trace: Trace, values: Values | None = None) -> Outcome:
        """Return the outcome of a real run; ``values`` are the variables that it left."""
        content, values = trace.to_dict(), values or {}
        self.locks.add(content)
        self._take_names(trace.state)
        deviations = len(trace.deviations)
        outcome = Outcome(
            status=trace.status,
            result=trace.result,
            state={n: values.get(n, v) for n, v in trace.state.items()},
            interleavings=None,
            classes=None,
            schedule=trace.schedule,
            deviations=deviations,
            is_shortest=deviations == 0,
            tone="neutral",
            text=text.stands_still(content),
            loses=text.loses(content),
            is_outdated=text.is_outdated(content),
            cause=text.cause(content),
            set_order=next((d["listed"] for d in trace.deviations if "listed" in d), []),
        )
        self._values[id(outcome)] = values
        self._keys.pop(id(outcome), None)
        self._expected = trace.balance["expected"] if trace.balance else None
        return outcome

    def _take_names(self, names: Iterable[str]) -> None:
        if not self._names.keys() >= set(names):
            self._names.update(dict.fromkeys(names))
            self._keys.clear()

    def key(self, outcome: Outcome) -> Hashable:
        """Return what makes two runs the same outcome."""
        key = self._keys.get(id(outcome))
        if key is None:
            key = outcome.status, outcome.result, tuple(self.state(outcome).items())
            self._keys[id(outcome)] = key
        return key

    def state(self, outcome: Outcome) -> dict[str, str]:
        """Return what the variables hold that matter, as far as it is known."""
        known = {**outcome.state, **self._values.get(id(outcome), {})}
        return {name: known[name] for name in sorted(self._names) if name in known}

    def _clear(self) -> None:
        self.rows.clear()
        self._row_of.clear()

    def forget(self) -> None:
        """Begin again, with the default order alone."""
        self._clear()
        self.of.clear()
        self.by_sets.clear()
        self.set_orders = 1
        if self.default is not None:
            self.add(self.default)

    def show_found(self) -> None:
        """Make the rows from what recorded runs have shown by now; nothing is counted yet."""
        self._clear()
        for outcome in [*([self.default] if self.default else []), *self.of.values()]:
            self.add(outcome)

    def has_wrong(self) -> bool:
        """Return whether a row ends wrong."""
        return any(row.tone == "wrong" for row in self.rows)

    def add(self, outcome: Outcome, words: int | None = None, traces: int | None = None) -> None:
        """Add orders and traces to the row of an outcome."""
        key = self.key(outcome)
        row = self._row_of.get(key)
        if row is None:
            row = Outcome(**{**vars(outcome), "interleavings": None, "classes": None})
            text.describe(row, self._expected)
            self._note_losing(key, row)
            self.rows.append(row)
            self._row_of[key] = row
        if not outcome.state.keys() <= row.state.keys():
            row.state = {**row.state, **outcome.state}
            text.describe(row, self._expected)
        if words is not None:
            row.interleavings = (row.interleavings or 0) + words
        if traces is not None:
            row.classes = (row.classes or 0) + traces
        if outcome.deviations < row.deviations:
            self._shown_by(row, outcome)

    def count_losing(self, orders: Iterable[tuple[Hashable, int]]) -> None:
        """Take in how many orders lose an update: by ending, how many that end so do."""
        self._losing = Counter()
        for ending, count in orders:
            self._losing[self.key_of(ending)] += count
        for key, row in self._row_of.items():
            self._note_losing(key, row)

    def _note_losing(self, key: Hashable, row: Outcome) -> None:
        is_counted = bool(row.interleavings) or not row.set_order
        if self._losing is not None and row.status == "ok" and is_counted:
            row.losing = self._losing[key]
            row.loses = row.losing > 0
            text.describe(row, self._expected)

    def _shown_by(self, row: Outcome, outcome: Outcome) -> None:
        row.schedule, row.deviations = outcome.schedule, outcome.deviations
        row.set_order = outcome.set_order

    def show(
        self,
        words: Mapping[frozenset[Hashable], int],
        traces: Mapping[frozenset[Hashable], int] | None = None,
    ) -> None:
        """Make the rows from the endings that lead to them: how many orders, how many traces."""
        if not words and not traces:
            return
        self._clear()
        for endings, count in words.items():
            for outcome in self._different(endings):
                self.add(outcome, words=count)
        for endings, count in (traces or {}).items():
            for outcome in self._different(endings):
                self.add(outcome, traces=count)
        if self._further:
            self._show_further()

    def counted(self, words: Mapping[frozenset[Hashable], int]) -> Counter[Hashable]:
        """Return how many orders have each outcome."""
        found: Counter[Hashable] = Counter()
        for endings, count in words.items():
            for key in {self.key_of(ending) for ending in endings}:
                found[key] += count
        return found

    def key_of(self, ending: Hashable) -> Hashable:
        """Return what makes two endings the same outcome."""
        return self.key(self.of[ending]) if ending in self.of else ending

    def is_shown_by(self, ending: Hashable, outcome: Outcome) -> bool:
        """Return whether a run shows the outcome that this ending is known to have."""
        return self.key_of(ending) == self.key(outcome)

    def row_of(self, ending: Hashable) -> Outcome | None:
        """Return the row that orders with this ending are counted in; None if there is none."""
        outcome = self.of.get(ending)
        return self._row_of.get(self.key(outcome)) if outcome else None

    def further(self, outcome: Outcome) -> None:
        """Take in a recorded run of another order."""
        self._further.append(outcome)

    def _show_further(self) -> None:
        """Let rows show what the other runs of theirs have shown, too."""
        for outcome in [*self.of.values(), *self._further]:
            if self.key(outcome) in self._row_of:
                self.add(outcome)

    def _different(self, endings: frozenset[Hashable]) -> Iterable[Outcome]:
        shown = [self.of[ending] for ending in endings if ending in self.of]
        return {self.key(outcome): outcome for outcome in shown}.values()

    def deviating(self) -> Iterator[Hashable]:
        """Yield the endings that the default order does not show."""
        for ending, outcome in list(self.of.items()):
            if self.default is None or self.key(outcome) != self.key(self.default):
                yield ending

    def shorten(self, searched: Collection[Hashable]) -> None:
        """Give each row the shortest schedule that is known for it.

        A schedule is called a shortest one if each of the endings that were ``searched`` for and
        shows this outcome has a shortest one. Where none was, nothing is known anew.
        """
        endings_of: dict[Hashable, dict[Hashable, Outcome]] = defaultdict(dict)
        for ending, outcome in self.of.items():
            endings_of[self.key(outcome)][ending] = outcome
        for key, row in self._row_of.items():
            same = endings_of[key]
            if self.default is not None and self.key(self.default) == key:
                best, sure = self.default, True
            elif asked := [same[ending] for ending in same if ending in searched]:
                best = min(same.values(), key=lambda outcome: outcome.deviations)
                sure = all(outcome.is_shortest for outcome in asked)
            else:
                continue
            self._shown_by(row, best)
            row.is_shortest = sure

    def take_in_sets(self) -> None:
        """Add the rows that only another order of sets leads to; let it show others shorter.

        An order of sets is one deviation. Whether none with fewer leads to an outcome is known up
        to two: of each order of sets, the run without any other deviation is among `by_sets`.
        """
        words = 0 if any(row.interleavings is not None for row in self.rows) else None
        traces = 0 if any(row.classes is not None for row in self.rows) else None
        for outcome in self.by_sets:
            row = self._row_of.get(self.key(outcome))
            if row is None:
                self.add(outcome, words, traces)
            elif outcome.deviations < row.deviations:
                self._shown_by(row, outcome)
        for row in self.rows if self.set_orders > 1 else ():
            row.is_shortest = (row.is_shortest or bool(row.set_order)) and row.deviations <= 2

    def sort(self) -> None:
        """Put the most frequent first."""
        self.rows.sort(key=lambda o: (-(o.interleavings or 0), -(o.classes or 0), o.deviations))

    def drop_counts(self) -> None:
        """Counting has not come to its end: what was counted says nothing."""
        for row in self.rows:
            row.interleavings = row.classes = None
