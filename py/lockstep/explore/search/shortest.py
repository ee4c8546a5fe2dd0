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

from lockstep.explore.model.batches import Batches, Plain


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
    heap: list[tuple[int, int, int, Plain, bool]] = [(0, 0, next(count), start, False)]
    visited: set[Hashable] = set()
    while heap and wanted:
        departures, _, _, state, departs = heapq.heappop(heap)
        if not departs and _is_settled(state, visited, can_end):
            if state.is_end and (ending := ending_of(state)) in wanted:
                wanted.discard(ending)
                yield ending, state
            continue
        if departs and not can_end(state):  # what was wanted has been found meanwhile
            continue
        usual = batches.default(state)
        if not departs:  # what departs from here costs one more: it can wait
            heapq.heappush(heap, (departures + 1, state.steps, next(count), state, True))
        for arrivals in (choices or batches.choices)(state) if departs else (usual,):
            if departs and arrivals == usual:
                continue
            to = known(batches.after_boundary, state, arrivals)
            to.departures = departures
            if to.key() in visited:
                continue
            heapq.heappush(heap, (departures, to.steps, next(count), to, False))
        yield None


def _is_settled(
    state: Plain,
    visited: set[Hashable],
    can_end: Callable[[Plain], bool],
) -> bool:
    """Return whether nothing new can follow from a state."""
    if state.is_end:
        return True
    key = state.key()
    if key in visited:
        return True
    visited.add(key)
    return not can_end(state)
