"""Can the program end otherwise if sets of tasks have another order than that of creation?"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lockstep.explore.budget import ShareExhausted
from lockstep.explore.observe.execute import Mode
from lockstep.explore.observe.execution import Unfold
from lockstep.explore.search.by_running import Ran, Running
from lockstep.explore.search.set_orders import is_tried_in_full, may_meet_sets, other_orders
from lockstep.explore.search.state_graph import Contradiction, Graph, Unsuited
from lockstep.explore.strategies.session import Session

#: How a program can end: status and result.
_End = tuple[str, str | None]
#: Of the time that is left, the share that may be spent: without it there is no claim.
_SHARE = 0.6


class _Seen(NamedTuple):
    """What executions have shown: how they end, and which tasks may have been in sets."""

    ends: set[_End]
    in_sets: set[int]


class SetOrderChecks:
    """Tries every order of steps once more for other orders of sets; what it finds is a doubt."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_running(self, mode: Mode, ran: Ran) -> None:
        """Run every order, for each order of sets."""

        def seen(ranks: tuple[int, ...]) -> Iterator[_Seen]:
            for now in Running(self._session.plain, mode, ranks).go_on(self._session.seconds):
                yield _Seen({ending[:2] for ending in now.arrivals}, now.in_sets)

        known = _Seen({ending[:2] for ending in ran.arrivals}, ran.in_sets)
        self._try(mode, known, ran.executions, seen)

    def by_states(self, counted: Graph, known: set[_End]) -> None:
        """Take every transition between states, for each order of sets."""
        plain, mode, names = self._session.plain, counted.mode, counted.names

        def seen(ranks: tuple[int, ...]) -> Iterator[_Seen]:
            graph = Graph(plain, names, mode, ranks)
            for _ in graph.grow(self._session.seconds):
                ends = {graph.latest.ending[:2]} if graph.latest else set()
                yield _Seen(ends, graph.flags.in_sets)

        in_sets = counted.flags.in_sets
        if in_sets and counted.has_renamed:  # it was one of several equal ones
            in_sets = set(range(counted.flags.tasks))
        self._try(mode, _Seen(known, in_sets), counted.executions, seen)

    def untried(self, mode: Mode, tasks: int) -> None:
        """Nothing was tried: doubt, if the program may meet such sets."""
        if self._may_meet(mode, tasks - 1):
            self._doubt(tasks)

    def _may_meet(self, mode: Mode, tasks: int) -> bool:
        # what was run folded has cancelled nothing: the first cancellation ends that mode
        return tasks >= 2 and may_meet_sets(self._session.program.source, mode != "folded")

    def _try(
        self,
        mode: Mode,
        known: _Seen,
        executions: int,
        seen: Callable[[tuple[int, ...]], Iterator[_Seen]],
    ) -> None:
        """Compare the ends that there are in other orders of sets with those that are known.

        The main task, which is the first, keeps its place.

        Args:
            mode: how completions were chosen.
            known: what executions have shown in the order of creation.
            executions: how many these were.
            seen: what they show in another one.
        """
        session = self._session
        in_sets = known.in_sets - {0}
        if not self._may_meet(mode, len(in_sets)):
            return
        session.found.doing = "trying other orders of sets of tasks"
        stopped = ShareExhausted, Contradiction, Unsuited, Unfold
        tried: set[tuple[int, ...]] = set()
        with contextlib.suppress(*stopped), session.budget.share(_SHARE):
            while True:
                is_full, more = is_tried_in_full(len(in_sets), executions), set[int]()
                for ranks in other_orders(in_sets, is_full):
                    if ranks in tried:
                        continue
                    tried.add(ranks)
                    for now in seen(ranks):
                        session.budget.spend_run()
                        if new := now.ends - known.ends:
                            self._doubt_end(*min(new, key=str))
                            return
                        more |= now.in_sets - {0}
                if not is_full:
                    break
                if more <= in_sets:
                    return
                in_sets |= more
        self._doubt(len(in_sets))

    def _doubt_end(self, status: str, result: str | None) -> None:
        self._session.doubt(
            "asyncio goes through a set of tasks in the order of their addresses, "
            f"and in another one than that of creation this ends as {status}: {result}"
        )

    def _doubt(self, tasks: int) -> None:
        self._session.doubt(
            f"asyncio goes through sets of its {tasks} tasks in the order of their addresses, "
            "and of those orders only some were tried"
        )
