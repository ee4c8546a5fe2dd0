"""The schedule with the fewest departures from the default order, for each ending.

A departure is a boundary at which something else arrives than `as_written` says. States are
visited in the order of (departures, steps), so the first way to an ending is a shortest one.
(E. W. Dijkstra, "A note on two problems in connexion with graphs", 1959.)
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from lockstep.explore.batches import Batches, Plain


def search(
    batches: Batches,
    *,
    wanted: set[Hashable],
    can_end: Callable[[Plain], bool],
    ending_of: Callable[[Plain], Hashable],
    known: Callable[..., Any],
    choices: Callable[[Plain], Iterable[tuple[int, ...]]] | None = None,
) -> Iterator[tuple[Hashable, Plain] | None]:
    """Yield each wanted ending with a shortest way to it, as it is found; None now and then.

    Args:
        batches: the program's.
        wanted: the endings; those found are taken out.
        can_end: whether a wanted ending may follow from a state; True if that is not known.
        ending_of: what tells endings apart.
        known: asks a function, again after each run that was needed to know enough.
        choices: what may arrive at a boundary; by default whatever is pending.
    """
    start = known(batches.start)
    count = itertools.count()
    heap = [(0, 0, next(count), start)]
    visited: set[Hashable] = set()
    while heap and wanted:
        *_, state = heapq.heappop(heap)
        if state.is_end:
            ending = ending_of(state)
            if ending in wanted:
                wanted.discard(ending)
                yield ending, state
            continue
        key = state.key()
        if key in visited:
            continue
        visited.add(key)
        if not can_end(state):
            continue
        usual = batches.default(state)
        for arrivals in (choices or batches.choices)(state):
            to = known(batches.after_boundary, state, arrivals)
            to.departures = state.departures + (arrivals != usual)
            heapq.heappush(heap, (to.departures, to.steps, next(count), to))
        yield None
