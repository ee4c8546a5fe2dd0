"""The fewest deviations that lead to each ending, found by running.

Breadth first over schedules: all with no deviation from the default order, all with one, all
with two ... An execution that comes, after its last deviation, to a state in which another one
with no more deviations was before is left; deadlines are part of the state here, since the
default order depends on them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.choices import Choices, Seen
from lockstep.explore.observe.execute import execute
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.search.by_running import Ending

#: With more pending completions than this, only some of the choices are tried.
MANY = 5


@dataclass
class Fewest:
    """What has been found.

    Attributes:
        arrivals: for each ending, what arrives when, and with how many deviations.
        is_exact: whether no schedule with as few was left out.
    """

    arrivals: dict[Ending, dict[int, list[int]]] = field(default_factory=dict)
    is_exact: bool = True


def fewest(
    program: Plain, memory: Memory, wanted: Callable[[Ending], bool], ties: bool, seconds: float
) -> Iterator[Fewest]:
    """Yield what is known after each execution.

    Args:
        program: the program.
        memory: gives the names.
        wanted: whether an ending is still looked for.
        ties: whether only completions that fall due together may change places.
        seconds: real time that one execution may take.
    """
    found, visited, names = Fewest(), set[Hashable](), Names(memory)
    level: list[dict[int, list[int]]] = [{}]
    while level:
        following: list[dict[int, list[int]]] = []
        for timers in level:
            choices = Choices([], visited, timers)
            execution = execute(program, names, choices, "chosen", seconds)
            if (
                execution is not None
                and execution.ending not in found.arrivals
                and wanted(execution.ending)
            ):
                found.arrivals[execution.ending] = timers
            following += _children(timers, choices.seen, ties, found)
            yield found
        level = following


def _children(
    timers: dict[int, list[int]], seen: list[Seen], ties: bool, found: Fewest
) -> Iterator[dict[int, list[int]]]:
    last = max(timers, default=-1)
    taken = {each.batch: list(each.default) for each in seen if each.batch > last}
    for boundary in seen:
        if boundary.batch > last:
            before = {batch: came for batch, came in taken.items() if batch < boundary.batch}
            for option in _options(boundary, ties, found):
                yield {**timers, **before, boundary.batch: option}


def _options(boundary: Seen, ties: bool, found: Fewest) -> Iterator[list[int]]:
    """Yield what may arrive, other than the default."""
    if ties:
        options = _in_any_order(boundary)
    else:
        most = len(boundary.pending)
        if most > MANY:
            found.is_exact, most = False, 1
        least = 1 if boundary.idle else 0
        options = itertools.chain.from_iterable(
            itertools.permutations(boundary.pending, size) for size in range(least, most + 1)
        )
    yield from (list(option) for option in options if option != boundary.default)


def _in_any_order(boundary: Seen) -> Iterator[tuple[int, ...]]:
    groups = [
        list(group) for _, group in itertools.groupby(boundary.default, boundary.due.__getitem__)
    ]
    for orders in itertools.product(*map(itertools.permutations, groups)):
        yield tuple(itertools.chain.from_iterable(orders))
