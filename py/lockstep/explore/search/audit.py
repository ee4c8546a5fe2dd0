"""Orders drawn from those that were counted, each as likely as every other, to be really run."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from lockstep.explore.model.machine import Machine, State
from lockstep.explore.search.interleavings import Node, Orders, States, letters


@dataclass(frozen=True)
class Drawn:
    """An order that is said to exist: its letters, a state at its end, and how it may end."""

    letters: tuple[int, ...]
    end: State
    endings: frozenset[Hashable]


def draw(
    counted: Orders,
    machine: Machine,
    known: Callable[..., Any],
    ending_of: Callable[[State], Hashable],
) -> Iterator[Drawn]:
    """Yield orders for ever, drawn uniformly; the chance is seeded."""
    chance = random.Random(0)
    below = _below(counted)
    (root,) = counted.levels[0]
    while True:
        word, states, node = [], root.states, root
        for letter, to in _walk(root, below, chance):
            onward: States = {}
            for state in states.values():
                onward.update(known(letters, machine, state)[0].get(letter, {}))
            word.append(letter)
            node, states = to, onward
        assert node.is_end
        ends: States = {}
        for state in states.values():
            ends.update(known(letters, machine, state)[1])
        endings = frozenset(ending_of(end) for end in ends.values())
        yield Drawn(tuple(word), next(iter(ends.values())), endings)


def _below(counted: Orders) -> dict[int, int]:
    """Return how many orders go on from each node, by its `id`."""
    below: dict[int, int] = {}
    for level in reversed(counted.levels):
        for node in level:
            below[id(node)] = node.is_end + sum(below[id(to)] for to in node.following.values())
    return below


def _walk(node: Node, below: dict[int, int], chance: random.Random) -> Iterator[tuple[int, Node]]:
    """Yield the letters of one order and the nodes after them, each order equally likely."""
    place = chance.randrange(below[id(node)])
    while not (node.is_end and place == 0):
        place -= node.is_end
        for letter, to in sorted(node.following.items(), key=lambda item: item[0]):
            if place < below[id(to)]:
                yield letter, to
                node = to
                break
            place -= below[id(to)]
