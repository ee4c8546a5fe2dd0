"""Every order of a program, really run and recorded: what a learner chooses from, step by step.

An order is its *word*: the letters by which orders are told apart (`docs/explorer.md`, section 1),
that is, the steps of tasks, timeouts and other timers, callbacks of the program's own. At any point
the letters that may come next are those with which the orders that began so go on; where there is
only one, there is nothing to choose. So options and counts are read off the orders themselves,
and this is no second model of what asyncio can do.

The JSON (schema `lockstep-orders/1`):

``python``
    whose orders these are.
``complete``
    whether these are all; otherwise there are more than are recorded, and none is here.
``letters``
    how many letters there are; a word is a list of numbers below it, equal in every order.
``texts``
    every different stretch of events once (see `choices.stretches`), without their numbers ``i``.
``values``
    every different value of a trace's fields once, those apart from its events.
``orders``
    in the order of their choices, what was created first before what was created later:
    ``word``; ``stretches``, as indices of ``texts``, one for each letter; and ``trace``, which
    maps each field of the recorded trace to an index of ``values``.

A recorded trace is found again, unchanged, by putting its stretches one behind another.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from lockstep.environment.limits import Limits
from lockstep.explore.choices.stretches import Stretch, stretches
from lockstep.explore.observe.execution import LIMITS, Execution, Plain
from lockstep.explore.search.by_running import Order, Running, replay
from lockstep.run import run
from lockstep.trace import wire

SCHEMA = "lockstep-orders/1"
#: Orders up to which all are recorded.
MOST = 200

#: Hears how many orders have been recorded so far.
Progress = Callable[[int], None]


class Unrepeatable(Exception):
    """An order did not go alike when it was run once more."""


@dataclass
class Recorded:
    """One order: its word, the stretches of its run, the other fields of its trace."""

    word: list[int]
    stretches: list[int]
    trace: dict[str, int]


@dataclass
class Orders:
    """All orders of one program, or as many as were wanted."""

    python: str
    complete: bool = False
    letters: int = 0
    texts: list[list[wire.Event]] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    orders: list[Recorded] = field(default_factory=list)
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain dicts, lists, strings and integers."""
        return {**vars(self), "orders": [dict(vars(order)) for order in self.orders]}

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
    progress: Progress | None = None,
) -> Orders:
    """Run and record every order of a program.

    Args:
        source: the text of a program that compiles.
        seed: for the ``random`` module.
        filename: what tracebacks call the program.
        most: as many orders as are recorded; beyond, none is, and the answer is not complete.
        progress: called after each order that was recorded.

    Raises:
        SourceError: the text does not compile.
        Unrepeatable: an order did not go alike twice.
        Misaligned: the recorder did not see the steps that were taken.
    """
    plain = Plain.of(source, filename, seed)
    running = Running(plain, "folded")
    for ran in running.go_on(LIMITS.seconds):
        if len(ran.orders) > most:
            break
    return _Table(plain, running).record(progress)


class _Table:
    """Records orders into one table, every stretch and every value once."""

    def __init__(self, plain: Plain, running: Running) -> None:
        self._plain, self._running = plain, running
        self._found = Orders(".".join(map(str, sys.version_info[:3])), running.ran.complete)
        self._texts: dict[str, int] = {}
        self._values: dict[str, int] = {}
        self._letters: dict[int, int] = {}

    def record(self, progress: Progress | None) -> Orders:
        """Return the table."""
        found = self._found
        for order in self._running.ran.orders.values() if found.complete else ():
            found.orders.append(self._recorded(order))
            if progress:
                progress(len(found.orders))
        self._sort()
        return found

    def _recorded(self, order: Order) -> Recorded:
        memory, plain = self._running.names.memory, self._plain
        schedule, bare = replay(plain, memory, order.timers, LIMITS.seconds)
        trace = run(
            plain.source,
            schedule,
            plain.seed,
            filename=plain.filename,
            limits=Limits(seconds=LIMITS.seconds),
        ).to_dict()
        self._check(order, bare, trace)
        events = trace["events"]
        cut = stretches(memory, bare, events)
        return Recorded(
            word=[self._letters.setdefault(each.letter, len(self._letters)) for each in cut],
            stretches=[self._text(events, each) for each in cut],
            trace={name: self._value(value) for name, value in trace.items() if name != "events"},
        )

    def _check(self, order: Order, bare: Execution, trace: wire.Trace) -> None:
        ran, again, seen = order.ending[:2], bare.ending[:2], (trace["status"], trace["result"])
        if not ran == again == seen:
            raise Unrepeatable(f"one order ended as {ran}, as {again}, and as {seen} when recorded")

    def _text(self, events: list[wire.Event], cut: Stretch) -> int:
        bare = [
            {name: value for name, value in event.items() if name != "i"}
            for event in events[cut.first : cut.end]
        ]
        return _once(bare, self._texts, self._found.texts)

    def _value(self, value: Any) -> int:
        return _once(value, self._values, self._found.values)

    def _sort(self) -> None:
        """Number the letters by what was created first, and sort the orders by their words."""
        memory = self._running.names.memory
        by_age = sorted(self._letters, key=lambda name: (memory.handles[name].owner, name))
        number = {self._letters[name]: place for place, name in enumerate(by_age)}
        for order in self._found.orders:
            order.word = [number[letter] for letter in order.word]
        self._found.orders.sort(key=lambda order: order.word)
        self._found.letters = len(number)


def _once(value: Any, known: dict[str, int], values: list[Any]) -> int:
    text = json.dumps(value, sort_keys=True)
    if text not in known:
        known[text] = len(values)
        values.append(value)
    return known[text]
