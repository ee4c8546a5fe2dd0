"""Every order in which sleeps take exactly as long as they say; only ties are a choice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lockstep.explore.batches import Batches, Plain
from lockstep.explore.past import Past


@dataclass
class Ties:
    """What has been counted: orders and traces by ending, and whether nothing is left."""

    by_ending: dict[Hashable, int] = field(default_factory=dict)
    traces: dict[Hashable, set[int]] = field(default_factory=dict)
    nodes: int = 0
    complete: bool = False

    @property
    def total(self) -> int:
        """Return the number of orders."""
        return sum(self.by_ending.values())


def count_ties(
    batches: Batches,
    ending_of: Callable[[Plain], Hashable],
    known: Callable[..., Any],
    most: int,
) -> Iterator[Ties]:
    """Count, boundary by boundary; yield now and then."""
    ties = Ties()
    start = known(batches.start)
    level: dict[Hashable, tuple[Plain, Past, int]] = {start.key(): (start, Past(), 1)}
    while level:
        below: dict[Hashable, tuple[Plain, Past, int]] = {}
        for state, past, ways in level.values():
            ties.nodes += 1
            if state.is_end:
                ending = ending_of(state)
                ties.by_ending[ending] = ties.by_ending.get(ending, 0) + ways
                ties.traces.setdefault(ending, set()).add(past.key)
                continue
            for to in _followers(batches, state, known):
                later = past
                for leaf in to.did:
                    later = later.after(batches.memory, leaf)
                key = to.key(), later.key
                there = below.get(key)
                below[key] = (to, later, ways + (there[2] if there else 0))
            if ties.nodes > most:
                yield ties
                return
            yield ties
        level = below
    ties.complete = True
    yield ties


def _followers(batches: Batches, state: Plain, known: Callable[..., Any]) -> list[Plain]:
    found: dict[Hashable, Plain] = {}
    for arrivals in batches.ties(state):
        to = known(batches.after_boundary, state, arrivals)
        found.setdefault(to.key(), to)
    return list(found.values())
