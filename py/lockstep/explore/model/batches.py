"""The loop as it is: at every iteration boundary some of what is pending arrives, in some order.

What arrives at a boundary is decided one completion after another, each when it first makes a
difference: when its callback runs, which is at the end of the batch that follows; or, where it
only wakes a task (`Memory.folded`), when that task's step runs, at the end of the batch after it.
So no subset of what is pending is ever listed, and what could as well have come in another order
leads to one state. Invariants:

1. At a choice, whatever was queued before has run; `came` are the first of what arrives.
2. When a batch runs, what arrives before it is not known, and so neither is what the clock says:
   when a timer of its is due is kept as a delay, until all that arrives is known.
3. `default` is what is left of what arrives by default, and None once something else has come.
"""

from __future__ import annotations

import functools
import operator
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from typing import Protocol

from lockstep.clock import NEVER
from lockstep.explore.model.core import (
    Arrivals,
    ByBatch,
    Core,
    Unknown,
    after,
    observed_leaf,
    posted_by,
)
from lockstep.explore.model.memory import Leaf, Memory
from lockstep.explore.observe.footprint import OUTSIDE, STEP
from lockstep.schedulers import Boundary, Completion, as_written

#: Nothing more arrives at this boundary.
NO_MORE = -1
_Timers = tuple[tuple[int, int], ...]


class Keyed(Protocol):
    """What a program has come to."""

    @property
    def key(self) -> Hashable:
        """Equal where the same follows."""


class AtBoundary[Come: Keyed]:
    """A moment at which the next arrival at one boundary is to be chosen.

    Attributes:
        core: what the program has come to: what is known to whom, or a place in a graph.
        batch: the number of the boundary, and of the batch after it.
        open: what was pending there and can still arrive, with its deadline, in order of arming.
        dropped: what was, and has been cancelled since: it may arrive, and does nothing.
        came: what arrives.
        default: what else arrives by default, if nothing else has; else None.
        is_idle: whether something has to arrive.
        now_us: the time after what has arrived so far.
        arms: timers of the batch that runs, with the delay from the boundary before it.
        arms_before: of the batch before that, where sleeps are folded.
        took_us, took_before_us: how long these batches took, by ``time.sleep``.
        posted: what runs first in the next batch.
        had_queue: whether something was queued for the batch that runs.
        stops: whether the loop is left after this batch.
        gone: what was cancelled while this batch ran.
        ended: how the program ended.
        arrivals: what arrived at earlier boundaries, the last first.
    """

    __slots__ = (
        "arms",
        "arms_before",
        "arrivals",
        "batch",
        "came",
        "core",
        "default",
        "dropped",
        "ended",
        "gone",
        "had_queue",
        "is_idle",
        "now_us",
        "open",
        "outside",
        "posted",
        "steps",
        "stops",
        "took_before_us",
        "took_us",
    )  # fmt: skip

    def __init__(self, core: Come) -> None:
        self.core = core
        self.open: _Timers = ()
        self.dropped: _Timers = ()
        self.arms: _Timers = ()
        self.arms_before: _Timers = ()
        self.came: tuple[int, ...] = ()
        self.posted: tuple[int, ...] = ()
        self.default: tuple[int, ...] | None = ()
        self.gone: frozenset[int] = frozenset()
        self.batch = self.now_us = self.outside = self.steps = 0
        self.took_us = self.took_before_us = 0
        self.is_idle = self.had_queue = self.stops = False
        self.ended: tuple[object, ...] | None = None
        self.arrivals: Arrivals = None

    @property
    def is_end(self) -> bool:
        """Whether the program is over, or all wait for ever."""
        left = self.open or self.arms or self.arms_before or self.posted or self.stops
        return self.ended is not None or not left

    def key(self) -> Hashable:
        """Return what decides all that can follow."""
        return (
            self.core.key,
            self.posted,
            self._waits(self.open),
            self._waits(self.dropped),
            self.arms,
            self.arms_before,
            self.default,
            self.took_us,
            self.took_before_us,
            self.is_idle and not self.came,
            self.had_queue or bool(self.came),
            self.stops,
            self.outside,
        )

    def _waits(self, timers: _Timers) -> _Timers:
        """Return how long each has to wait; of those that are due only who comes first matters."""
        if not timers:
            return ()
        now = self.now_us
        due = sorted(when for _, when in timers if when <= now)
        return tuple((t, when - now if when > now else due.index(when) - len(due))
                     for t, when in timers)  # fmt: skip

    def copy(self) -> AtBoundary[Come]:
        """Return the same moment, to be changed into the next."""
        other: AtBoundary[Come] = AtBoundary.__new__(AtBoundary)
        for put, value in zip(_PUT, _ALL(self), strict=True):
            put(other, value)
        return other


#: Read and set what an `AtBoundary` holds, each in one call: there are tens of thousands of them.
_ALL = operator.attrgetter(*AtBoundary.__slots__)
_PUT = [vars(AtBoundary)[name].__set__ for name in AtBoundary.__slots__]


class Boundaries[Come: Keyed](ABC):
    """Goes from choice to choice; what then runs, and what that does, a subclass knows.

    Attributes:
        folded: whether a sleep and the step that it wakes are one.
    """

    folded: bool

    @abstractmethod
    def start(self) -> AtBoundary[Come]:
        """Return the moment at which the loop is entered: nothing is to be chosen yet."""

    @abstractmethod
    def _wake(self, to: AtBoundary[Come], timer: int) -> None:
        """Run what a completion calls, or the step that it wakes."""

    @abstractmethod
    def _run_queued(self, to: AtBoundary[Come], queued: tuple[int, ...]) -> None:
        """Run what was queued when a batch began."""

    @abstractmethod
    def _outside(self, to: AtBoundary[Come]) -> None:
        """Do what the program does where the loop is left."""

    # --- choices --------------------------------------------------------------------------

    def choices(self, state: AtBoundary[Come]) -> Iterator[tuple[int, bool]]:
        """Yield what may come next, `NO_MORE` for nothing; and whether it deviates."""
        default = state.default
        if state.came or not state.is_idle:
            yield NO_MORE, bool(default)
        for timer, _ in state.open + state.dropped:
            yield timer, default is not None and default[:1] != (timer,)

    def after_choice(self, state: AtBoundary[Come], choice: int) -> AtBoundary[Come]:
        """Return the moment of the next choice.

        Raises:
            Unknown: a step that has not been seen; its ``trail`` is what has arrived.
        """
        return self._onward(state) if choice == NO_MORE else self._come(state, choice)

    def _come(self, state: AtBoundary[Come], timer: int) -> AtBoundary[Come]:
        to = state.copy()
        due = dict(state.open + state.dropped)[timer]
        to.came += (self._name_of_arrival(state, timer),)
        to.now_us = max(state.now_us, due)
        default = state.default
        to.default = default[1:] if default is not None and default[:1] == (timer,) else None
        to.open = tuple(each for each in state.open if each[0] != timer)
        to.dropped = tuple(each for each in state.dropped if each[0] != timer)
        if timer not in state.gone:
            self._wake(to, timer)
        return to

    def _onward(self, state: AtBoundary[Come]) -> AtBoundary[Come]:
        """Nothing more arrives: what does by the next boundary, and then the batch after it."""
        if state.stops:
            state = state.copy()
            self._outside(state)
            if state.ended is not None:
                return state
        folded = self.folded
        arms, took_us = state.arms, state.took_us
        if folded:
            arms, took_us = state.arms_before, state.took_before_us
        to = state.copy()
        to.arrivals = self._arrivals(state)
        to.batch += 1
        to.open += tuple((timer, state.now_us + delay_us) for timer, delay_us in arms)
        to.now_us += took_us
        to.arms, to.took_us, to.came, to.dropped, to.posted = (), 0, (), (), ()
        if folded:
            to.arms_before, to.took_before_us = state.arms, state.took_us
        has_queue = state.had_queue or bool(state.came) if folded else bool(state.posted)
        to.had_queue, to.gone = bool(state.posted), frozenset()
        to.is_idle = not has_queue and bool(to.open)
        to.default = _default(to.open, to.now_us, not has_queue)
        self._run_queued(to, state.posted)
        return to

    def _name_of_arrival(self, state: AtBoundary[Come], timer: int) -> int:
        """Return the name by which `arrivals` has it that a completion comes."""
        return timer

    @staticmethod
    def _arrivals(state: AtBoundary[Come]) -> Arrivals:
        return (state.arrivals, state.batch, state.came) if state.came else state.arrivals

    @staticmethod
    def chosen(state: AtBoundary[Come]) -> tuple[dict[int, list[int]], int]:
        """Return what arrives at each boundary up to the last at which it is not by default."""
        if state.default is not None:
            return batches_of(state.arrivals), state.batch - 1
        return batches_of((state.arrivals, state.batch, state.came)), state.batch


class Batches(Boundaries[Core]):
    """Goes from choice to choice by what the memory knows."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.folded = memory, memory.folded

    def start(self) -> AtBoundary[Core]:
        """Return the moment at which the loop is entered: nothing is to be chosen yet.

        Raises:
            Unknown: the program has not been seen to begin.
        """
        to = AtBoundary(Core.empty())
        to.batch = -2 if self.folded else -1
        self._outside(to)
        return to

    # --- what runs ------------------------------------------------------------------------

    def _wake(self, to: AtBoundary[Core], timer: int) -> None:
        self._run(to, (self._woken_by(timer) if self.folded else timer,))

    def _run_queued(self, to: AtBoundary[Core], queued: tuple[int, ...]) -> None:
        self._run(to, queued)

    def _run(self, to: AtBoundary[Core], handles: tuple[int, ...]) -> None:
        for handle in handles:
            if handle in to.gone:
                continue
            try:
                leaf = observed_leaf(self.memory, to.core, handle)
            except Unknown as unknown:
                unknown.trail = ByBatch(self._arrivals(to), to.batch - (not to.came))
                raise
            self._do(to, leaf)
            if to.ended is not None:
                break

    def _do(self, to: AtBoundary[Core], leaf: Leaf) -> None:
        to.core = after(self.memory, to.core, leaf)
        to.steps += 1
        to.took_us += leaf.takes_us
        to.stops = to.stops or leaf.stops
        to.ended = leaf.over
        if leaf.drops:
            self._drop(to, frozenset(leaf.drops))
        to.posted += posted_by(self.memory, to.core, leaf)
        to.arms += tuple(
            (arm.handle, to.took_us + arm.delay_us) for arm in leaf.arms if arm.delay_us < NEVER
        )

    @staticmethod
    def _drop(to: AtBoundary[Core], drops: frozenset[int]) -> None:
        to.gone |= drops
        to.posted = tuple(handle for handle in to.posted if handle not in drops)
        to.arms = tuple(arm for arm in to.arms if arm[0] not in drops)
        to.arms_before = tuple(arm for arm in to.arms_before if arm[0] not in drops)
        to.dropped += tuple(each for each in to.open if each[0] in drops)
        to.open = tuple(each for each in to.open if each[0] not in drops)

    def _woken_by(self, timer: int) -> int:
        armer = self.memory.handles[self.memory.handles[timer].owner]
        return self.memory.handle(STEP, armer.owner, armer.place + 1)

    def _outside(self, to: AtBoundary[Core]) -> None:
        to.stops = False
        self._run(to, (self.memory.handle(OUTSIDE, -1, to.outside),))
        to.outside += 1

    # --- what is known of a moment ------------------------------------------------------------

    def settled_core(self, state: AtBoundary[Core]) -> Core | None:
        """Return the program's state once the callbacks that only count have run.

        None where it is not known what one of them does: they are asked before what stands in
        front of them in the queue, and so perhaps in a state in which none of them ever runs.
        """
        core = state.core
        for handle in state.posted:
            if handle in self.memory.internal:
                try:
                    leaf = observed_leaf(self.memory, core, handle)
                except Unknown:
                    return None
                if leaf.is_inert:
                    core = after(self.memory, core, leaf)
        return core


def _default(pending: _Timers, now_us: int, is_idle: bool) -> tuple[int, ...]:
    """Return what arrives if every sleep takes as long as it says."""
    if not pending:
        return ()
    waits = tuple(due - now_us for _, due in pending)
    return tuple(pending[place][0] for place in _due(waits, is_idle))


@functools.lru_cache(10_000)
def _due(waits_us: tuple[int, ...], is_idle: bool) -> tuple[int, ...]:
    """Return the places of those that arrive by default, of timers that have to wait so long."""
    numbered = {place: Completion(place, wait_us, "") for place, wait_us in enumerate(waits_us)}
    return tuple(as_written(Boundary(0, 0, is_idle, numbered)))


def batches_of(arrivals: Arrivals) -> dict[int, list[int]]:
    """Return what arrives in which batch."""
    batches: dict[int, list[int]] = {}
    while arrivals is not None:
        arrivals, batch, timers = arrivals
        batches[batch] = list(timers)
    return batches
