"""The answer by really taking every transition between the states of the program."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable

from lockstep.explore.budget import ShareExhausted
from lockstep.explore.observe.execution import Unfold
from lockstep.explore.observe.symmetry import Asymmetric
from lockstep.explore.search.audit import draw
from lockstep.explore.search.by_running import Order
from lockstep.explore.search.interleavings import Orders
from lockstep.explore.search.state_graph import Contradiction, Executed, Graph, Left, Unsuited
from lockstep.explore.strategies.session import Session
from lockstep.explore.strategies.set_order_checks import SetOrderChecks
from lockstep.explore.strategies.shortest_schedules import ShortestSchedules

#: Orders that are drawn from the counted ones and run from end to end, at least.
AUDITED = 200
#: States up to which it is tried where time is not bounded; about two executions each.
MOST_STATES = 3_000
#: Seconds that a state takes, about.
SECONDS_A_STATE = 0.006
#: Where equal tasks are taken for one, it is tried at first: the part of these states for that,
SHARE_FOR_EQUALS = 0.5
#: and the states after which two must have been equal but for which task is which.
SOME_STATES = 60
#: Nodes of the graph that is counted.
MOST_NODES = 60_000
#: Orders that are recorded besides one for each ending.
SAMPLED = 6


class StateByState:
    """Takes every transition once.

    Attributes:
        words: how many orders end how, once that is known.
        executed: orders that were run from end to end.
        searched: endings to each of which a shortest schedule was looked for.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_unsuited = session.found.latency == "written" or session.running.ran.reads_clock
        self._most_for_equals = 0.0
        self.words: dict[frozenset[Hashable], int] = {}
        self.executed: list[Order] = []
        self.searched: frozenset[Hashable] = frozenset()
        self._counted: Graph | None = None

    def answer_for_equals(self, part: float) -> bool:
        """Take all transitions, equal tasks for one; return whether that is the answer.

        Args:
            part: of the time that is left, the share that may be spent.
        """
        running = self._session.running
        if self._is_unsuited or running.mode not in ("folded", "partly"):
            return False
        self._most_for_equals = self._affordable(part) * SHARE_FOR_EQUALS
        try:
            with contextlib.suppress(ShareExhausted, Asymmetric), self._session.budget.share(part):
                return self._grown(self._graph(is_renaming=True))
        except Unfold:
            running.restart_unfolded()
            return self.answer_for_equals(part)
        except Contradiction:
            self._session.forget()
        except Unsuited:
            self._is_unsuited = True
        self._session.found.estimate = None
        return False

    def answer(self, part: float, states: int | None) -> bool:
        """Take all transitions; return whether that is the answer.

        Args:
            part: of the time that is left, the share that may be spent.
            states: how many states there may be, if something has counted them.
        """
        session, running = self._session, self._session.running
        if self._is_unsuited or (states is not None and states > self._affordable(part)):
            return False
        try:
            with contextlib.suppress(ShareExhausted), session.budget.share(part):
                return self._grown(self._graph())
        except Unfold:
            running.restart_unfolded()
            return self.answer(part, states)
        except Contradiction as error:
            session.why = f"its states do not tell how it goes on ({error.what})"
            session.found.estimate = None
            session.forget()
        except Unsuited:
            pass
        return False

    def _graph(self, is_renaming: bool = False) -> Graph:
        session, running = self._session, self._session.running
        session.found.doing = "taking every step between states"
        return Graph(session.plain, running.names, running.mode, is_renaming=is_renaming)

    def _affordable(self, part: float) -> float:
        left = self._session.budget.left()
        return MOST_STATES if left == float("inf") else part * left / SECONDS_A_STATE

    def _grown(self, graph: Graph) -> bool:
        session, is_bounded = self._session, self._session.budget.left() != float("inf")
        most = float("inf") if is_bounded else 2 * MOST_STATES
        for _ in graph.grow(session.seconds):
            session.budget.spend_run()
            if graph.latest is not None:
                self._show(graph.latest)
            if graph.is_renaming:
                most = self._most_for_equals if graph.has_renamed else SOME_STATES
            if len(graph.nodes) > most:
                return False
        counting = graph.counting()
        for _ in counting.count(MOST_NODES):
            session.budget.keep_time()
        if not counting.orders.complete:
            return False
        session.found.estimate = counting.orders.total  # no more than that until it is proved
        session.report_progress()
        self._audit(graph, counting.orders)
        self._answer(graph, counting.orders)
        return True

    def _show(self, done: Executed) -> None:
        outcomes = self._session.outcomes
        if done.ending not in outcomes.of:
            self._session.show_executed(done.ending, done.timers)

    def _audit(self, graph: Graph, orders: Orders[Left]) -> None:
        """Run orders drawn from the counted ones; hold those run before against the graph.

        Raises:
            Contradiction: one goes otherwise.
        """
        session = self._session
        session.found.doing = "running orders that were counted"
        for letters, order in self._run_before().items():
            if not order.endings & graph.endings_of(letters):
                raise Contradiction("an order that was run had not been counted, or not so")
        drawn: set[tuple[int, ...]] = set()
        for each in draw(orders, graph.counting().expand):
            if len(drawn) >= min(AUDITED, orders.total):
                break
            if each.letters in drawn:
                continue
            session.budget.spend_run()
            done = graph.run_drawn(graph.path_of(each.letters), session.seconds)
            if done.letters != each.letters or done.ending not in each.endings:
                raise Contradiction("an order that was counted went otherwise when it was run")
            drawn.add(each.letters)

    def _answer(self, graph: Graph, orders: Orders[Left]) -> None:
        session, outcomes, found = self._session, self._session.outcomes, self._session.found
        session.evidence.append(graph.flags)
        done = list(graph.executed.values())
        for each in done:
            self._show(each)
        outcomes.show(orders.by_endings)
        found.method, found.interleavings = "all", orders.total
        found.executed, found.transitions = self._executed(graph), graph.taken
        found.alike = graph.has_renamed
        self._record_further(graph)
        outcomes.show(orders.by_endings)
        known = {each.ending for each in done}
        SetOrderChecks(session).by_states(graph, known)
        session.settle(exhaustive=True)
        session.report_progress()
        self.words = orders.by_endings
        session.counted = session.running.names.memory, orders
        self.executed = [*session.running.ran.orders.values(), *map(_as_order, done)]
        self._counted = graph

    def find_shortest(self) -> None:
        """Look for the shortest schedules in the graph that was counted, if it tells them.

        It does not where a sleep and what it wakes are two, nor where a program that keeps times
        and does sums with them has armed others than before in what is else one state.
        """
        graph = self._counted
        if graph is None or graph.mode != "folded" or graph.has_own_times:
            return
        if not graph.flags.was_impatient:
            shortest = ShortestSchedules(self._session, has_many=True)
            self.searched = shortest.find_taken(graph)

    def _executed(self, graph: Graph) -> int:
        return len(set(self._run_before()) | set(graph.executed))

    def _run_before(self) -> dict[tuple[int, ...], Order]:
        """Return the orders that were run one by one, by their letters."""
        running = self._session.running
        is_letter = running.names.memory.is_letter
        orders = running.ran.orders.values()
        return {tuple(filter(is_letter, order.handles)): order for order in orders}

    def _record_further(self, graph: Graph) -> None:
        """Record some other orders than the first of each ending; they may show more variables."""
        others = list(graph.executed.values())
        for done in others[:: max(1, len(others) // SAMPLED)][:SAMPLED]:
            outcome = self._session.recorded(done.ending, done.timers)
            if outcome is not None:
                self._session.outcomes.further(outcome)


def _as_order(done: Executed) -> Order:
    return Order(done.ending, {done.ending}, done.timers, done.handles)
