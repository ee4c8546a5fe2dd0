"""What is chosen for one execution, and what is noted of it there."""

from __future__ import annotations

import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from lockstep.explore.observe.listings import Listings
from lockstep.loop import VirtualLoop
from lockstep.schedulers import Deviation

#: What the batch is asked to end with, in place of a completion.
END = -1


class ChosenArrivals(dict[int, list[int]]):
    """What arrives at the boundary before each batch, by name.

    Attributes:
        late: what the clock then says at least, in microseconds, for some of the batches.
        set_order: tasks in the order in which sets list them, see `lockstep.loop.Numbers`.
    """

    late: Mapping[int, int] = MappingProxyType({})
    set_order: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        arrivals: Mapping[int, list[int]],
        late: Mapping[int, int],
        set_order: tuple[int, ...] = (),
    ) -> ChosenArrivals:
        """Return what arrives, and when."""
        chosen = cls(arrivals)
        chosen.late, chosen.set_order = late, set_order
        return chosen


def set_order_of(arrivals: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Return in which order sets list tasks where these arrive."""
    return arrivals.set_order if isinstance(arrivals, ChosenArrivals) else ()


class Midway(tuple[Hashable, ...]):
    """What else decides how it goes on where a step asks before it has come to its end.

    Where the step has got to is told by nothing but the state in which it began.
    """


@dataclass(frozen=True, slots=True)
class Seen:
    """A boundary at which the default order held; completions by name.

    Attributes:
        batch: the number of the batch that follows.
        due: when each pending completion is due.
        default: what arrived.
    """

    batch: int
    idle: bool
    due: Mapping[int, int]
    default: tuple[int, ...]

    @property
    def pending(self) -> tuple[int, ...]:
        """Return what could have arrived."""
        return tuple(self.due)


class Walk[Asking](Protocol):
    """Chooses for one execution, and may want to know in which state it is.

    ``Asking`` is the `Execution`, which knows what is chosen, and not the other way round.
    """

    def choose(
        self, execution: Asking, options: Sequence[int], loop: VirtualLoop, rest: Hashable
    ) -> int:
        """Return the place of one of ``options``: completions by name, or END."""


@dataclass
class Choices:
    """The choices of one execution: a prefix, then the first option everywhere.

    Attributes:
        prefix: which option to take, by its place.
        visited: states in which all options are being tried; None to merge nothing.
        chosen: what arrives at the boundary before each batch, by name; nothing is left to choose.
        chance: chooses instead.
        walk: chooses instead.
        set_order: of tasks, see `lockstep.loop.Numbers`.
        notes_leaves: whether the state in which the loop is left is noted.
        states: digests of what tasks share before each handle, to be noted; None: they are not.
        deviations: where that deviates from the default order.
        seen: the boundaries after the last one that was chosen.
        durations: how long it took until each boundary, where that is more than it had to.
        taken: the place of what was taken, and how many there were, choice by choice.
        batches: the batch of each such choice.
        others: durations with which a comparison of times comes out otherwise, by its choice.
        arrivals: what came at the boundary before each batch, by number.
        late: what the clock said then, where it was later than it had to be.
        in_sets: numbers of tasks that may have been in a set whose order may have shown.
        listings: of sets of tasks; None where the program does not tell.
    """

    prefix: list[int]
    visited: set[Hashable] | None
    chosen: Mapping[int, Sequence[int]] | None = None
    chance: random.Random | None = None
    walk: Walk[Any] | None = None  # Any: an `Execution`, which is made of this
    set_order: tuple[int, ...] = ()
    notes_leaves: bool = False
    states: list[bytes] | None = None
    durations: Mapping[int, int] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    others: dict[int, dict[int, int]] = field(default_factory=dict)
    deviations: list[Deviation] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    arrivals: dict[int, list[int]] = field(default_factory=dict)
    late: dict[int, int] = field(default_factory=dict)
    in_sets: set[int] = field(default_factory=set)
    listings: Listings | None = None
