"""Boundary by boundary through transitions that were taken: when what was counted can come.

The graph (`state_graph`) chooses late, and knows no deadlines: an arrival is chosen when its step
runs, and a batch in which nothing was queued ends at once. Here the same letters are chosen at
boundaries, as `model.batches` does, and each transition tells what it has armed and how long it
took. Each boundary choice is a late choice, so all of them are in the graph. Invariants:

1. The place in the graph is that after the letters chosen so far. Where nothing that waits to run
   does more than count, the graph may be ahead: its batch is over, and that of the loop is not.
2. Completions have the names that the graph's node gives them. So moments are one that differ
   only in which of several interchangeable tasks is which, as long as these have armed in the
   same order, which is what the default order depends on. `arrivals` has the real names.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from lockstep.explore.model.batches import AtBoundary, Boundaries
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.choices import END
from lockstep.explore.observe.happenings import BatchEnded, Came, Happening, Ran
from lockstep.explore.observe.symmetry import Renaming
from lockstep.explore.search.by_running import Ending
from lockstep.explore.search.state_graph import Edge, Graph, Node

_SOMETHING = (0,)  # it is queued; what it is, the graph knows


class Unfit(Exception):
    """What can come at a boundary was not found in the graph: it cannot be said what is nearest."""


class Place(NamedTuple):
    """How far an order has got in the graph.

    Attributes:
        edge: the transition that it has taken last.
        at: how much of what happens on it has happened.
        node: where that has led, once all of it has.
        real: from the numbers that tasks have here to those that they really have.
    """

    edge: Edge
    at: int
    node: Node | None
    real: Renaming

    @property
    def key(self) -> Hashable:
        """Equal where the same follows."""
        return (id(self.edge), self.at) if self.node is None else id(self.node)

    @property
    def next(self) -> Happening | None:
        """What happens next without a choice of the graph's; None where it has one, or none."""
        happened = self.edge.happened
        return happened[self.at] if self.at < len(happened) else None


type At = AtBoundary[Place]


class TakenBatches(Boundaries[Place]):
    """Goes from choice to choice in a graph whose every transition has been taken, 'folded'.

    Args:
        graph: the graph.
        memory: where handles have their names.
    """

    folded = True

    def __init__(self, graph: Graph, memory: Memory) -> None:
        assert graph.first is not None and graph.mode == "folded"
        self._first, self._memory = graph.first, memory
        self._endings = _reachable(graph)

    def start(self) -> At:
        """Return the moment after the program's first batch: nothing is to be chosen yet."""
        to = AtBoundary(Place(self._first, 0, None, Renaming(self._memory, {})))
        to.batch = -1
        while type(ran := to.core.next) is Ran:
            self._do(to, ran)
            if ran.is_outside:
                to.had_queue, to.posted = True, ()
        self._settle(to)
        return to

    def reachable(self, state: At) -> frozenset[Ending]:
        """Return the endings that can follow."""
        return self._endings[id(state.core.node or state.core.edge.to)] | _ended(state.core.edge)

    @staticmethod
    def ending(state: At) -> Hashable:
        """Return how the program has ended."""
        return state.ended and state.ended[0]

    # --- what runs ------------------------------------------------------------------------

    def _name_of_arrival(self, state: At, timer: int) -> int:
        return state.core.real.of(timer)

    def _wake(self, to: At, timer: int) -> None:
        """Run the step that a completion wakes.

        Raises:
            Unfit: it cannot come here.
        """
        self._choose(to, timer)
        came = to.core.next
        if type(came) is not Came or came.timer != timer:
            raise Unfit
        self._passed(to)
        if type(ran := to.core.next) is Ran:
            self._do(to, ran)
        self._settle(to)

    def _run_queued(self, to: At, queued: tuple[int, ...]) -> None:
        """Run what is queued; where that does nothing but count, the graph has done so before."""
        self._choose(to, END)
        if type(to.core.next) is BatchEnded:
            self._passed(to)
        while type(ran := to.core.next) is Ran and not ran.is_outside:
            self._do(to, ran)
        self._settle(to)

    def _outside(self, to: At) -> None:
        """Do what the program does outside of its loop, which has been left."""
        self._passed(to)  # the batch that was the last one
        while type(ran := to.core.next) is Ran and ran.is_outside:
            self._do(to, ran)
        to.stops = False

    def _choose(self, to: At, option: int) -> None:
        """Take an option of the graph's, if it has that one to choose."""
        node, real = to.core.node, to.core.real
        if node is not None and option in node.edges:
            to.core = Place(node.edges[option], 0, None, real)

    def _passed(self, to: At) -> None:
        to.core = to.core._replace(at=to.core.at + 1)

    def _do(self, to: At, ran: Ran) -> None:
        to.arms += tuple((timer, to.took_us + us) for timer, us in ran.arms)
        to.took_us += ran.took_us
        to.steps += 1
        if ran.posts:
            to.posted = _SOMETHING
        self._passed(to)

    # --- where the graph has got to ---------------------------------------------------------

    def _settle(self, to: At) -> None:
        """Go on in the graph to what waits for a choice at a boundary."""
        if to.core.node is not None:
            return
        while type(ended := to.core.next) is BatchEnded and ended.is_quiet:
            self._passed(to)
            while type(ran := to.core.next) is Ran and not ran.is_outside:
                if ran.arms or ran.took_us or ran.posts:
                    raise Unfit  # it does more than count
                self._passed(to)
        edge, at = to.core.edge, to.core.at
        if edge.to is None:
            has_timers = to.open or to.arms or to.arms_before
            left = edge.happened[at:]
            if not left or not (has_timers or any(map(_is_about_timers, left))):
                to.ended = (edge.ending,)
        elif at == len(edge.happened):
            self._arrive(to, edge, edge.to)
        after = edge.happened[at + 1 : at + 2]
        to.stops = bool(after) and type(after[0]) is Ran and after[0].is_outside

    def _arrive(self, to: At, edge: Edge, node: Node) -> None:
        """Give tasks and their completions the names that they have in the node."""
        before = to.core.real.to
        self._rename(to, dict(zip(edge.onto, node.tasks, strict=True)))
        real = {now: before.get(was, was) for was, now in zip(edge.onto, node.tasks, strict=True)}
        if again := self._in_order(to, node):
            self._rename(to, again)
            real = {again.get(now, now): number for now, number in real.items()}
        to.core = Place(edge, len(edge.happened), node, Renaming(self._memory, real))

    def _in_order(self, to: At, node: Node) -> dict[int, int]:
        """Return other numbers for exchangeable tasks, by the order in which they have armed."""
        found: dict[int, int] = {}
        if not node.groups:
            return found
        handles = self._memory.handles
        timers = to.open + to.arms_before + to.arms
        owners = [handles[handles[timer].owner].owner for timer, _ in timers]
        for group in node.groups:
            numbers = [node.tasks[place] for place in group]
            armed = [owner for owner in owners if owner in numbers]
            if len(armed) == len(numbers):
                found.update(zip(armed, sorted(numbers), strict=True))
        return found

    def _rename(self, to: At, numbers: Mapping[int, int]) -> None:
        by = Renaming(self._memory, {was: now for was, now in numbers.items() if was != now})
        if not by.to:
            return
        to.open = tuple((by.of(timer), us) for timer, us in to.open)
        to.arms = tuple((by.of(timer), us) for timer, us in to.arms)
        to.arms_before = tuple((by.of(timer), us) for timer, us in to.arms_before)
        if to.default is not None:
            to.default = by.all(to.default)


def _is_about_timers(happening: Happening) -> bool:
    return type(happening) is Came or (type(happening) is Ran and bool(happening.arms))


def _ended(edge: Edge) -> frozenset[Ending]:
    return frozenset() if edge.ending is None else frozenset([edge.ending])


def _reachable(graph: Graph) -> dict[int, frozenset[Ending]]:
    """Return the endings that can follow on each node, by its `id`; on None, none."""
    found: dict[int, frozenset[Ending]] = {id(None): frozenset()}
    nodes = list(graph.nodes.values())
    has_changed = True
    while has_changed:
        has_changed = False
        for node in reversed(nodes):
            follow = [_ended(e) | found.get(id(e.to), frozenset()) for e in node.edges.values()]
            ends = frozenset[Ending]().union(*follow)
            has_changed |= found.get(id(node)) != ends
            found[id(node)] = ends
    return found
