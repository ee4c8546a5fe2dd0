"""Locks taken in opposite orders: a potential deadlock, to be confirmed or refuted.

An edge ``a -> b`` says that some task asked for ``b`` while it held ``a``. A cycle of edges by
different tasks, who do not all hold one further lock meanwhile (a gate), can deadlock unless
something else keeps these tasks apart.

Source: J. Havelund, "Using runtime analysis to guide model checking of Java programs", SPIN 2000.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lockstep.trace import wire

#: Locks in one cycle; longer cycles are not looked for.
LONGEST = 5


@dataclass(frozen=True)
class Edge:
    """A task asked for ``wanted`` while it held ``held`` and, besides, ``others``."""

    task: str
    held: str
    wanted: str
    others: frozenset[str]


@dataclass
class LockOrder:
    """What runs have shown of the order in which locks are taken."""

    edges: set[Edge] = field(default_factory=set)
    deadlocks: dict[frozenset[str], str] = field(default_factory=dict)

    def add(self, trace: wire.Trace) -> None:
        """Take in a run."""
        self.edges.update(_edges(trace))
        for finding in trace["findings"]:
            locks = frozenset(
                trace["objects"][link["object"]]["name"] for link in finding.get("cycle", ())
            )
            if len(locks) > 1:
                self.deadlocks.setdefault(locks, trace["schedule"])

    def cycles(self) -> list[tuple[str, ...]]:
        """Return the cycles that could deadlock, each beginning with its first lock by name."""
        found = set()
        for length in range(2, LONGEST + 1):
            for edges in _chains(self.edges, length):
                locks = tuple(edge.held for edge in edges)
                if locks[0] == min(locks) and _can_meet(edges):
                    found.add(locks)
        return sorted(found)

    def sentences(self, is_all: bool, orders: str) -> list[str]:
        """Return a sentence for each cycle: confirmed, refuted or open.

        Args:
            is_all: whether every order has been tried.
            orders: 'all 4 orders', for the sentence that refutes.
        """
        return [self._one(cycle, is_all, orders) for cycle in self.cycles()]

    def _one(self, cycle: tuple[str, ...], is_all: bool, orders: str) -> str:
        ring = " -> ".join((*cycle, cycle[0]))
        schedule = self.deadlocks.get(frozenset(cycle))
        if schedule is not None:
            return (
                f"The locks are taken in a circle, {ring}, and that deadlocks: schedule {schedule}."
            )
        if is_all:
            return f"The locks are taken in a circle, {ring}, but no deadlock follows in {orders}."
        return f"The locks are taken in a circle, {ring}: a deadlock may be possible."


def _edges(trace: wire.Trace) -> Iterator[Edge]:
    names = {each["id"]: each["name"] for each in trace["objects"]}
    labels = {each["id"]: each["label"] for each in trace["tasks"]}
    held: dict[int, list[int]] = {}
    for event in trace["events"]:
        task, kind = event["task"], event["kind"]
        mine = held.setdefault(task, [])
        if kind == "lock-wanted":
            for lock in mine:
                others = frozenset(names[x] for x in mine if x != lock)
                yield Edge(labels.get(task, ""), names[lock], names[event["object"]], others)
        elif kind == "lock-acquired":
            mine.append(event["object"])
        elif kind == "lock-released":
            for locks in held.values():
                if event["object"] in locks:
                    locks.remove(event["object"])


def _chains(edges: Iterable[Edge], length: int) -> Iterator[tuple[Edge, ...]]:
    by_held: dict[str, list[Edge]] = {}
    for edge in edges:
        by_held.setdefault(edge.held, []).append(edge)

    def longer(chain: tuple[Edge, ...]) -> Iterator[tuple[Edge, ...]]:
        if len(chain) == length:
            if chain[-1].wanted == chain[0].held:
                yield chain
            return
        for edge in by_held.get(chain[-1].wanted, ()):
            if all(edge.held != earlier.held for earlier in chain):
                yield from longer((*chain, edge))

    for edge in itertools.chain.from_iterable(by_held.values()):
        yield from longer((edge,))


def _can_meet(edges: tuple[Edge, ...]) -> bool:
    tasks = {edge.task for edge in edges}
    gates = frozenset.intersection(*(edge.others for edge in edges))
    return len(tasks) == len(edges) and not gates
