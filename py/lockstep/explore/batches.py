"""The loop as it is: at every iteration boundary some of what is pending arrives, in some order."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator
from typing import Any

from lockstep.clock import NEVER
from lockstep.explore.core import Core, Unknown, after, known_leaf, posted_by
from lockstep.explore.footprint import OUTSIDE, STEP, TIMER
from lockstep.explore.memory import Leaf, Memory
from lockstep.schedulers import Boundary, Completion, as_written

#: With more pending completions than this, only the default and single arrivals are tried.
MANY = 6


class Plain:
    """A state at a boundary: program, ready queue, pending completions with their deadlines."""

    __slots__ = (
        "batch", "core", "departures", "did", "ended", "now_us", "outside", "pending", "queue",
        "steps", "way",
    )  # fmt: skip

    def __init__(self, core: Core) -> None:
        self.core = core
        self.queue: tuple[int, ...] = ()
        self.pending: tuple[tuple[int, int], ...] = ()  # (timer, deadline), in order of arming
        self.now_us = self.outside = self.steps = self.departures = 0
        self.batch = -1
        self.ended: tuple[Any, ...] | None = None
        self.way: Any = None
        self.did: tuple[Leaf, ...] = ()

    @property
    def is_end(self) -> bool:
        """Whether the program is over, or all wait for ever."""
        return self.ended is not None or not (self.queue or self.pending)

    def key(self) -> Hashable:
        """Return what decides all that can follow."""
        waits = tuple((timer, max(0, due - self.now_us)) for timer, due in self.pending)
        return self.core.key, self.queue, waits, self.outside

    def copy(self) -> Plain:
        """Return the same state, to be changed into the next."""
        other = Plain(self.core)
        for name in Plain.__slots__:
            setattr(other, name, getattr(self, name))
        return other


class Batches:
    """Goes from boundary to boundary by what the memory knows."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def start(self) -> Plain:
        """Return the state at the first boundary."""
        return self._outside(Plain(Core.empty()))

    # --- one batch ------------------------------------------------------------------------

    def after_boundary(self, state: Plain, arrivals: tuple[int, ...]) -> Plain:
        """Return the state at the next boundary, when these timers arrive at this one.

        Raises:
            Unknown: a step that nobody has seen; its ``trail`` is the way, batch by batch.
        """
        to = state.copy()
        due = dict(state.pending)
        for timer in arrivals:
            to.now_us = max(to.now_us, due.pop(timer))
        to.pending = tuple((timer, when) for timer, when in state.pending if timer in due)
        to.batch += 1
        to.did = ()
        to.way = (state.way, to.batch, arrivals) if arrivals else state.way
        batch, to.queue = state.queue + arrivals, ()
        stops, dropped = False, set[int]()
        for handle in batch:
            if handle in dropped:
                continue
            leaf = self._run(to, handle)
            if leaf is not None:
                dropped.update(leaf.drops)
                stops = stops or leaf.stops
                if leaf.ending is not None:
                    to.ended = leaf.over
                    return to
        return self._outside(to) if stops else to

    def _run(self, to: Plain, handle: int) -> Leaf | None:
        memory = self.memory
        to.steps += 1
        if memory.folded and memory.handles[handle].kind == TIMER:
            armer = memory.handles[memory.handles[handle].owner]
            to.queue += (memory.handle(STEP, armer.owner, armer.place + 1),)
            return None
        try:
            leaf = known_leaf(memory, to.core, handle)
        except Unknown as unknown:
            unknown.trail = ("batches", to.way, to.batch)
            raise
        to.core = after(memory, to.core, leaf)
        to.did += (leaf,)
        to.now_us += leaf.takes_us
        to.queue = tuple(handle for handle in to.queue if handle not in leaf.drops)
        to.queue += posted_by(memory, to.core, leaf)
        armed = [
            (arm.handle, to.now_us + arm.delay_us) for arm in leaf.arms if arm.delay_us < NEVER
        ]
        to.pending = tuple(
            (timer, when) for timer, when in to.pending if timer not in leaf.drops
        ) + tuple(armed)
        return leaf

    def _outside(self, to: Plain) -> Plain:
        handle = self.memory.handle(OUTSIDE, -1, to.outside)
        to.outside += 1
        leaf = self._run(to, handle)
        assert leaf is not None
        if not leaf.enters:
            to.ended = leaf.over
        return to

    # --- choices --------------------------------------------------------------------------

    def default(self, state: Plain) -> tuple[int, ...]:
        """Return what arrives if every sleep takes as long as it says."""
        if not state.pending:
            return ()
        numbered = {
            number: Completion(number, due, "") for number, (_, due) in enumerate(state.pending)
        }
        boundary = Boundary(0, state.now_us, not state.queue, numbered)
        return tuple(state.pending[number][0] for number in as_written(boundary))

    def choices(self, state: Plain) -> Iterator[tuple[int, ...]]:
        """Yield every ordered subset of what is pending that may arrive."""
        timers = [timer for timer, _ in state.pending]
        least = 0 if state.queue else 1
        sizes = range(least, len(timers) + 1 if len(timers) <= MANY else 2)
        for size in sizes:
            yield from itertools.permutations(timers, size)

    def ties(self, state: Plain) -> Iterator[tuple[int, ...]]:
        """Yield what may arrive if every sleep is as long as it says: ties in any order."""
        due = dict(state.pending)
        groups = [list(group) for _, group in itertools.groupby(self.default(state), due.get)]
        for orders in itertools.product(*map(itertools.permutations, groups)):
            yield tuple(itertools.chain.from_iterable(orders))


def batches_of(way: Any) -> dict[int, list[int]]:
    """Return what arrives in which batch."""
    arrivals: dict[int, list[int]] = {}
    while way is not None:
        way, batch, timers = way
        arrivals[batch] = list(timers)
    return arrivals
