"""E1: how many orders are really different: one for each Mazurkiewicz trace.

Where no step posts anything while a completion could still come, two steps without conflicting
accesses can always change places, and the traces are counted without listing them: *sleep sets*
let exactly one order of each trace through, and their number is carried along the graph of
states. (P. Godefroid, "Partial-order methods for the verification of concurrent systems",
LNCS 1032, 1996.) Elsewhere the order in which things are posted is the order in which they
run; then the traces themselves are told apart, by `model.happens_before`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from lockstep.explore.model.core import Ask
from lockstep.explore.model.happens_before import HappensBefore, are_independent
from lockstep.explore.model.machine import Machine, State
from lockstep.explore.search.together import together_by

_Pairs = dict[Hashable, tuple[State, HappensBefore]]


@dataclass
class Classes:
    """How many traces end how.

    Attributes:
        by_endings: how many traces end in one of these ways.
        examples: a state for each ending.
        nodes: how many nodes were expanded.
        complete: whether nothing is left.
    """

    by_endings: Counter[frozenset[Hashable]] = field(default_factory=Counter)
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
                found.by_endings[frozenset([ending])] += paths
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
    """Count by telling the traces apart, whatever is posted when.

    A node is all that one order of letters can have led to, as `interleavings.Node` is. Where that
    are several traces, since something that asyncio queues itself has run earlier or later, these
    are one: no order tells them apart.
    """
    found, ended = Classes(), dict[frozenset[int], set[Hashable]]()
    start = machine.start()
    level: dict[frozenset[Hashable], _Pairs] = {
        frozenset([start.key]): {start.key: (start, HappensBefore())}
    }
    while level:
        below: dict[frozenset[Hashable], _Pairs] = {}
        for pairs in level.values():
            following, ends = _following(machine, ask, pairs)
            for after in following.values():
                below.setdefault(frozenset(after), after)
            if ends:
                keys = frozenset(happened.key for _, happened in ends)
                for state, _ in ends:
                    ending = ending_of(state)
                    ended.setdefault(keys, set()).add(ending)
                    found.examples.setdefault(ending, state)
            found.nodes += len(pairs)
            if found.nodes > most:
                yield found
                return
        yield found
        level = below
    found.by_endings = _distinct(ended)
    found.complete = True
    yield found


def _following(
    machine: Machine, ask: Ask, pairs: _Pairs
) -> tuple[dict[int, _Pairs], list[tuple[State, HappensBefore]]]:
    """Return what follows, by the letter that comes next; and where it is over."""
    following: dict[int, _Pairs] = {}
    ends: list[tuple[State, HappensBefore]] = []
    seen, todo = set(pairs), list(pairs.values())
    while todo:
        state, happened = todo.pop()
        followers = ask(machine.followers, state)
        if not followers:
            ends.append((state, happened))
        for to, leaves in followers:
            later = happened
            for leaf in leaves:
                later = later.after(machine.memory, leaf)
            key = to.key, later.key
            letters = [leaf.handle for leaf in leaves if machine.memory.is_letter(leaf.handle)]
            if letters:
                following.setdefault(letters[0], {}).setdefault(key, (to, later))
            elif key not in seen:
                seen.add(key)
                todo.append((to, later))
    return following, ends


def _distinct(ended: Mapping[frozenset[int], set[Hashable]]) -> Counter[frozenset[Hashable]]:
    """Return how many distinct orders end how, by the traces that one order of letters can be."""
    together = together_by(ended)
    endings: dict[int, set[Hashable]] = {}
    for keys, there in ended.items():
        endings.setdefault(together[min(keys)], set()).update(there)
    return Counter(map(frozenset, endings.values()))
