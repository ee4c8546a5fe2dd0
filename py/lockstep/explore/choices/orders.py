"""Every order of a program, really run and recorded: what a learner chooses from, step by step.

An order is its *word*: the letters by which orders are told apart (`docs/explorer.md`, section 1),
that is, the steps of tasks, timeouts and other timers, callbacks of the program's own. At any point
the letters that may come next are those with which the orders that began so go on; where there is
only one, there is nothing to choose. So options and counts are read off the orders themselves,
and this is no second model of what asyncio can do.

Where there are more than can be recorded, they are counted (`choices.tree`), and some are recorded:
as many as somebody needs who has come to one beginning (`choices.beginnings`).

The JSON (schema `lockstep-orders/1`):

``python``
    whose orders these are.
``complete``
    whether these are all; otherwise there are more than are recorded.
``letters``
    how many letters there are; a word is a list of numbers below it, equal in every order.
``names``
    the name of each letter (`choices.names`), the same in every answer about one program.
``doubt``
    Why it has neither all orders nor a tree of them, in words; else empty.
``tree``
    all orders, counted, where not all are recorded; None where they are, or are not counted.
``texts``
    every different stretch of events once (see `choices.stretches`), without their numbers ``i``.
``values``
    every different value of a trace's fields once, those apart from its events.
``orders``
    in the order of their choices, what was created first before what was created later:
    ``word``; ``stretches``, as indices of ``texts``, one for each letter; ``chosen``, the letters
    after which it goes on as written (None where that is not said); and ``trace``, which maps each
    field of the recorded trace to an index of ``values``.

A recorded trace is found again, unchanged, by putting its stretches one behind another.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from lockstep.environment.limits import Limits
from lockstep.explore.budget import Budget, BudgetExhausted
from lockstep.explore.choices.beginnings import Beginning, Beginnings
from lockstep.explore.choices.names import StepNames
from lockstep.explore.choices.stretches import Stretch, stretches
from lockstep.explore.choices.tree import Tree
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.execution import LIMITS, Execution
from lockstep.explore.observe.plain import Plain
from lockstep.explore.search.by_running import Ending, Running, replay
from lockstep.run import run
from lockstep.trace import wire

SCHEMA = "lockstep-orders/1"
#: Orders up to which all are recorded.
MOST = 200

#: Is called with how many orders have been found so far, and how many of them recorded.
Progress = Callable[[int, int], None]


class Unrepeatable(Exception):
    """An order did not go alike when it was run once more."""


@dataclass
class Recorded:
    """One order: its word, the stretches of its run, the other fields of its trace."""

    word: list[int]
    stretches: list[int]
    trace: dict[str, int]
    chosen: int | None = None


@dataclass
class Orders:
    """All orders of one program, or as many as were wanted."""

    python: str
    complete: bool = False
    doubt: str = ""
    letters: int = 0
    names: list[str] = field(default_factory=list)
    tree: Tree | None = None
    texts: list[list[wire.Event]] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    orders: list[Recorded] = field(default_factory=list)
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, object]:
        """Return them as plain dicts, lists, strings and integers."""
        return {
            **vars(self),
            "tree": self.tree and self.tree.to_dict(),
            "orders": [dict(vars(order)) for order in self.orders],
        }

    def trace(self, at: int) -> wire.Trace:
        """Return the recorded trace of one order."""
        order = self.orders[at]
        events = [event for place in order.stretches for event in self.texts[place]]
        fields = {name: self.values[place] for name, place in order.trace.items()}
        numbered = [{"i": i, **event} for i, event in enumerate(events)]
        return cast(wire.Trace, {**fields, "events": numbered})


def record_orders(
    source: str,
    *,
    seed: int = 0,
    filename: str = "program.py",
    most: int = MOST,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Orders:
    """Run and record every order of a program.

    Args:
        source: the text of a program that compiles.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        most: as many orders as are recorded; beyond, none is, and the answer is not complete.
        seconds: real time for finding them; where it ends first, none is recorded either.
        progress: called after each run that seeks them, and after each order that was recorded.

    Raises:
        SourceError: the text does not compile.
        Unrepeatable: an order did not go alike twice.
        Misaligned: the recorder did not see the steps that were taken.
    """
    plain = Plain.of(source, filename, seed)
    running = Running(plain, "folded")
    budget = Budget(None, seconds, None)
    report = progress or _unreported
    with contextlib.suppress(BudgetExhausted):
        for ran in running.go_on(budget.at_most(LIMITS.seconds)):
            report(len(ran.orders), 0)
            if len(ran.orders) > most:
                break
            budget.spend_run()
    table = _Table(plain)
    if running.ran.complete:
        for order in running.ran.orders.values():
            table.record(running.names.memory, order.timers, order.ending)
            report(len(running.ran.orders), table.count)
    return table.finished(complete=running.ran.complete)


def _unreported(_found: int, _recorded: int) -> None:
    """Progress that no one asked for."""


def record_beginnings(
    source: str,
    beginnings: Iterable[Beginning],
    *,
    seed: int = 0,
    filename: str = "program.py",
    tree: Tree | None = None,
) -> Orders:
    """Run and record one order for each beginning; each goes on as written.

    Args:
        source: the text of a program that compiles.
        beginnings: the names of the first letters of each.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        tree: all orders, if they were counted; its letters number these.

    Raises:
        SourceError: the text does not compile.
        Unreachable: no order begins so.
        Unrepeatable: an order did not go alike twice.
        Misaligned: the recorder did not see the steps that were taken.
    """
    plain = Plain.of(source, filename, seed)
    search, table = Beginnings(plain), _Table(plain)
    for beginning in beginnings:
        if not table.has(beginning):
            timers = search.timers(beginning)
            table.record(search.names.memory, timers, chosen=len(beginning))
    return table.finished(complete=False, tree=tree)


class _Table:
    """Records orders into one table, every stretch and every value once."""

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._found = Orders(".".join(map(str, sys.version_info[:3])))
        self._texts: dict[str, int] = {}
        self._values: dict[str, int] = {}
        self._ages: dict[str, tuple[int, int]] = {}
        self._words: list[list[str]] = []

    @property
    def count(self) -> int:
        """How many orders have been recorded."""
        return len(self._found.orders)

    def has(self, beginning: Beginning) -> bool:
        """Return whether an order was recorded that begins so."""
        return any(word[: len(beginning)] == list(beginning) for word in self._words)

    def record(
        self,
        memory: Memory,
        timers: Mapping[int, Sequence[int]],
        ending: Ending | None = None,
        chosen: int | None = None,
    ) -> None:
        """Run and record one order.

        Args:
            memory: where ``timers`` have their names.
            timers: what arrives at the boundary before each batch; after the last, as written.
            ending: how it ended before, if it was run before.
            chosen: the letters after which it goes on as written.

        Raises:
            Unrepeatable: it did not end as before.
        """
        plain = self._plain
        schedule, bare = replay(plain, memory, timers, LIMITS.seconds)
        trace = run(
            plain.source,
            schedule,
            plain.seed,
            filename=plain.filename,
            limits=Limits(seconds=LIMITS.seconds),
        ).to_dict()
        _check(ending or bare.ending, bare, trace)
        events = trace["events"]
        cut = stretches(memory, bare, events)
        self._words.append(self._named(memory, [each.letter for each in cut]))
        shown = {name: self._value(each) for name, each in trace.items() if name != "events"}
        self._found.orders.append(
            Recorded(
                word=[],
                stretches=[self._text(events, each) for each in cut],
                trace=shown,
                chosen=chosen,
            )
        )

    def finished(self, *, complete: bool, tree: Tree | None = None) -> Orders:
        """Return the orders, sorted by their words.

        Raises:
            Unrepeatable: one has a letter that ``tree`` lacks.
        """
        found = self._found
        found.complete, found.tree = complete, tree
        found.names = tree.letters if tree else sorted(self._ages, key=self._ages.__getitem__)
        found.letters = len(found.names)
        number = {name: place for place, name in enumerate(found.names)}
        for order, word in zip(found.orders, self._words, strict=True):
            if not number.keys() >= set(word):
                raise Unrepeatable("an order was recorded that had not been counted")
            order.word = [number[name] for name in word]
        found.orders.sort(key=lambda order: order.word)
        return found

    def _named(self, memory: Memory, letters: Iterable[int]) -> list[str]:
        """Name letters; which was created first is told by the run that met it first."""
        names, word = StepNames(memory), []
        for letter in letters:
            word.append(names.of(letter))
            self._ages.setdefault(word[-1], (memory.handles[letter].owner, letter))
        return word

    def _text(self, events: list[wire.Event], cut: Stretch) -> int:
        bare = [
            {name: value for name, value in event.items() if name != "i"}
            for event in events[cut.first : cut.end]
        ]
        return _once(bare, self._texts, self._found.texts)

    def _value(self, value: object) -> int:
        return _once(value, self._values, self._found.values)


def _check(ending: Ending, bare: Execution, trace: wire.Trace) -> None:
    ran, again, seen = ending[:2], bare.ending[:2], (trace["status"], trace["result"])
    if not ran == again == seen:
        raise Unrepeatable(f"one order ended as {ran}, as {again}, and as {seen} when recorded")


def _once[Value](value: Value, known: dict[str, int], values: list[Value]) -> int:
    text = json.dumps(value, sort_keys=True)
    if text not in known:
        known[text] = len(values)
        values.append(value)
    return known[text]
