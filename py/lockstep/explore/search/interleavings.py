"""Every order of steps, counted by walking a graph of states, level by level.

Two beginnings that lead to states which cannot be told apart have the same continuations, so
each state is expanded once, and the number of paths to it is carried along. A *word* is a
sequence of task steps. One word can have left the loop in several states (a callback has run
already, or not yet), so a node of the graph is the set of states that one word can lead to.
Callbacks that decide something, such as timeouts, are in the words, too.

The graph may be one of states that were executed (`state_graph`), or, as E1, of states that follow
from summaries (`of_machine`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lockstep.explore.model.core import Ask
from lockstep.explore.model.machine import Key, Machine, State

#: Nodes between two looks at what has been counted.
LOOK_EVERY = 20

States = dict[Hashable, State]
Ending = Callable[[State], Hashable]


class Expansion[S](NamedTuple):
    """What follows on a state: by letter the states after it, by key; by ending a state at it."""

    following: dict[int, dict[Hashable, S]]
    endings: dict[Hashable, S]


@dataclass(slots=True)
class Node[S]:
    """The states that some words lead to, how many words, and what follows on which letter.

    ``ends`` are the endings of orders that are over here; ``endings``, once `endings_by_core` has
    been asked, those of all that go on from here as well.
    """

    states: dict[Hashable, S]
    paths: int
    following: dict[int, Node[S]] = field(default_factory=dict)
    is_end: bool = False
    ends: frozenset[Hashable] = frozenset()
    endings: set[Hashable] = field(default_factory=set)


@dataclass
class Orders[S]:
    """What has been counted.

    Attributes:
        by_endings: how many orders of steps end in one of these ways; more than one where what
            the program is known by differs, though not what it shows.
        examples: a state for each ending.
        total: how many orders; one can have two endings where callbacks decide.
        levels: the graph, level by level.
        complete: whether nothing is left.
    """

    by_endings: dict[frozenset[Hashable], int] = field(default_factory=dict)
    examples: dict[Hashable, S] = field(default_factory=dict)
    total: int = 0
    nodes: int = 0
    levels: list[list[Node[S]]] = field(default_factory=list)
    complete: bool = False


def endings_by_core(orders: Orders[State]) -> dict[int, set[Hashable]]:
    """Return which endings can still be reached, by the key of the program's state."""
    reachable: dict[int, set[Hashable]] = {}
    for level in reversed(orders.levels):
        for node in level:
            for after in node.following.values():
                node.endings |= after.endings
            for state in node.states.values():
                reachable.setdefault(state.core.key, set()).update(node.endings)
    return reachable


def of_machine(machine: Machine, ending_of: Ending, ask: Ask) -> Counting[State]:
    """Return what counts the orders that follow from summaries.

    Args:
        machine: the program's.
        ending_of: what tells endings apart.
        ask: asks a function, again after each run that was needed to know enough.
    """

    def expand(state: State) -> Expansion[State]:
        following, ends = ask(letters, machine, state)
        return Expansion(following, {ending_of(end): end for end in ends.values()})

    return Counting(machine.start(), lambda state: state.key, expand)


def letters(machine: Machine, state: State) -> tuple[dict[int, States], States]:
    """Return, by the task step that comes next, the states after it; and the endings."""
    following: dict[int, States] = {}
    endings: States = {}
    seen: set[Key] = {state.key}
    todo = [state]

    def went(handle: int, to: State) -> None:
        if machine.memory.is_letter(handle):
            following.setdefault(handle, {}).setdefault(to.key, to)
        elif to.key not in seen:
            seen.add(to.key)
            todo.append(to)

    while todo:
        here = todo.pop()
        if machine.is_end(here):
            endings.setdefault(here.key, here)
            continue
        forced = machine.forced(here)
        if forced is not None:
            went(forced, machine.run(here, forced))
            continue
        for timer in here.ready:
            went(*machine.come(here, timer))
        if machine.may_advance(here):
            went(*machine.onward(here))
    return following, endings


class Counting[S]:
    """Counts all orders of one program.

    Args:
        start: the state in which it begins.
        key_of: equal for equal states.
        expand: returns what follows on a state.
    """

    def __init__(
        self, start: S, key_of: Callable[[S], Hashable], expand: Callable[[S], Expansion[S]]
    ) -> None:
        self._start, self._key_of, self.expand = start, key_of, expand
        self.orders: Orders[S] = Orders()

    def count(self, most: int) -> Iterator[Orders[S]]:
        """Yield now and then what has been counted; give up after ``most`` nodes."""
        orders, start = self.orders, self._key_of(self._start)
        level: dict[Hashable, Node[S]] = {start: Node({start: self._start}, 1)}
        while level:
            orders.levels.append(list(level.values()))
            below: dict[Hashable, Node[S]] = {}
            for node in level.values():
                self._expand(node, below)
                orders.nodes += 1
                if orders.nodes % LOOK_EVERY == 0:
                    yield orders
                if orders.nodes > most:
                    return
            level = below
        orders.complete = True
        yield orders

    def estimate(self, walks: int) -> int:
        """Guess the number of orders by ``walks`` chance walks.

        Source: D. E. Knuth, "Estimating the efficiency of backtrack programs", 1975.
        """
        chance, total = random.Random(0), 0
        for _ in range(walks):
            states: list[S] = [self._start]
            paths = 1
            while True:
                following, _ = self._onward(states)
                if not following:
                    break
                paths *= len(following)
                states = list(following[chance.choice(sorted(following))].values())
            total += paths
        return round(total / walks)

    def _onward(self, states: Iterable[S]) -> Expansion[S]:
        following: dict[int, dict[Hashable, S]] = {}
        endings: dict[Hashable, S] = {}
        for state in states:
            onward = self.expand(state)
            for letter, after in onward.following.items():
                following.setdefault(letter, {}).update(after)
            endings.update(onward.endings)
        return Expansion(following, endings)

    def _expand(self, node: Node[S], below: dict[Hashable, Node[S]]) -> None:
        following, endings = self._onward(node.states.values())
        self._ended(node, endings)
        for letter, states in following.items():
            key = frozenset(states)
            there = below.get(key)
            if there is None:
                there = below[key] = Node(states, 0)
            there.paths += node.paths
            node.following[letter] = there

    def _ended(self, node: Node[S], endings: dict[Hashable, S]) -> None:
        for ending, end in endings.items():
            self.orders.examples.setdefault(ending, end)
        if endings:
            together = frozenset(endings)
            paths = self.orders.by_endings.get(together, 0)
            self.orders.by_endings[together] = paths + node.paths
            self.orders.total += node.paths
            node.endings.update(endings)
            node.ends, node.is_end = together, True
