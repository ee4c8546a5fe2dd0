"""Can the program end otherwise if sets of tasks have another order than that of creation?"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from lockstep.explore.budget import ShareExhausted
from lockstep.explore.observe.execute import Mode
from lockstep.explore.observe.execution import Unfold
from lockstep.explore.observe.names import Names
from lockstep.explore.search.by_running import Running
from lockstep.explore.search.set_orders import is_tried_in_full, may_meet_sets, other_orders
from lockstep.explore.search.state_graph import Contradiction, Graph, Unsuited
from lockstep.explore.strategies.session import Session

#: How a program can end: status and result.
_End = tuple[str, str | None]


class SetOrderChecks:
    """Tries every order of steps once more for other orders of sets; what it finds is a doubt."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_running(self, mode: Mode, tasks: int, known: set[_End]) -> None:
        """Run every order, for each order of sets."""

        def ends(ranks: tuple[int, ...]) -> Iterator[set[_End]]:
            for ran in Running(self._session.plain, mode, ranks).go_on(self._session.seconds):
                yield {ending[:2] for ending in ran.arrivals}

        self._try(mode, tasks, known, ends)

    def by_states(self, mode: Mode, names: Names, tasks: int, known: set[_End]) -> None:
        """Take every transition between states, for each order of sets."""

        def ends(ranks: tuple[int, ...]) -> Iterator[set[_End]]:
            graph = Graph(self._session.plain, names, mode, ranks)
            for _ in graph.grow(self._session.seconds):
                yield {graph.latest.ending[:2]} if graph.latest else set()

        self._try(mode, tasks, known, ends)

    def untried(self, mode: Mode, tasks: int) -> None:
        """Nothing was tried: doubt, if the program may meet such sets."""
        if self._may_meet(mode, tasks):
            self._doubt(tasks)

    def _may_meet(self, mode: Mode, tasks: int) -> bool:
        # what was run folded has cancelled nothing: the first cancellation ends that mode
        return tasks >= 3 and may_meet_sets(self._session.program.source, mode != "folded")

    def _try(
        self,
        mode: Mode,
        tasks: int,
        known: set[_End],
        ends: Callable[[tuple[int, ...]], Iterator[set[_End]]],
    ) -> None:
        session = self._session
        if not self._may_meet(mode, tasks):
            return
        session.found.doing = "trying other orders of sets of tasks"
        stopped = ShareExhausted, Contradiction, Unsuited, Unfold
        with contextlib.suppress(*stopped), session.budget.share(0.3):
            for ranks in other_orders(tasks):
                for now in ends(ranks):
                    session.budget.spend_run()
                    if new := now - known:
                        status, result = min(new, key=str)
                        session.doubt(
                            "asyncio goes through a set of tasks in the order of their addresses, "
                            f"and in another one than that of creation this ends as {status}: "
                            f"{result}"
                        )
                        return
            if is_tried_in_full(tasks):
                return
        self._doubt(tasks)

    def _doubt(self, tasks: int) -> None:
        self._session.doubt(
            f"asyncio goes through sets of its {tasks} tasks in the order of their addresses, "
            "and of those orders only some were tried"
        )
