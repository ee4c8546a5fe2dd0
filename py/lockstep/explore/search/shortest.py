"""The schedule with the fewest deviations from the default order, for each ending.

A deviation is a boundary at which something else arrives than `as_written` says. What arrives is
chosen one by one (`model.batches`), and costs one where it first deviates. Moments are visited in
the order of their deviations, so the first way to an ending is a shortest one. Of moments with as
many, the earliest comes first, or the latest: then an ending is found without all that has as
many deviations as its shortest schedule, most of which leads elsewhere.
(E. W. Dijkstra, "A note on two problems in connexion with graphs", 1959.)
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Hashable, Iterator

from lockstep.explore.model.batches import AtBoundary, Boundaries, Keyed
from lockstep.explore.model.core import Ask

#: Deviations, steps, and a number that tells equals apart; a moment, and what is chosen there.
type _Waiting[Come: Keyed] = tuple[int, int, int, AtBoundary[Come], int | None]


def search[Come: Keyed](
    batches: Boundaries[Come],
    *,
    wanted: set[Hashable],
    can_end: Callable[[AtBoundary[Come]], bool],
    ending_of: Callable[[AtBoundary[Come]], Hashable],
    ask: Ask,
    latest_first: bool = False,
) -> Iterator[tuple[Hashable, AtBoundary[Come]] | None]:
    """Yield each wanted ending with a shortest way to it, as it is found; None now and then.

    Args:
        batches: the program's.
        wanted: the endings; those found are taken out.
        can_end: whether a wanted ending may follow from a moment; True if that is not known.
        ending_of: what tells endings apart.
        ask: asks a function, again after each run that was needed to know enough.
        latest_first: of moments with as many deviations, visit the latest first.
    """
    sign = -1 if latest_first else 1
    count = itertools.count(0, sign)
    start: AtBoundary[Come] = ask(batches.start)
    heap: list[_Waiting[Come]] = [(0, 0, next(count), start, None)]
    visited: set[Hashable] = set()
    while heap and wanted:
        deviations, _, _, state, choice = heapq.heappop(heap)
        if choice is not None:
            state = ask(batches.after_choice, state, choice)
        if state.is_end:
            if (ending := ending_of(state)) in wanted:
                wanted.discard(ending)
                yield ending, state
        elif (key := state.key()) not in visited:
            visited.add(key)
            if can_end(state):
                for choice, deviates in batches.choices(state):
                    entry = deviations + deviates, sign * state.steps, next(count), state, choice
                    heapq.heappush(heap, entry)
        yield None
