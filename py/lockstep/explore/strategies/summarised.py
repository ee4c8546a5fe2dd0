"""The answer by following what was learned of the steps, and an audit of it by real runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping

from lockstep.explore.budget import BudgetExhausted, ShareExhausted
from lockstep.explore.model.machine import State
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.execution import LIMITS, Execution
from lockstep.explore.observe.footprint import TIMER
from lockstep.explore.report.exploration import Outcome
from lockstep.explore.search import interleavings, trace_classes
from lockstep.explore.search.audit import draw
from lockstep.explore.search.by_running import Order
from lockstep.explore.search.dpor import Reduction
from lockstep.explore.search.followed import follow
from lockstep.explore.strategies.session import Session
from lockstep.explore.strategies.set_order_checks import SetOrderChecks
from lockstep.explore.strategies.shortest_schedules import ShortestSchedules, show_predicted
from lockstep.explore.summaries import Summaries, Unfold

#: Orders that are run, at least, to audit what was counted; more, for a share of the time spent.
AUDITED, AUDIT_SHARE = 200, 0.3
#: Orders that are run by chance, to see that each was counted.
BY_CHANCE = 50
#: Nodes of the graph of states that are expanded; each takes about 2 kB.
MOST_NODES = 60_000
#: Nodes after which it can be told how long the others will take.
FEW_NODES = 100
#: Nodes of the graph that tells traces apart.
MOST_TRACE_NODES = 60_000
#: Orders that the reduction follows to their end.
MOST_REDUCED = 20_000


class Summarised:
    """Counts orders by summaries of steps.

    Attributes:
        counted: all orders, if they could be counted.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._summaries = Summaries(session.program, session.budget, session.running.names.memory)
        self.counted: interleavings.Orders[State] | None = None
        written, asks = session.found.latency == "written", session.running.ran.reads_clock
        self._is_refuted = written or asks or bool(session.unseen)

    # --- counting, which claims nothing -----------------------------------------------------

    def count(self, part: float = 1.0, seconds: float = float("inf")) -> int | None:
        """Count all orders, as far as that can be predicted; what was learned before is known.

        Returns how many states that took; None if it has not come to its end.

        Args:
            part: of the time that is left, the share that may be spent.
            seconds: that may be spent, too.
        """
        if self._is_refuted:
            return None
        if self.counted is None:
            self._attempted(lambda: self._count(part, seconds))
        return None if self.counted is None else self.counted.nodes

    def _attempted[T](self, question: Callable[[], T]) -> T | None:
        """Ask; None if the summaries turn out to be wrong."""
        session = self._session
        try:
            try:
                return question()
            except Unfold:
                self._summaries = Summaries(session.program, session.budget, Memory(folded=False))
                return question()
        except Unrepeatable as error:
            session.why = (
                f"what its steps do could not be predicted ({error.what}), and to run all orders "
                "takes too long"
            )
            self._is_refuted, self.counted = True, None
            session.found.estimate = None
            return None

    def _count(self, part: float, seconds: float) -> None:
        session, summaries = self._session, self._summaries
        counting = interleavings.of_machine(summaries.machine, self._ending, summaries.ask)
        session.found.doing, pace = "counting", _Pace(session)
        with contextlib.suppress(ShareExhausted), session.budget.share(part, seconds):
            for orders in counting.count(MOST_NODES):
                session.found.doing = f"counting: {orders.nodes:,} states"
                if session.found.estimate is None and session.budget.spent_ms > 1000:
                    session.found.estimate = counting.estimate(walks=40)
                if pace.is_in_vain(seconds, orders):
                    break
        if counting.orders.complete:
            self.counted, self._expand = counting.orders, counting.expand
            session.found.estimate = counting.orders.total  # no more than that until it is proved
            session.report_progress()

    def _ending(self, state: State) -> Hashable:
        return self._summaries.ending(state.core, state.over)

    # --- what was counted as the answer -------------------------------------------------------

    def answer(self) -> bool:
        """Audit what was counted, or follow one order of each trace; return if that answers."""
        if self._is_refuted:
            return False
        claim = self._claim_orders if self.counted is not None else self._claim_traces
        answered = bool(self._attempted(claim))
        if not answered:
            self._session.forget()
        return answered

    def _claim_orders(self) -> bool:
        session, counted = self._session, self.counted
        assert counted is not None
        for ending, state in counted.examples.items():
            self._met(ending, state)
        session.found.interleavings = counted.total
        session.outcomes.show(counted.by_endings)
        self._audit(counted)
        self._settle()
        session.counted = self._summaries.memory, counted
        self.distinguish(counted.by_endings, ())
        return True

    def _settle(self) -> None:
        session, summaries = self._session, self._summaries
        for doubt in summaries.doubts:
            session.doubt(doubt)
        if summaries.machine.was_impatient:
            session.running.ran.was_impatient = True
        tasks = max(session.running.ran.tasks, 1)
        SetOrderChecks(session).untried("folded" if summaries.memory.folded else "late", tasks)
        session.settle(exhaustive=True)
        session.report_progress()

    def _met(self, ending: Hashable, state: State) -> None:
        """An ending is reached for the first time: let a run show its outcome."""
        if ending not in self._session.outcomes.of:
            arrivals, last = self._summaries.arrivals(state.trail)
            self._summaries.learn(arrivals, last)
            show_predicted(self._session, self._summaries, ending, arrivals, last)

    # --- classes and shortest schedules, however orders were counted ----------------------

    def distinguish(
        self,
        words: Mapping[frozenset[Hashable], int],
        executed: Iterable[Order],
        searched: Collection[Hashable] = (),
    ) -> None:
        """Count distinct orders and look for shortest schedules, if the summaries agree.

        Args:
            words: how many orders end how.
            executed: orders that were run.
            searched: endings to which a shortest schedule has been looked for; none if that is
                still to be done.
        """
        session = self._session
        try:
            with session.budget.share(0.5):
                counted = self._agreed(words, executed)
                self._count_classes(counted, words)
        except (Unrepeatable, Unfold, ShareExhausted) as error:
            what = getattr(error, "what", "there was no time for it")
            note = f"How many of the orders are distinct cannot be said: {what}."
            session.found.notes.append(note)
            session.outcomes.show(words)
            session.outcomes.shorten(searched)  # the default order shows what ends as it does
            return
        except BudgetExhausted:
            session.outcomes.shorten(searched)
            return
        if searched:
            session.outcomes.shorten(searched)
            return
        reachable, ends = interleavings.endings_by_core(counted), set(counted.examples)
        ShortestSchedules(session, has_many=True).find_predicted(self._summaries, reachable, ends)

    def _agreed(
        self, words: Mapping[frozenset[Hashable], int], executed: Iterable[Order]
    ) -> interleavings.Orders[State]:
        """Return what was counted by summaries, if it is what ``words`` say and was run.

        Raises:
            Unrepeatable: it is not.
        """
        counted, outcomes = self.counted, self._session.outcomes
        if counted is None and self._is_refuted:
            raise Unrepeatable("what its steps do could not be predicted")
        if counted is None:
            raise Unrepeatable("that would take longer than all the rest")
        for ending, state in counted.examples.items():
            self._met(ending, state)
        if outcomes.counted(counted.by_endings) != outcomes.counted(words):
            raise Unrepeatable("what its steps share was not seen")
        if self._summaries.memory is self._session.running.names.memory:
            follow(self._summaries, executed, outcomes.key_of, learn=False)
        return counted

    def _count_classes(
        self, counted: interleavings.Orders[State], words: Mapping[frozenset[Hashable], int]
    ) -> None:
        session, summaries = self._session, self._summaries
        asked = summaries.machine, self._ending, summaries.ask
        session.found.doing = "telling orders apart"
        try:
            *_, found = trace_classes.count_quiet(*asked, MOST_NODES)
        except trace_classes.NotQuiet:
            *_, found = trace_classes.count_traces(*asked, MOST_TRACE_NODES)
        if not found.complete:
            session.found.notes.append("There are too many distinct orders to count them.")
            return
        for ending, state in found.examples.items():
            self._met(ending, state)
        session.outcomes.show(words, found.by_endings)
        session.found.classes = found.by_endings.total()

    # --- the audit ----------------------------------------------------------------------------

    def _audit(self, counted: interleavings.Orders[State]) -> None:
        """Run orders drawn from the counted ones, and hold what was run against the counting.

        Raises:
            Unrepeatable: one contradicts it.
        """
        session, summaries = self._session, self._summaries
        began = session.budget.spent_ms
        session.found.doing = "running orders that were counted"
        words = self._words_executed()
        before, opaque = len(words), set[str]()
        for drawn in draw(counted, self._expand):
            timers, last = summaries.arrivals(drawn.ends[0].trail)
            timers = {**timers, last: timers.get(last, [])}
            states: list[bytes] = []
            _, execution = session.replay(summaries.memory, timers, states)
            word = tuple(h for h in execution.handles if summaries.memory.is_letter(h))
            if word != drawn.letters:
                raise Unrepeatable("an order that was counted went otherwise when it was run")
            if not any(self._ends_as(execution, session.outcomes.of[e]) for e in drawn.endings):
                raise Unrepeatable("an order that was counted ended otherwise when it was run")
            follow(
                summaries,
                [_as_order(execution, timers, states, summaries.memory)],
                hash,
                learn=False,
            )
            words.add(word)
            opaque |= execution.opaque
            share = (session.budget.spent_ms - began) / max(1, began)
            enough = len(words) >= before + AUDITED and share > AUDIT_SHARE
            if enough or len(words) == counted.total:
                break
        session.found.executed = len(words)
        for kind in sorted(opaque):
            session.doubt(f"tasks share a {kind}, whose inside cannot be seen")

    def _ends_as(self, execution: Execution, outcome: Outcome) -> bool:
        if (execution.status, execution.result) != (outcome.status, outcome.result):
            return False
        state = self._session.outcomes.state(outcome)
        return all(
            execution.values[name] == state[name] for name in state if name in execution.values
        )

    def _words_executed(self) -> set[tuple[int, ...]]:
        """Follow what was run before; return those orders."""
        self._follow_executed()
        memory, running = self._summaries.memory, self._session.running
        if memory is not running.names.memory:
            return set()
        ran = running.ran.orders.values()
        return {tuple(h for h in order.handles if memory.is_letter(h)) for order in ran}

    def _follow_executed(self) -> set[int]:
        """Follow what was run, and hold each end against what the summaries make of it.

        Returns the traces.

        Raises:
            Unrepeatable: an order that was run had not been counted, or not with this end.
        """
        session, outcomes, running = self._session, self._session.outcomes, self._session.running
        if self._summaries.memory is not running.names.memory:
            return set()
        running.draw(BY_CHANCE, session.budget.spend_run, session.seconds)
        followed = follow(
            self._summaries, running.ran.orders.values(), outcomes.key_of, learn=False
        )
        for end, endings in followed.endings.items():
            shown = outcomes.of.get(end)
            if shown is None:
                raise Unrepeatable("an order that was run ended as none that was counted")
            if {(status, result) for status, result, _ in endings} != {
                (shown.status, shown.result)
            }:
                raise Unrepeatable("an order that was run ended otherwise than was counted")
        return {key for _, keys in followed.traces for key in keys}

    # --- one order of each trace ----------------------------------------------------------------

    def _claim_traces(self) -> bool:
        """Follow one order of each trace; return whether that is the answer."""
        session, summaries = self._session, self._summaries
        reduction = Reduction(summaries.machine, self._ending, summaries.ask)
        found = reduction.found
        session.found.method, session.found.doing = "classes", "one order for each distinct one"
        with contextlib.suppress(ShareExhausted), session.budget.share(0.6):
            for _ in reduction.explore(MOST_REDUCED):
                for ending, state in list(found.examples.items()):
                    self._met(ending, state)
                session.found.classes = len(found.traces)
        if not found.complete:
            return False
        for ending, state in found.examples.items():
            self._met(ending, state)
        self._audit_traces(set(found.traces))
        session.outcomes.show({}, found.by_endings)
        self._settle()
        ends: set[Hashable] = set(found.examples)
        ShortestSchedules(session, has_many=True).find_predicted(summaries, {}, ends)
        return True

    def _audit_traces(self, traces: set[int]) -> None:
        """Run orders by chance, and see whether each is one of the traces that were found.

        Raises:
            Unrepeatable: one is not.
        """
        session = self._session
        session.found.doing = "running orders that were counted"
        session.running.draw(AUDITED, session.budget.spend_run, LIMITS.seconds)
        if not self._follow_executed() <= traces:
            raise Unrepeatable("an order was run that had not been counted")


class _Pace:
    """Foresees that it takes too long to count what has been counted in another graph before.

    Level by level, there are at least as many nodes more than in the other one as there were so
    far; each takes as long as the latest ones did, or all so far where that is less: one stall of
    the machine is no pace. And where each state is new to the summaries, so that it takes an
    execution, they are of no use.
    """

    def __init__(self, session: Session) -> None:
        self._budget = session.budget
        self._other = session.counted[1] if session.counted is not None else None
        self._began_ms = self._looked_ms = session.budget.spent_ms
        self._runs_before, self._nodes = session.budget.runs, 0

    def is_in_vain(self, seconds: float, orders: interleavings.Orders[State]) -> bool:
        """Return whether it will be more than ``seconds``; False where nothing tells."""
        if self._other is None or orders.complete or orders.nodes == self._nodes:
            return False
        now_ms, new = self._budget.spent_ms, orders.nodes - self._nodes
        took_ms = now_ms - self._began_ms
        node_ms = min((now_ms - self._looked_ms) / new, took_ms / orders.nodes)
        self._looked_ms, self._nodes = now_ms, orders.nodes
        if self._budget.runs - self._runs_before >= orders.nodes:
            return True
        if orders.nodes < FEW_NODES:  # the first ones teach the most
            return False
        met = sum(len(level) for level in self._other.levels[: len(orders.levels)])
        left = orders.nodes * (self._other.nodes / max(1, met) - 1)
        return took_ms + left * node_ms > 1000 * seconds


def _as_order(
    execution: Execution, timers: dict[int, list[int]], states: list[bytes], memory: Memory
) -> Order:
    """Return a replayed order as if it had been run in the way that ``memory`` is about."""
    noted = zip(execution.handles, [*states, b""], strict=False)
    # where a sleep and its step are one, what the sleep itself runs is not in an order
    kept = [
        (handle, state)
        for handle, state in noted
        if not (memory.folded and memory.handles[handle].kind == TIMER)
    ]
    handles, after = [handle for handle, _ in kept], [state for _, state in kept if state]
    return Order(execution.ending, {execution.ending}, timers, handles, after)
