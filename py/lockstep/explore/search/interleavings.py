"""E1: every order of steps, counted by walking a graph of states, level by level.

Two beginnings that lead to states which cannot be told apart have the same continuations, so
each state is expanded once, and the number of ways to it is carried along. A *word* is a
sequence of task steps. One word can have left the loop in several states (a callback has run
already, or not yet), so a node of the graph is the set of states that one word can lead to.
Callbacks that decide something, such as timeouts, are in the words, too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lockstep.explore.model.machine import Key, Machine, State

States = dict[Key, State]
Ending = Callable[[State], Hashable]
Known = Callable[..., Any]


@dataclass(slots=True)
class Node:
    """The states that some words lead to, how many words, and what follows on which letter."""

    states: States
    ways: int
    following: dict[int, Node] = field(default_factory=dict)
    is_end: bool = False
    endings: set[Hashable] = field(default_factory=set)


@dataclass
class Orders:
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
    examples: dict[Hashable, State] = field(default_factory=dict)
    total: int = 0
    nodes: int = 0
    levels: list[list[Node]] = field(default_factory=list)
    complete: bool = False

    def endings_by_core(self) -> dict[int, set[Hashable]]:
        """Return which endings can still be reached, by the key of the program's state."""
        reachable: dict[int, set[Hashable]] = {}
        for level in reversed(self.levels):
            for node in level:
                for after in node.following.values():
                    node.endings |= after.endings
                for state in node.states.values():
                    reachable.setdefault(state.core.key, set()).update(node.endings)
        return reachable


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


class Counting:
    """Counts all orders of one program.

    Args:
        machine: the program's.
        ending_of: what tells endings apart.
        known: asks a function, again after each run that was needed to know enough.
    """

    def __init__(self, machine: Machine, ending_of: Ending, known: Known) -> None:
        self._machine, self._ending_of, self._known = machine, ending_of, known
        self.orders = Orders()

    def count(self, most: int) -> Iterator[Orders]:
        """Yield now and then what has been counted; give up after ``most`` nodes."""
        orders, start = self.orders, self._machine.start()
        level: dict[Hashable, Node] = {start.key: Node({start.key: start}, 1)}
        while level:
            orders.levels.append(list(level.values()))
            below: dict[Hashable, Node] = {}
            for node in level.values():
                self._expand(node, below)
                orders.nodes += 1
                if orders.nodes % 100 == 0:
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
            states: list[State] = [self._machine.start()]
            ways = 1
            while True:
                following: dict[int, States] = {}
                for state in states:
                    onward, _ = self._known(letters, self._machine, state)
                    for handle, found in onward.items():
                        following.setdefault(handle, {}).update(found)
                if not following:
                    break
                ways *= len(following)
                states = list(following[chance.choice(sorted(following))].values())
            total += ways
        return round(total / walks)

    def _expand(self, node: Node, below: dict[Hashable, Node]) -> None:
        following: dict[int, States] = {}
        endings: dict[Hashable, State] = {}
        for state in node.states.values():
            onward, ends = self._known(letters, self._machine, state)
            for handle, states in onward.items():
                following.setdefault(handle, {}).update(states)
            endings.update((self._ending_of(end), end) for end in ends.values())
        self._ended(node, endings)
        for letter, states in following.items():
            key = frozenset(states)
            there = below.get(key)
            if there is None:
                there = below[key] = Node(states, 0)
            there.ways += node.ways
            node.following[letter] = there

    def _ended(self, node: Node, endings: dict[Hashable, State]) -> None:
        for ending, end in endings.items():
            self.orders.examples.setdefault(ending, end)
        if endings:
            together = frozenset(endings)
            ways = self.orders.by_endings.get(together, 0)
            self.orders.by_endings[together] = ways + node.ways
            self.orders.total += node.ways
            node.endings.update(endings)
            node.is_end = True
