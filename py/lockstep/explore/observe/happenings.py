"""What happens in an execution between two choices, as far as it tells when something can come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lockstep.explore.observe.symmetry import Renaming


class Came(NamedTuple):
    """A completion came, by name; what it wakes is what runs next."""

    timer: int


class Ran(NamedTuple):
    """A handle was run, or what the program does outside of its loops.

    Attributes:
        arms: the completions that it armed, each with the microseconds until it is due, from the
            moment at which the handle began.
        took_us: how long it took, by ``time.sleep``.
        posts: whether it queued anything.
        is_outside: whether it is the program outside of its loops.
    """

    arms: tuple[tuple[int, int], ...]
    took_us: int
    posts: bool
    is_outside: bool


class BatchEnded(NamedTuple):
    """A batch came to its end; ``is_quiet``: what is queued then, if anything, only counts."""

    is_quiet: bool


Happening = Came | Ran | BatchEnded


def renamed(happenings: Iterable[Happening], renaming: Renaming) -> tuple[Happening, ...]:
    """Return the same with the names in place of those of completions."""
    if not renaming.to:
        return tuple(happenings)
    return tuple(_renamed(each, renaming) for each in happenings)


def _renamed(happening: Happening, renaming: Renaming) -> Happening:
    if type(happening) is Came:
        return Came(renaming.of(happening.timer))
    if type(happening) is Ran and happening.arms:
        arms = tuple((renaming.of(timer), us) for timer, us in happening.arms)
        return happening._replace(arms=arms)
    return happening
