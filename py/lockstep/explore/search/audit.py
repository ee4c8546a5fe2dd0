"""Orders drawn from those that were counted, each as likely as every other, to be really run."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from lockstep.explore.search.interleavings import Expansion, Node, Orders


@dataclass(frozen=True)
class Drawn[S]:
    """An order that is said to exist: its letters, the states at its end, how it may end."""

    letters: tuple[int, ...]
    ends: tuple[S, ...]
    endings: frozenset[Hashable]


def draw[S](counted: Orders[S], expand: Callable[[S], Expansion[S]]) -> Iterator[Drawn[S]]:
    """Yield orders for ever, drawn uniformly; the chance is seeded."""
    chance = random.Random(0)
    below = _below(counted)
    (root,) = counted.levels[0]
    while True:
        word, states, node = [], root.states, root
        for letter, to in _walk(root, below, chance):
            onward: dict[Hashable, S] = {}
            for state in states.values():
                onward.update(expand(state).following.get(letter, {}))
            word.append(letter)
            node, states = to, onward
        assert node.is_end
        ends: dict[Hashable, S] = {}
        for state in states.values():
            ends.update(expand(state).endings)
        yield Drawn(tuple(word), tuple(ends.values()), frozenset(ends))


def _below[S](counted: Orders[S]) -> dict[int, int]:
    """Return how many orders go on from each node, by its `id`."""
    below: dict[int, int] = {}
    for level in reversed(counted.levels):
        for node in level:
            below[id(node)] = node.is_end + sum(below[id(to)] for to in node.following.values())
    return below


def _walk[S](
    node: Node[S], below: dict[int, int], chance: random.Random
) -> Iterator[tuple[int, Node[S]]]:
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
