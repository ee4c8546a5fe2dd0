"""The schedule with the fewest departures from the default order, for each ending.

A departure is a boundary at which something else arrives than `as_written` says. What arrives is
chosen one by one (`model.batches`), and costs one where it first departs. Moments are visited in
the order of (departures, steps), so the first way to an ending is a shortest one.
(E. W. Dijkstra, "A note on two problems in connexion with graphs", 1959.)
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from lockstep.explore.model.batches import Batches, Plain


def search(
    batches: Batches,
    *,
    wanted: set[Hashable],
    can_end: Callable[[Plain], bool],
    ending_of: Callable[[Plain], Hashable],
    known: Callable[..., Any],
) -> Iterator[tuple[Hashable, Plain] | None]:
    """Yield each wanted ending with a shortest way to it, as it is found; None now and then.

    Args:
        batches: the program's.
        wanted: the endings; those found are taken out.
        can_end: whether a wanted ending may follow from a moment; True if that is not known.
        ending_of: what tells endings apart.
        known: asks a function, again after each run that was needed to know enough.
    """
    count = itertools.count()
    start: Plain = known(batches.start)
    heap: list[tuple[int, int, int, Plain, int | None]] = [(0, 0, next(count), start, None)]
    visited: set[Hashable] = set()
    while heap and wanted:
        departures, _, _, state, choice = heapq.heappop(heap)
        if choice is not None:
            state = known(batches.after_choice, state, choice)
        if state.is_end:
            if (ending := ending_of(state)) in wanted:
                wanted.discard(ending)
                yield ending, state
        elif (key := state.key()) not in visited:
            visited.add(key)
            if can_end(state):
                for choice, departs in batches.choices(state):
                    entry = departures + departs, state.steps, next(count), state, choice
                    heapq.heappush(heap, entry)
        yield None
