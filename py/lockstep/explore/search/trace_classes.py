"""E1: how many orders are really different: one for each Mazurkiewicz trace.

Where no step posts anything while a completion could still come, two steps without conflicting
accesses can always change places, and the traces are counted without listing them: *sleep sets*
let exactly one order of each trace through, and their number is carried along the graph of
states. (P. Godefroid, "Partial-order methods for the verification of concurrent systems",
LNCS 1032, 1996.) Elsewhere the order in which things are posted is the order in which they
run; then the traces themselves are told apart, by `model.happens_before`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field

from lockstep.explore.model.core import Ask
from lockstep.explore.model.happens_before import HappensBefore, are_independent
from lockstep.explore.model.machine import Machine, State


@dataclass
class Classes:
    """How many traces end how.

    Attributes:
        by_ending: number of traces by ending.
        examples: a state for each ending.
        nodes: how many nodes were expanded.
        complete: whether nothing is left.
    """

    by_ending: dict[Hashable, int] = field(default_factory=dict)
    examples: dict[Hashable, State] = field(default_factory=dict)
    nodes: int = 0
    complete: bool = False


class NotQuiet(Exception):
    """Something is queued while completions can still come: sleep sets do not apply."""


Ending = Callable[[State], Hashable]


def count_quiet(machine: Machine, ending_of: Ending, ask: Ask, most: int) -> Iterator[Classes]:
    """Count by sleep sets.

    Raises:
        NotQuiet: they do not apply to this program.
    """
    found = Classes()
    start = machine.start()
    level: dict[Hashable, tuple[State, frozenset[int], int]] = {
        (start.key, frozenset()): (start, frozenset(), 1)
    }
    while level:
        below: dict[Hashable, tuple[State, frozenset[int], int]] = {}
        for state, asleep, paths in level.values():
            if machine.is_end(state):
                ending = ending_of(state)
                found.by_ending[ending] = found.by_ending.get(ending, 0) + paths
                found.examples.setdefault(ending, state)
                continue
            for to, sleeping in ask(_awake, machine, state, asleep):
                key = to.key, sleeping
                there = below.get(key)
                below[key] = (to, sleeping, paths + (there[2] if there else 0))
            found.nodes += 1
            if found.nodes % 200 == 0:
                yield found
            if found.nodes > most:
                yield found
                return
        level = below
    found.complete = True
    yield found


def _awake(
    machine: Machine, state: State, asleep: frozenset[int]
) -> list[tuple[State, frozenset[int]]]:
    forced = machine.forced(state)
    if not machine.memory.folded or (
        state.ready and (state.posted or state.stopping or forced is not None)
    ):
        raise NotQuiet
    if machine.may_advance(state):
        state = machine.advance(state)
        forced = state.now[0]
    if forced is not None:
        return [(machine.run(state, forced), asleep)]
    leaves = {timer: machine.peek(state, timer)[1] for timer in state.ready}
    moves = []
    for timer in sorted(state.ready):
        if timer in asleep:
            continue
        quiet = frozenset(u for u in asleep if are_independent(leaves[u], leaves[timer]))
        moves.append((machine.come(state, timer)[1], quiet))
        asleep |= {timer}
    return moves


def count_traces(machine: Machine, ending_of: Ending, ask: Ask, most: int) -> Iterator[Classes]:
    """Count by telling the traces apart, whatever is posted when."""
    found = Classes()
    start = machine.start()
    level: dict[Hashable, tuple[State, HappensBefore]] = {(start.key, 0): (start, HappensBefore())}
    traces: dict[Hashable, set[int]] = {}
    while level:
        below: dict[Hashable, tuple[State, HappensBefore]] = {}
        for state, happened in level.values():
            followers = ask(machine.followers, state)
            if not followers:
                ending = ending_of(state)
                traces.setdefault(ending, set()).add(happened.key)
                found.examples.setdefault(ending, state)
            for to, leaves in followers:
                later = happened
                for leaf in leaves:
                    later = later.after(machine.memory, leaf)
                below.setdefault((to.key, later.key), (to, later))
            found.nodes += 1
            if found.nodes % 200 == 0:
                found.by_ending = {ending: len(keys) for ending, keys in traces.items()}
                yield found
            if found.nodes > most:
                yield found
                return
        level = below
    found.by_ending = {ending: len(keys) for ending, keys in traces.items()}
    found.complete = True
    yield found
