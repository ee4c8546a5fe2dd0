"""How the program ends if sets of tasks have another order than that of creation."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lockstep.english import number
from lockstep.explore.budget import ShareExhausted
from lockstep.explore.model.memory import Memory, Unrepeatable
from lockstep.explore.observe.choices import ChosenArrivals
from lockstep.explore.observe.execute import Mode
from lockstep.explore.observe.execution import Unfold
from lockstep.explore.observe.listing_sites import hides_listings
from lockstep.explore.observe.plain import Plain
from lockstep.explore.search.by_running import Ending, Ran, Running
from lockstep.explore.search.set_orders import (
    MOST_EXECUTIONS,
    is_tried_in_full,
    may_meet_sets,
    other_orders,
)
from lockstep.explore.search.state_graph import Contradiction, Graph, Unsuited
from lockstep.explore.strategies.session import Session

#: Of the time that is left, the share that may be spent: without it there is no claim.
_SHARE = 0.6
#: Ends that only other orders of sets lead to, and that are shown; more are a doubt.
MOST_ENDS = 200
#: Why an answer is not complete though every succession of tasks was tried.
_TANGLED = (
    "it goes through sets of the same tasks more than once, and where hashes collide or sets are "
    "of unequal size CPython may list these tasks otherwise each time; it was tried only that "
    "all sets agree"
)
_SetOrder = tuple[int, ...]


class _Seen(NamedTuple):
    """What executions in one order of sets have shown.

    Attributes:
        ends: what came when in the one that ended so first, for each way to end.
        listed: which tasks were in sets that were gone through.
        is_tangled: whether sets may list them as no succession explains.
        memory: where timers have their names.
    """

    ends: dict[Ending, dict[int, list[int]]]
    listed: set[int]
    is_tangled: bool
    memory: Memory


#: Executes the program again and again in one order of sets.
_Executing = Callable[[_SetOrder], Iterator[_Seen]]


class _TooManyEnds(Exception):
    """More than can be shown."""


class SetOrderChecks:
    """Tries every order of steps once more for each other order of sets; shows what it finds."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: set[Ending] = set()
        self._defaults: set[Ending] = set()
        self._is_tangled = False
        self._listed = 0  # how many tasks sets list
        self._orders_tried = 0

    @functools.cached_property
    def _reporting(self) -> Plain:
        """The program, so that it tells when it goes through sets; few have to be compiled so."""
        return self._session.plain.reporting_listings()

    def by_running(self, mode: Mode, ran: Ran) -> None:
        """Run every order, for each order of sets."""

        def seen(order: _SetOrder) -> Iterator[_Seen]:
            running = Running(self._reporting, mode, order)
            for now in running.go_on(self._session.seconds):
                yield _Seen(now.arrivals, now.listed, now.is_tangled, running.names.memory)
            ran.unfollowed |= running.ran.unfollowed
            self._session.evidence.append(running.ran)

        self._known = set(ran.arrivals)
        self._try(mode, ran.in_sets, ran.executions, seen)

    def by_states(self, counted: Graph, known: set[Ending]) -> None:
        """Take every transition between states, for each order of sets."""
        mode, names = counted.mode, counted.names

        def seen(order: _SetOrder) -> Iterator[_Seen]:
            graph = Graph(self._reporting, names, mode, order)
            for _ in graph.grow(self._session.seconds):
                done = graph.latest
                ends = {done.ending: done.timers} if done else {}
                flags = graph.flags
                yield _Seen(ends, flags.listed, flags.is_tangled, names.memory)
            self._session.evidence.append(graph.flags)

        in_sets = counted.flags.in_sets
        if in_sets and counted.has_renamed:  # it was one of several equal ones
            in_sets = in_sets | set(range(1, counted.flags.tasks))
        self._known = set(known)
        self._try(mode, in_sets, counted.executions, seen)

    def untried(self, mode: Mode, tasks: int) -> None:
        """Nothing was tried: doubt, if the program may meet such sets."""
        if self._may_meet(mode, tasks - 1):
            self._doubt(tasks, "and only that of their creation was tried")

    def _may_meet(self, mode: Mode, tasks: int) -> bool:
        # what was run folded has cancelled nothing: the first cancellation ends that mode
        return tasks >= 2 and may_meet_sets(self._session.program.source, mode != "folded")

    def _try(self, mode: Mode, in_sets: set[int], executions: int, seen: _Executing) -> None:
        """Show the ends that there are in other orders of sets, and not in that of creation.

        Args:
            mode: how completions were chosen.
            in_sets: the tasks that may be in sets whose order shows.
            executions: how many were spent on that order.
            seen: what executions show in another one.
        """
        if not self._may_meet(mode, len(in_sets)):
            return
        session = self._session
        session.found.doing = "trying other orders of sets of tasks"
        why = self._why_not_all(set(in_sets), executions, seen)
        session.outcomes.take_in_sets()
        if why:
            tasks = self._listed or len(in_sets)
            orders = math.factorial(tasks)
            tried = min(max(1, self._orders_tried), orders)  # all was run in that of creation
            were = "was" if tried == 1 else "were"
            self._doubt(tasks, f"and of those {orders:,} orders {number(tried)} {were} tried{why}")
        elif self._is_tangled:
            session.doubt(_TANGLED)

    def _why_not_all(self, in_sets: set[int], executions: int, seen: _Executing) -> str:
        """Try all orders of sets; return why some were not tried, or ''."""
        budget = self._session.budget
        began = budget.spent_ms
        try:
            with budget.share(_SHARE):
                is_tried = self._try_all(in_sets, executions, seen)
        except ShareExhausted:
            had = f"in the {(budget.spent_ms - began) / 1000:.1f} s that there were"
            return f" {had} (`lockstep explore --seconds` gives more)"
        except _TooManyEnds:
            return f", as they lead to more than {MOST_ENDS} other ends"
        except (Contradiction, Unsuited, Unfold) as error:
            return f"; then {str(error) or 'one could not be followed'}"
        return "" if is_tried else f", as all would take over {MOST_EXECUTIONS:,} runs"

    def _try_all(self, in_sets: set[int], executions: int, seen: _Executing) -> bool:
        """Return whether all orders were tried; tasks that come into sets only then are, too."""
        as_created: _SetOrder = ()
        listed = self._tried([as_created], seen)
        if hides_listings(self._session.program.source):
            listed, self._is_tangled = listed | in_sets, True
        if len(listed) < 2:
            return True  # whatever is in sets, their order does not show
        tried = {as_created}
        self._listed = len(listed)
        while is_tried_in_full(listed, executions):
            orders = [order for order in other_orders(listed, True) if order not in tried]
            more = self._tried(orders, seen) - listed
            if not more:
                self._session.outcomes.set_orders = math.factorial(len(listed))
                return True
            tried.update(orders)
            listed |= more
            self._listed = len(listed)
        self._tried(other_orders(listed, False), seen)
        return False

    def _tried(self, orders: Iterable[_SetOrder], seen: _Executing) -> set[int]:
        """Return the tasks in sets that the program has gone through in one of these orders."""
        found: set[int] = set()
        for order in orders:
            if order:
                self._show_default(order)
            for now in seen(order):
                self._session.budget.spend_run()
                for ending in now.ends.keys() - self._known:
                    if not order:
                        raise Contradiction("a program that tells of its sets ended otherwise")
                    self._known.add(ending)
                    self._show(ending, now.ends[ending], now.memory)
                found |= now.listed
                self._is_tangled |= now.is_tangled
            self._orders_tried += 1
        return found

    def _show_default(self, order: _SetOrder) -> None:
        """Show the run without any other deviation, where none with as few is known to end so."""
        session, timers = self._session, ChosenArrivals.of({}, {}, order)
        try:
            ending = session.replay(session.running.names.memory, timers)[1].ending
        except Unrepeatable:
            return
        row = session.outcomes.row_of(ending)
        if ending not in self._defaults and (row is None or row.deviations > 1):
            self._defaults.add(ending)
            self._known.add(ending)
            self._show(ending, timers)

    def _show(
        self, ending: Ending, timers: dict[int, list[int]], memory: Memory | None = None
    ) -> None:
        by_sets = self._session.outcomes.by_sets
        if len(by_sets) >= MOST_ENDS:
            raise _TooManyEnds
        outcome = self._session.recorded(ending, timers, memory)
        if outcome is not None:
            by_sets.append(outcome)

    def _doubt(self, tasks: int, reach: str) -> None:
        self._session.doubt(
            f"asyncio goes through sets of its {tasks} tasks in the order of their addresses, "
            f"{reach}"
        )
