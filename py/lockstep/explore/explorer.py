"""Every order that asyncio could produce, how each ends, and the shortest way to each ending."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Hashable
from typing import Any

from lockstep import unsupported
from lockstep.directives import Directives
from lockstep.explore import classes, orders, say, shortest, written
from lockstep.explore.batches import Plain, batches_of
from lockstep.explore.exploration import Exploration, Outcome
from lockstep.explore.machine import State
from lockstep.explore.memory import Unrepeatable
from lockstep.explore.outcomes import Outcomes
from lockstep.explore.reduce import Reduction
from lockstep.explore.repeat import difference
from lockstep.explore.study import Budget, Enough, Spent, Study, Unfold
from lockstep.explore.sweep import sweep
from lockstep.explore.trial import Program
from lockstep.limits import Limits
from lockstep.run import run
from lockstep.schedulers import Schedule
from lockstep.trace import Trace
from lockstep.words import counted

#: Nodes of the graph of states that are expanded; each takes about 2 kB.
MOST_NODES = 60_000
#: Nodes of the graph that tells traces apart.
MOST_TRACE_NODES = 60_000
#: Orders that the reduction follows to their end.
MOST_REDUCED = 20_000
#: Chance runs, where nothing better can be had.
MOST_SAMPLES = 5_000
#: Seconds to look for the shortest schedule to one ending.
SHORTEST_SECONDS = 15.0
#: States that such a search looks at; each takes about 3 kB.
MOST_LOOKED_AT = 120_000

Tell = Callable[[dict[str, Any]], None]


def explore(
    source: str,
    *,
    seed: int = 0,
    filename: str = "program.py",
    latency: str = "any",
    max_runs: int | None = None,
    seconds: float | None = None,
    progress: Tell | None = None,
) -> Exploration:
    """Try every order that asyncio could produce and say how each ends.

    Args:
        source: the text of an ordinary Python program.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        latency: 'any': every sleep is I/O of unknown length; 'written': deadlines are respected
            and only ties are open.
        max_runs: executions of the program that may be spent.
        seconds: real time that may be spent.
        progress: called a few times a second with what is known so far.

    Raises:
        SourceError: the text does not compile.
        ValueError: ``latency`` is neither of the two.
    """
    if latency not in ("any", "written"):
        raise ValueError(f"latency {latency!r} is unknown: choose 'any' or 'written'")
    program = Program.of(source, filename, seed)
    return Explorer(program, latency, max_runs, seconds, progress).explore()


class Explorer:
    """Explores one program, once; `so_far` is the answer as far as it is known."""

    def __init__(
        self,
        program: Program,
        latency: str,
        max_runs: int | None,
        seconds: float | None,
        progress: Tell | None,
    ) -> None:
        self.program, self._progress = program, progress
        self.so_far = Exploration(".".join(map(str, sys.version_info[:3])), latency)
        self._budget = Budget(max_runs, seconds, self._tell if progress else None)
        self._study = Study(program, self._budget)
        self._outcomes = Outcomes()
        self._spent: str | None = None
        self.so_far.outcomes = self._outcomes.rows

    def explore(self) -> Exploration:
        """Return the answer; after a KeyboardInterrupt, `concluded` has what was known."""
        try:
            if self._is_deterministic():
                self._explore()
        except Spent as spent:
            self._spent = spent.bound
        if not self.so_far.tried_all:
            self.so_far.interleavings = self.so_far.classes = None
            self._outcomes.drop_counts()
        return self.concluded()

    def _tell(self) -> None:
        assert self._progress is not None
        self._progress(self.concluded().to_dict())

    def concluded(self) -> Exploration:
        """Return what is known by now."""
        found = self.so_far
        found.runs, found.seconds_spent_ms = self._budget.runs, self._budget.spent_ms
        self._outcomes.sort()
        if self._spent:
            note = f"The bound of {self._spent} was hit before an answer."
            found.notes = [n for n in found.notes if n != note] + [note]
        found.verdict = say.verdict(found)
        return found

    # --- first of all: twice the same? ------------------------------------------------------

    def _run(self, schedule: Schedule) -> Trace:
        self._budget.spend_run()
        program = self.program
        limits = Limits(seconds=self._budget.at_most(Limits().seconds))
        source, filename = program.source, program.filename
        trace = run(source, schedule, program.seed, filename=filename, limits=limits)
        if unsupported.is_refusal(f"{trace.result} {trace.stderr}"):
            self._study.doubt("it needs threads or a network, which cannot run here")
        return trace

    def _is_deterministic(self) -> bool:
        first, second = self._run(Schedule()), self._run(Schedule())
        self.so_far.expected = (first.balance or {}).get("expected")
        self.so_far.update = Directives.of(self.program.source).update
        outcomes = self._outcomes
        outcomes.usual = outcomes.seen(first)
        outcomes.add(outcomes.usual)
        where = difference(first.to_dict(), second.to_dict())
        if where is None:
            return True
        self.so_far.deterministic = False
        self.so_far.notes.append(f"This program is not deterministic: {where}")
        outcomes.add(outcomes.seen(second))
        return False

    # --- all orders -----------------------------------------------------------------------

    def _explore(self) -> None:
        try:
            try:
                self._count()
            except Unfold:
                self._study = Study(self.program, self._budget, folded=False)
                self._forget()
                self._count()
        except Unrepeatable as error:
            self._study.doubts.append(f"a step did not do the same twice: {error.what}")
            self._forget()
            self._sweep()

    def _forget(self) -> None:
        self._outcomes.forget()
        self.so_far.interleavings = self.so_far.classes = None
        self.so_far.complete = self.so_far.tried_all = False

    def _count(self) -> None:
        if self.so_far.latency == "written":
            self._count_ties()
        elif not self._count_orders():
            self._reduce_or_sweep()

    def _count_orders(self) -> bool:
        study = self._study
        counting = orders.Counting(study.machine, self._state_ending, study.known)
        counted = counting.orders
        self.so_far.doing = "counting"
        with contextlib.suppress(Enough), self._budget.share(0.4):
            for _ in counting.count(MOST_NODES):
                self.so_far.interleavings = counted.total or None
                for ending, state in list(counted.examples.items()):
                    self._met(ending, state)
                self._outcomes.show(counted.by_endings)
                self._estimate(counting)
        if not counted.complete:
            self._forget()
            return False
        self._outcomes.show(counted.by_endings)
        self._count_classes(counted)
        self._settle(exhaustive=True)
        self._find_shortest(counted.endings_by_core())
        return True

    def _estimate(self, counting: orders.Counting) -> None:
        """After a second of counting, guess how many there will be."""
        self.so_far.doing = f"counting: {counting.orders.nodes:,} states"
        if self.so_far.estimate is None and self._budget.spent_ms > 1000:
            self.so_far.estimate = counting.estimate(walks=40)

    def _met(self, ending: Hashable, state: State) -> None:
        """An ending is reached for the first time: let a run show its outcome."""
        if ending not in self._outcomes.of:
            self._show_run(ending, *self._study.way(state.trail))

    def _show_run(self, ending: Hashable, arrivals: dict[int, list[int]], last: int) -> Outcome:
        trial = self._study.learn(arrivals, last)
        outcome = self._outcomes.seen(self._run(trial.schedule))
        foretold: Any = ending
        if outcome.status != foretold[0][0]:
            raise Unrepeatable(
                f"an order was to end as {foretold[0][0]} and ended as {outcome.status}"
            )
        self._outcomes.of[ending] = outcome
        return outcome

    def _count_classes(self, counted: orders.Orders) -> None:
        study = self._study
        asked = study.machine, self._state_ending, study.known
        found = classes.Classes()
        self.so_far.doing = "telling orders apart"
        try:
            try:
                *_, found = classes.count_quiet(*asked, MOST_NODES)
            except classes.NotQuiet:
                *_, found = classes.count_traces(*asked, MOST_TRACE_NODES)
        except Spent:
            pass  # how they end is known; only how many are distinct is not
        if found.complete:
            for ending, state in found.examples.items():
                self._met(ending, state)
            self._outcomes.show(counted.by_endings, found.by_ending)
            self.so_far.classes = sum(found.by_ending.values())
        else:
            self.so_far.notes.append("There are too many distinct orders to count them.")

    # --- shortest schedules -----------------------------------------------------------------

    def _find_shortest(self, reachable: dict[int, set[Hashable]]) -> None:
        """Look for a shortest schedule to each ending; what is known already stays good."""
        self.so_far.doing = "looking for the shortest schedules"
        try:
            for ending in self._outcomes.unusual():
                self._find_shortest_to(ending, reachable)
        except Spent:
            pass  # the answer is known; a schedule may be longer than need be
        self._outcomes.shorten()

    def _find_shortest_to(self, ending: Hashable, reachable: dict[int, set[Hashable]]) -> None:
        study = self._study
        until = self._budget.spent_ms + 1000 * SHORTEST_SECONDS

        def can_end(state: Plain) -> bool:
            ends = reachable.get(study.known(study.batches.settled_core, state).key)
            return ends is None or ending in ends

        search = shortest.search(
            study.batches,
            wanted={ending},
            can_end=can_end,
            ending_of=self._plain_ending,
            known=study.known,
        )
        for found in itertools.islice(search, MOST_LOOKED_AT):
            if found is not None:
                self._show_run(ending, batches_of(found[1].way), found[1].batch).is_shortest = True
            if self._budget.spent_ms > until:
                break

    # --- the other ways -------------------------------------------------------------------

    def _count_ties(self) -> None:
        study = self._study
        *_, ties = written.count_ties(study.batches, self._plain_ending, study.known, MOST_NODES)
        wanted = set(ties.by_ending)
        for found in shortest.search(
            study.batches,
            wanted=wanted,
            can_end=lambda _: True,
            ending_of=self._plain_ending,
            known=study.known,
            choices=study.batches.ties,
        ):
            if found is not None:
                ending, plain = found
                self._show_run(ending, batches_of(plain.way), plain.batch).is_shortest = True
        words = {frozenset([ending]): count for ending, count in ties.by_ending.items()}
        self._outcomes.show(words, {ending: len(keys) for ending, keys in ties.traces.items()})
        self.so_far.interleavings = ties.total
        self.so_far.classes = sum(map(len, ties.traces.values()))
        self._settle(exhaustive=ties.complete)

    def _reduce_or_sweep(self) -> None:
        study = self._study
        reduction = Reduction(study.machine, self._state_ending, study.known)
        found = reduction.found
        self.so_far.method, self.so_far.doing = "classes", "one order for each distinct one"
        with contextlib.suppress(Enough), self._budget.share(0.6):
            for _ in reduction.explore(MOST_REDUCED):
                for ending, state in list(found.examples.items()):
                    self._met(ending, state)
                self.so_far.classes = sum(map(len, found.traces.values()))
        if not found.complete:
            self._forget()
            self._sweep()
            return
        self._outcomes.show({}, {ending: len(keys) for ending, keys in found.traces.items()})
        self._settle(exhaustive=True)
        self._find_shortest({})

    def _sweep(self) -> None:
        program, found = self.program, self.so_far
        found.method, found.doing = "deviations", "few deviations first"
        reach = ""
        for swept in sweep(
            program.source, program.filename, program.seed, MOST_SAMPLES, self._budget.spend_run
        ):
            self._outcomes.add(self._outcomes.seen(swept.trace))
            found.notes = [note for note in found.notes if note != reach]
            reach = _reach(swept.done, swept.samples)
            found.notes.append(reach)
            found.method = "samples" if swept.samples else "deviations"
            if self._is_endless():
                break
        self._settle(exhaustive=False)

    def _is_endless(self) -> bool:
        """Return whether the usual order and some others went on to the bound, and none ended."""
        endless = all(outcome.status == "limit" for outcome in self.so_far.outcomes)
        return endless and self._budget.runs >= 8

    def _settle(self, exhaustive: bool) -> None:
        """Say whether this is all, and why not."""
        found = self.so_far
        doubts = self._doubts()
        found.notes = [f"This is no proof: {doubt}." for doubt in doubts] + found.notes
        found.tried_all = exhaustive
        found.complete = exhaustive and not doubts
        found.notes += self._outcomes.locks.said(exhaustive, say.orders(found))

    def _doubts(self) -> list[str]:
        doubts = list(self._study.doubts)
        if self._study.machine.was_impatient:
            doubts.append(
                "a task asks again and again without waiting, and how often it may do so is bounded"
            )
        if any(row.status == "limit" for row in self._outcomes.rows):
            doubts.append("some orders hit the bound for one run; does a loop never end?")
        return doubts

    # --- endings --------------------------------------------------------------------------

    def _state_ending(self, state: State) -> Hashable:
        return self._study.ending(state.core, state.over)

    def _plain_ending(self, state: Plain) -> Hashable:
        return self._study.ending(state.core, state.ended)


def _reach(done: int, samples: int) -> str:
    few = f"all orders with at most {counted(max(done, 0), 'deviation')} from the usual one"
    orders = "the usual order" if done < 1 else few
    more = f" and {samples:,} samples" if samples else ""
    return f"Tried: {orders}{more}."
