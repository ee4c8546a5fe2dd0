"""Every order that asyncio could produce, how each ends, and the shortest way to each ending."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

from lockstep.directives import Directives
from lockstep.english import counted
from lockstep.environment import unsupported
from lockstep.environment.limits import Limits
from lockstep.explore.model.batches import Plain as AtBoundary
from lockstep.explore.model.batches import batches_of
from lockstep.explore.model.machine import State
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.execution import LIMITS, Execution, Plain
from lockstep.explore.observe.trial import Program
from lockstep.explore.report import text
from lockstep.explore.report.exploration import Exploration, Outcome
from lockstep.explore.report.outcomes import Outcomes, Values
from lockstep.explore.report.repeat import difference
from lockstep.explore.search import interleavings, shortest, trace_classes
from lockstep.explore.search.audit import draw
from lockstep.explore.search.by_running import Ending, Order, Ran, Running, replay
from lockstep.explore.search.deviation_bounded import sweep
from lockstep.explore.search.dpor import Reduction
from lockstep.explore.search.fewest import fewest
from lockstep.explore.search.followed import follow
from lockstep.explore.search.set_orders import (
    goes_through_sets,
    is_tried_in_full,
    may_meet_sets,
    other_orders,
    run_with,
)
from lockstep.explore.study import Budget, Enough, Spent, Study, Unfold
from lockstep.run import run
from lockstep.schedulers import Schedule
from lockstep.trace import Trace

#: Orders up to which all are run, whatever else could be done.
FEW = 200
#: Orders that are recorded besides one for each ending.
SAMPLED = 6
#: Executions spent on each of them, at most, before something else is tried.
TRIES = 25
#: Orders that are run, at least, to audit what was counted; more, for a share of the time spent.
AUDITED, AUDIT_SHARE = 200, 0.3
#: Orders that are run by chance, to see that each was counted.
BY_CHANCE = 50
#: Seconds to look for the shortest schedules by running.
FEWEST_SECONDS = 3.0
#: Nodes of the graph of states that are expanded; each takes about 2 kB.
MOST_NODES = 60_000
#: Nodes of the graph that tells traces apart.
MOST_TRACE_NODES = 60_000
#: Orders that the reduction follows to their end.
MOST_REDUCED = 20_000
#: Chance runs, where nothing better can be had.
MOST_SAMPLES = 5_000
#: Seconds to look for the shortest schedules: to all endings at once, then to each that is left.
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
    """Explores one program, once; `so_far` is the answer as far as it is known.

    First the orders are run, one by one. If there are few, that is the answer. If there are many,
    they are counted by what was learned of the steps, and orders drawn from the counted ones are
    run to audit that. If what was learned is contradicted, it is dropped and running goes on.
    """

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
        self._plain = Plain.of(program.source, program.filename, program.seed)
        self._running = Running(self._plain, "ties" if latency == "written" else "folded")
        self._study = Study(program, self._budget)
        self._outcomes = Outcomes()
        self._spent: str | None = None
        self._doubts: list[str] = []
        self._why = "not all orders could be run or followed in the time for that"
        self.so_far.outcomes = self._outcomes.rows

    def explore(self) -> Exploration:
        """Return the answer; after a KeyboardInterrupt, `concluded` has what was known."""
        try:
            if self._is_deterministic():
                self._explore()
        except Spent as spent:
            self._spent = spent.bound
        except Exception as error:  # what is known by now stays known
            self._failed(error)
        if not self.so_far.tried_all:
            self.so_far.interleavings = self.so_far.classes = None
            self._outcomes.drop_counts()
        return self.concluded()

    def _failed(self, error: Exception) -> None:
        """Something of ours failed: say so, and claim nothing."""
        if os.environ.get("LOCKSTEP_DEBUG"):
            raise error
        found, what = self.so_far, f"Lockstep itself failed ({type(error).__name__}: {error})"
        found.has_failed, found.tried_all, found.complete = True, False, False
        found.doubts.insert(0, what)
        found.notes.insert(0, f"This is no proof: {what}. LOCKSTEP_DEBUG=1 shows where.")

    def _tell(self) -> None:
        assert self._progress is not None
        self._progress(self.concluded().to_dict())

    def concluded(self) -> Exploration:
        """Return what is known by now."""
        found = self.so_far
        found.runs, found.seconds_spent_ms = self._budget.runs, self._budget.spent_ms
        found.executed = max(found.executed, len(self._running.ran.orders))
        self._outcomes.sort()
        if self._spent:
            note = f"The bound of {self._spent} was hit before an answer."
            found.notes = [n for n in found.notes if n != note] + [note]
            found.doubts = [*found.doubts, *([note] if note not in found.doubts else [])]
        found.verdict = text.verdict(found)
        return found

    # --- first of all: twice the same? ------------------------------------------------------

    def _run(self, schedule: Schedule) -> Trace:
        self._budget.spend_run()
        program = self.program
        limits = Limits(seconds=self._budget.at_most(Limits().seconds))
        source, filename = program.source, program.filename
        trace = run(source, schedule, program.seed, filename=filename, limits=limits)
        if unsupported.is_refusal(f"{trace.result} {trace.stderr}"):
            self._doubt(unsupported.DOUBT)
        return trace

    def _is_deterministic(self) -> bool:
        first, second = self._run(Schedule()), self._run(Schedule())
        self.so_far.expected = first.balance["expected"] if first.balance else None
        self.so_far.update = Directives.of(self.program.source).update
        outcomes = self._outcomes
        where = difference(first.to_dict(), second.to_dict())
        if where is None:
            outcomes.usual = outcomes.seen(first, self._values_of({}))
            outcomes.add(outcomes.usual)
            return True
        self.so_far.deterministic = False
        note = f"This program is not deterministic: {where}"
        self.so_far.notes.append(note)
        self.so_far.doubts.append(note)
        outcomes.add(outcomes.seen(first))
        outcomes.add(outcomes.seen(second))
        return False

    def _values_of(self, timers: dict[int, list[int]]) -> Values:
        memory, seconds = self._running.names.memory, self._budget.at_most(LIMITS.seconds)
        return replay(self._plain, memory, timers, seconds)[1].values

    def _doubt(self, what: str) -> None:
        if what not in self._doubts:
            self._doubts.append(what)

    # --- all orders -----------------------------------------------------------------------

    def _explore(self) -> None:
        if self._run_orders(FEW, 0.3) or self._follow_orders() or self._run_orders(None, 0.7):
            return
        self._sweep()

    def _forget(self) -> None:
        self._outcomes.forget()
        self.so_far.interleavings = self.so_far.classes = None
        self.so_far.complete = self.so_far.tried_all = False

    # --- by running them ------------------------------------------------------------------

    def _run_orders(self, most: int | None, part: float) -> bool:
        """Run orders; return whether all were, and if so, make that the answer."""
        running, ran = self._running, self._running.ran
        self.so_far.doing = "running orders"
        with contextlib.suppress(Enough), self._budget.share(part):
            for ran in running.go_on(self._budget.at_most(LIMITS.seconds)):
                self._budget.spend_run()
                for ending, arrivals in list(ran.ways.items()):
                    if ending not in self._outcomes.of:
                        self._show_executed(ending, arrivals)
                enough = most is not None and (
                    len(ran.orders) > most or ran.executions > TRIES * most
                )
                if ran.complete or enough or self._is_endless(ran):
                    break
        if not ran.complete:
            return False
        self._answer_by_running(ran)
        return True

    def _is_endless(self, ran: Ran) -> bool:
        """Return whether all that were run hit a bound."""
        limited = all(status == "limit" for status, _, _ in ran.ways)
        return limited and len(ran.orders) >= 8

    def _show_executed(self, ending: Ending, timers: dict[int, list[int]]) -> None:
        """Let a recorded run show what an order that was run is like."""
        outcome = self._recorded(ending, timers)
        if outcome is not None:
            self._outcomes.of[ending] = outcome

    def _recorded(self, ending: Ending, timers: dict[int, list[int]]) -> Outcome | None:
        """Record an order that was run; None if it cannot be run again."""
        self._budget.spend_run()
        memory, seconds = self._running.names.memory, self._budget.at_most(LIMITS.seconds)
        try:
            schedule, replayed = replay(self._plain, memory, timers, seconds)
        except ValueError:
            self._doubt("an order that was run did not go so twice")
            return None
        status, result, _ = ending
        if (replayed.status, replayed.result) != (status, result) and status != "limit":
            self._doubt("one order of steps did not end alike twice")
        trace = self._run(schedule)
        if (trace.status, trace.result) != (status, result) and status != "limit":
            self._doubt(
                f"an order ended as {status}: {result}, and as {trace.status}: {trace.result} "
                "when it was watched"
            )
        return self._outcomes.seen(trace, replayed.values)

    def _answer_by_running(self, ran: Ran) -> None:
        outcomes, found = self._outcomes, self.so_far
        for ending, timers in ran.ways.items():
            if ending not in outcomes.of:  # there was no time for it meanwhile
                self._show_executed(ending, timers)
        counted = Counter(frozenset(order.endings) for order in ran.orders.values())
        words: dict[frozenset[Hashable], int] = {frozenset(e): n for e, n in counted.items()}
        outcomes.show(words)
        found.method, found.interleavings = "all", len(ran.orders)
        self._record_further(ran)
        outcomes.show(words)
        self._doubts += [doubt for doubt in ran.doubts if doubt not in self._doubts]
        self._try_task_orders(ran)
        self._settle(exhaustive=True)
        self._tell_if_wanted()
        if self._tell_apart(ran, words):
            return
        self._count_losing([[order] for order in ran.orders.values()])
        self._find_fewest(ran)

    def _try_task_orders(self, ran: Ran) -> None:
        """See whether the program can end otherwise if sets of tasks have another order."""
        # what was run folded has cancelled nothing: the first cancellation ends that mode
        cancels = self._running.mode != "folded"
        if ran.tasks < 3 or not may_meet_sets(self.program.source, cancels):
            return
        self.so_far.doing = "trying other orders of sets of tasks"
        known = {ending[:2] for ending in ran.ways}
        mode, seconds = self._running.mode, self._budget.at_most(LIMITS.seconds)
        is_full = is_tried_in_full(ran.tasks)
        with contextlib.suppress(Enough), self._budget.share(0.3):
            for ranks in other_orders(ran.tasks):
                for other in run_with(self._plain, mode, ranks, seconds):
                    self._budget.spend_run()
                    new = {ending[:2] for ending in other.ways} - known
                    if new:
                        status, result = min(new, key=str)
                        self._doubt(
                            "asyncio goes through a set of tasks in the order of their addresses, "
                            f"and in another one than that of creation this ends as {status}: "
                            f"{result}"
                        )
                        return
            if is_full:
                return
        self._doubt(
            f"asyncio goes through sets of its {ran.tasks} tasks in the order of their addresses, "
            "and of those orders only some were tried"
        )

    def _record_further(self, ran: Ran) -> None:
        """Record some other orders than the first of each ending; they may show more variables."""
        first = {id(timers) for timers in ran.ways.values()}
        others = [order for order in ran.orders.values() if id(order.timers) not in first]
        for order in others[:: max(1, len(others) // SAMPLED)][:SAMPLED]:
            outcome = self._recorded(order.ending, order.timers)
            if outcome is not None:
                self._outcomes.further(outcome)

    def _tell_apart(self, ran: Ran, words: dict[frozenset[Hashable], int]) -> bool:
        """Count traces and look for the shortest schedules; return whether that could be done."""
        self.so_far.doing = "telling orders apart"
        self._study = Study(self.program, self._budget, self._running.names.memory)
        try:
            with self._budget.share(0.5):
                followed = follow(self._study, ran.orders.values(), self._outcomes.key_of)
        except (Unrepeatable, Enough, Unfold) as error:
            what = getattr(error, "what", "there was no time for it")
            self.so_far.notes.append(f"How many of the orders are distinct cannot be said: {what}.")
            return False
        except Spent:
            return False
        ending_of = {self._outcomes.key_of(ending): ending for ending in ran.ways}
        distinct: Counter[frozenset[Hashable]] = Counter(
            frozenset(ending_of[key] for key in keys) for keys in followed.traces.values()
        )
        self._outcomes.show(words, distinct)
        self.so_far.classes = len(followed.traces)
        if self.so_far.latency == "written":
            return False
        self._count_losing(list(followed.orders.values()))
        for end, endings in followed.endings.items():
            first = next(iter(endings))
            if len({self._outcomes.key(self._outcomes.of[e]) for e in endings}) == 1:
                self._outcomes.of[end] = self._outcomes.of[first]
        self._find_shortest(followed.reachable, set(followed.endings))
        return True

    def _count_losing(self, alike: list[list[Order]]) -> None:
        """Count the orders in which an update is lost, where that is so in one that was shown.

        Args:
            alike: orders that differ in independent steps only: in all of them or in none.
        """
        shown = self._outcomes.of.values()
        if not any(outcome.status == "ok" and outcome.loses for outcome in shown):
            return
        if self.so_far.interleavings is None or self.so_far.interleavings > FEW:
            return
        if any(len(order.endings) > 1 for orders in alike for order in orders):
            return
        self.so_far.doing = "counting the orders that lose an update"
        losing = []
        with contextlib.suppress(Enough, ValueError), self._budget.share(0.5):
            for orders in alike:
                trace = self._run(self._schedule_of(orders[0]))
                if text.loses(trace.to_dict()):
                    losing += [(next(iter(order.endings)), 1) for order in orders]
            self._outcomes.count_losing(losing)

    def _schedule_of(self, order: Order) -> Schedule:
        memory, seconds = self._running.names.memory, self._budget.at_most(LIMITS.seconds)
        return replay(self._plain, memory, order.timers, seconds)[0]

    def _tell_if_wanted(self) -> None:
        if self._progress is not None:
            self._tell()

    def _find_fewest(self, ran: Ran) -> None:
        """Look for the schedules with the fewest deviations by running."""
        self.so_far.doing = "looking for the shortest schedules"
        outcomes, wanted = self._outcomes, set(self._outcomes.unusual()) & set(ran.ways)
        names, seconds = self._running.names.memory, self._budget.at_most(LIMITS.seconds)
        until = self._budget.spent_ms + 1000 * FEWEST_SECONDS
        ties = self.so_far.latency == "written"
        ways: dict[Hashable, dict[int, list[int]]] = {}
        try:
            for found in fewest(self._plain, names, wanted.__contains__, ties, seconds):
                self._budget.spend_run()
                for ending, timers in found.ways.items():
                    if ending not in ways:
                        ways[ending] = timers
                        self._show_executed(ending, timers)
                        outcomes.of[ending].is_shortest = found.is_exact
                if len(ways) == len(wanted) or self._budget.spent_ms > until:
                    break
        except Spent:
            pass
        outcomes.shorten(wanted)

    # --- by following what was learned ----------------------------------------------------

    def _follow_orders(self) -> bool:
        """Count orders without running them all; return whether that is the answer."""
        if self.so_far.latency == "written" or self._running.ran.reads_clock:
            return False
        self._study = Study(self.program, self._budget, self._running.names.memory)
        try:
            try:
                answered = self._count()
            except Unfold:
                self._study = Study(self.program, self._budget, Memory(folded=False))
                self._forget()
                answered = self._count()
        except Unrepeatable as error:
            self._why = (
                f"what its steps do could not be foretold ({error.what}), and to run all orders "
                "takes too long"
            )
            self._forget()
            return False
        return answered

    def _count(self) -> bool:
        return self._count_orders() or self._count_traces()

    def _count_orders(self) -> bool:
        study = self._study
        counting = interleavings.Counting(study.machine, self._state_ending, study.known)
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
        for ending, state in counted.examples.items():
            self._met(ending, state)
        self._outcomes.show(counted.by_endings)
        self._audit(counted)
        self._settle(exhaustive=True)
        self._tell_if_wanted()
        self._count_classes(counted)
        self._find_shortest(counted.endings_by_core(), set(counted.examples))
        return True

    def _estimate(self, counting: interleavings.Counting) -> None:
        """After a second of counting, guess how many there will be."""
        self.so_far.doing = f"counting: {counting.orders.nodes:,} states"
        if self.so_far.estimate is None and self._budget.spent_ms > 1000:
            self.so_far.estimate = counting.estimate(walks=40)

    def _met(self, ending: Hashable, state: State) -> None:
        """An ending is reached for the first time: let a run show its outcome."""
        if ending not in self._outcomes.of:
            arrivals, last = self._study.way(state.trail)
            self._study.learn(arrivals, last)
            self._show_run(ending, arrivals, last)

    def _show_run(self, ending: Hashable, arrivals: dict[int, list[int]], last: int) -> Outcome:
        schedule, replayed = self._replay({**arrivals, last: arrivals.get(last, [])})
        trace = self._run(schedule)
        foretold: Any = ending
        if foretold[0][0] != replayed.status:
            raise Unrepeatable(
                f"an order was to end as {foretold[0][0]} and ended as {replayed.status}"
            )
        if (trace.status, trace.result) != (replayed.status, replayed.result):
            raise Unrepeatable("an order ended otherwise when it was watched")
        outcome = self._outcomes.seen(trace, replayed.values)
        self._outcomes.of[ending] = outcome
        return outcome

    def _replay(self, timers: dict[int, list[int]]) -> tuple[Schedule, Execution]:
        self._budget.spend_run()
        seconds = self._budget.at_most(LIMITS.seconds)
        try:
            return replay(self._plain, self._study.memory, timers, seconds)
        except ValueError:
            raise Unrepeatable("what should have arrived was not pending") from None

    def _audit(self, counted: interleavings.Orders) -> None:
        """Run orders drawn from the counted ones, and hold what was run against the counting.

        Raises:
            Unrepeatable: one contradicts it.
        """
        study, began = self._study, self._budget.spent_ms
        self.so_far.doing = "running orders that were counted"
        words = self._words_executed()
        before = len(words)
        for drawn in draw(counted, study.machine, study.known, self._state_ending):
            timers, last = study.way(drawn.end.trail)
            _, turn = self._replay({**timers, last: timers.get(last, [])})
            word = tuple(h for h in turn.handles if study.memory.is_letter(h))
            if word != drawn.letters:
                raise Unrepeatable("an order that was counted went otherwise when it was run")
            if not any(self._ends_as(turn, self._outcomes.of[e]) for e in drawn.endings):
                raise Unrepeatable("an order that was counted ended otherwise when it was run")
            words.add(word)
            share = (self._budget.spent_ms - began) / max(1, began)
            enough = len(words) >= before + AUDITED and share > AUDIT_SHARE
            if enough or len(words) == counted.total:
                break
        self.so_far.executed = len(words)

    def _ends_as(self, turn: Execution, outcome: Outcome) -> bool:
        if (turn.status, turn.result) != (outcome.status, outcome.result):
            return False
        state = self._outcomes.state(outcome)
        return all(turn.values[name] == state[name] for name in state if name in turn.values)

    def _words_executed(self) -> set[tuple[int, ...]]:
        """Follow what was run before; return those orders."""
        self._follow_executed()
        memory = self._study.memory
        if memory is not self._running.names.memory:
            return set()
        ran = self._running.ran.orders.values()
        return {tuple(h for h in order.handles if memory.is_letter(h)) for order in ran}

    def _follow_executed(self) -> set[int]:
        """Follow what was run, and hold each end against what the summaries make of it.

        Returns the traces.

        Raises:
            Unrepeatable: an order that was run had not been counted, or not with this end.
        """
        running, outcomes = self._running, self._outcomes
        if self._study.memory is not running.names.memory:
            return set()
        running.draw(BY_CHANCE, self._budget.spend_run, self._budget.at_most(LIMITS.seconds))
        followed = follow(self._study, running.ran.orders.values(), outcomes.key_of, learn=False)
        for end, endings in followed.endings.items():
            shown = outcomes.of.get(end)
            if shown is None:
                raise Unrepeatable("an order that was run ended as none that was counted")
            if {(status, result) for status, result, _ in endings} != {
                (shown.status, shown.result)
            }:
                raise Unrepeatable("an order that was run ended otherwise than was counted")
        return set(followed.traces)

    def _count_classes(self, counted: interleavings.Orders) -> None:
        study = self._study
        asked = study.machine, self._state_ending, study.known
        found = trace_classes.Classes()
        self.so_far.doing = "telling orders apart"
        try:
            try:
                *_, found = trace_classes.count_quiet(*asked, MOST_NODES)
            except trace_classes.NotQuiet:
                *_, found = trace_classes.count_traces(*asked, MOST_TRACE_NODES)
        except Spent:
            pass  # how they end is known; only how many are distinct is not
        if found.complete:
            for ending, state in found.examples.items():
                self._met(ending, state)
            traces = {frozenset([ending]): n for ending, n in found.by_ending.items()}
            self._outcomes.show(counted.by_endings, traces)
            self.so_far.classes = sum(found.by_ending.values())
        else:
            self.so_far.notes.append("There are too many distinct orders to count them.")

    def _count_traces(self) -> bool:
        """Follow one order of each trace; return whether that is the answer."""
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
            self._why = "not all orders could be run or followed in the time for that"
            self._forget()
            return False
        for ending, state in found.examples.items():
            self._met(ending, state)
        self._audit_traces({key for keys in found.traces.values() for key in keys})
        self._outcomes.show({}, {frozenset([end]): len(keys) for end, keys in found.traces.items()})
        self._settle(exhaustive=True)
        self._find_shortest({}, set(found.examples))
        return True

    def _audit_traces(self, traces: set[int]) -> None:
        """Run orders by chance, and see whether each is one of the traces that were found.

        Raises:
            Unrepeatable: one is not.
        """
        self.so_far.doing = "running orders that were counted"
        self._running.draw(AUDITED, self._budget.spend_run, self._budget.at_most(LIMITS.seconds))
        if not self._follow_executed() <= traces:
            raise Unrepeatable("an order was run that had not been counted")

    # --- shortest schedules -----------------------------------------------------------------

    def _find_shortest(self, reachable: dict[int, set[Hashable]], ends: set[Hashable]) -> None:
        """Look for a shortest schedule to each ending; what is known already stays good."""
        self.so_far.doing = "looking for the shortest schedules"
        asked = [ending for ending in self._outcomes.unusual() if ending in ends]
        wanted = set(asked)
        try:
            self._find_shortest_to(wanted, reachable)
            left = [ending for ending in asked if ending in wanted] if len(asked) > 1 else []
            for ending in left:  # each alone: far fewer states lead there
                self._find_shortest_to({ending}, reachable)
        except (Spent, Unrepeatable, Unfold):
            pass  # the answer is known; a schedule may be longer than need be
        self._outcomes.shorten(ends)

    def _find_shortest_to(self, wanted: set[Hashable], reachable: dict[int, set[Hashable]]) -> None:
        """Look for them in one search; those that it comes to are taken out of ``wanted``."""
        study = self._study
        until = self._budget.spent_ms + 1000 * SHORTEST_SECONDS

        def can_end(state: AtBoundary) -> bool:
            ends = reachable.get(study.known(study.batches.settled_core, state).key)
            return ends is None or not wanted.isdisjoint(ends)

        search = shortest.search(
            study.batches,
            wanted=wanted,
            can_end=can_end,
            ending_of=self._plain_ending,
            known=study.known,
        )
        for found in itertools.islice(search, MOST_LOOKED_AT):
            if found is not None:
                ending, state = found
                outcome = self._show_run(ending, batches_of(state.way), state.batch)
                outcome.is_shortest = not study.batches.has_dropped
            if self._budget.spent_ms > until:
                break

    # --- nothing better can be had ----------------------------------------------------------

    def _sweep(self) -> None:
        program, found = self.program, self.so_far
        self._doubt(self._why)
        found.method, found.doing = "deviations", "few deviations first"
        self._settle(exhaustive=False)
        ties, reach = found.latency == "written", ""
        if ties:
            return
        for swept in sweep(
            program.source, program.filename, program.seed, MOST_SAMPLES, self._budget.spend_run
        ):
            self._outcomes.add(self._outcomes.seen(swept.trace))
            found.notes = [note for note in found.notes if note != reach]
            reach = _reach(swept.done, swept.samples)
            found.notes.append(reach)
            found.method = "samples" if swept.samples else "deviations"
            if self._has_no_end():
                break

    def _has_no_end(self) -> bool:
        """Return whether the usual order and some others went on to the bound, and none ended."""
        endless = all(outcome.status == "limit" for outcome in self.so_far.outcomes)
        return endless and self._budget.runs >= 8

    def _settle(self, exhaustive: bool) -> None:
        """Say whether this is all, and why not."""
        found = self.so_far
        found.doubts = doubts = self._all_doubts()
        said = [f"This is no proof: {doubt}." for doubt in doubts]
        found.notes = said + [note for note in found.notes if note not in said]
        found.tried_all = exhaustive
        found.complete = exhaustive and not doubts
        found.notes += self._outcomes.locks.said(exhaustive, text.orders(found))

    def _all_doubts(self) -> list[str]:
        ran = self._running.ran
        doubts = list(dict.fromkeys([*self._doubts, *ran.doubts]))
        if not ran.complete:
            doubts += [doubt for doubt in self._study.doubts if doubt not in doubts]
        if ran.has_text_sets and goes_through_sets(self.program.source):
            doubts.append(
                "it goes through a set of strings, whose order is another in every process"
            )
        if ran.reads_clock:
            doubts.append(
                "it reads the clock, and each order was run only with the time that its sleeps "
                "ask for"
            )
        if ran.was_impatient or self._study.machine.was_impatient:
            doubts.append(
                "a task asks again and again without waiting, and how often it may do so is bounded"
            )
        if any((row.result or "").startswith("MemoryError") for row in self._outcomes.rows):
            doubts.append("it ran out of memory, and how much there is differs")
        if any(row.status == "limit" for row in self._outcomes.rows):
            doubts.append("some orders hit the bound for one run: a loop may never end")
        return doubts

    # --- endings --------------------------------------------------------------------------

    def _state_ending(self, state: State) -> Hashable:
        return self._study.ending(state.core, state.over)

    def _plain_ending(self, state: AtBoundary) -> Hashable:
        return self._study.ending(state.core, state.ended)


def _reach(done: int, samples: int) -> str:
    few = f"all orders with at most {counted(max(done, 0), 'deviation')} from the usual one"
    orders = "the usual order" if done < 1 else few
    more = f" and {samples:,} samples" if samples else ""
    return f"Tried: {orders}{more}."
