"""The loop as it is: at every iteration boundary some of what is pending arrives, in some order."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from lockstep.clock import NEVER
from lockstep.explore.model.core import Core, Unknown, after, known_leaf, posted_by
from lockstep.explore.model.memory import Leaf, Memory
from lockstep.explore.observe.footprint import OUTSIDE, STEP, TIMER
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
        other.queue, other.pending, other.outside = self.queue, self.pending, self.outside
        other.now_us, other.steps, other.departures = self.now_us, self.steps, self.departures
        other.batch, other.ended, other.way, other.did = self.batch, self.ended, self.way, self.did
        return other


@dataclass(slots=True)
class _Batch:
    """What one batch of handles does to a program, whatever time it is."""

    core: Core
    queue: tuple[int, ...] = ()
    arms: tuple[tuple[int, int], ...] = ()  # (timer, microseconds from the batch's beginning)
    drops: frozenset[int] = frozenset()
    did: tuple[Leaf, ...] = ()
    steps: int = 0
    took_us: int = 0
    stops: bool = False
    ended: tuple[Any, ...] | None = None


class Batches:
    """Goes from boundary to boundary by what the memory knows.

    Attributes:
        has_dropped: whether some choices were not offered, as there were too many.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.has_dropped = False
        self._run_already: dict[tuple[int, tuple[int, ...]], _Batch] = {}

    def start(self) -> Plain:
        """Return the state at the first boundary.

        Raises:
            Unknown: nobody has seen the program begin.
        """
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
        to.way = (state.way, to.batch, arrivals) if arrivals else state.way
        batch = self._batch(to, state.queue + arrivals)
        to.queue, to.did = (), ()
        self._take(to, batch)
        return self._outside(to) if batch.stops and not batch.ended else to

    def _take(self, to: Plain, batch: _Batch) -> None:
        pending = tuple(each for each in to.pending if each[0] not in batch.drops)
        armed = tuple((timer, to.now_us + after_us) for timer, after_us in batch.arms)
        to.core, to.pending, to.ended = batch.core, pending + armed, batch.ended
        to.queue += batch.queue
        to.did += batch.did
        to.now_us += batch.took_us
        to.steps += batch.steps

    def _batch(self, to: Plain, handles: tuple[int, ...]) -> _Batch:
        key = to.core.key, handles
        batch = self._run_already.get(key)
        if batch is None:
            try:
                batch = self._run(to.core, handles)
            except Unknown as unknown:
                unknown.trail = ("batches", to.way, to.batch)
                raise
            self._run_already[key] = batch
        return batch

    def _run(self, core: Core, handles: tuple[int, ...]) -> _Batch:
        memory, batch = self.memory, _Batch(core)
        for handle in handles:
            if handle in batch.drops:
                continue
            batch.steps += 1
            if memory.folded and memory.handles[handle].kind == TIMER:
                batch.queue += (self._woken_by(handle),)
                continue
            self._do(batch, known_leaf(memory, batch.core, handle))
            if batch.ended is not None:
                break
        return batch

    def _do(self, batch: _Batch, leaf: Leaf) -> None:
        batch.core = after(self.memory, batch.core, leaf)
        batch.did += (leaf,)
        batch.took_us += leaf.takes_us
        batch.stops = batch.stops or leaf.stops
        batch.ended = leaf.over
        if leaf.drops:
            batch.drops |= frozenset(leaf.drops)
            batch.queue = tuple(handle for handle in batch.queue if handle not in leaf.drops)
            batch.arms = tuple(arm for arm in batch.arms if arm[0] not in leaf.drops)
        batch.queue += posted_by(self.memory, batch.core, leaf)
        batch.arms += tuple(
            (arm.handle, batch.took_us + arm.delay_us) for arm in leaf.arms if arm.delay_us < NEVER
        )

    def _woken_by(self, timer: int) -> int:
        armer = self.memory.handles[self.memory.handles[timer].owner]
        return self.memory.handle(STEP, armer.owner, armer.place + 1)

    def _outside(self, to: Plain) -> Plain:
        batch = self._batch(to, (self.memory.handle(OUTSIDE, -1, to.outside),))
        to.outside += 1
        self._take(to, batch)
        return to

    # --- choices --------------------------------------------------------------------------

    def settled_core(self, state: Plain) -> Core:
        """Return the program's state once the callbacks that only count have run."""
        core = state.core
        for handle in state.queue:
            if handle in self.memory.plumbing and self.memory.handles[handle].kind != TIMER:
                leaf = known_leaf(self.memory, core, handle)
                if leaf.is_inert:
                    core = after(self.memory, core, leaf)
        return core

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
        self.has_dropped = self.has_dropped or len(timers) > MANY
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
