"""What an exploration found, ready for JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast, get_args

from lockstep.trace import wire

(SCHEMA,) = get_args(wire.ExplorationSchema)


@dataclass
class Outcome:
    """All orders that end alike.

    Attributes:
        status, result, state: as in a trace; equal for all of them.
        interleavings: how many orders of steps; None where only classes are known.
        classes: how many Mazurkiewicz traces; None where they were not counted.
        schedule: a token that replays one.
        deviations: how many boundaries there are at which it deviates from the default order.
        is_shortest: whether no schedule with fewer leads here.
        tone: 'right', 'wrong' or 'neutral'.
        misses: whether the file expects another result.
        loses: whether an update is lost in the order that ``schedule`` replays, or, where that was
            counted, in any of its orders.
        is_outdated: whether a task acted on a check that was out of date, in an order that ends so.
        losing: in how many of its ``interleavings`` an update is lost; None where that was not
            counted.
        text: what to say after a number of orders: 'end at 100'.
        cause: the exception that ended it, by ``type`` and ``line``: outcomes of one cause differ
            in the message only; None where no exception did.
        set_order: what the tasks are called that ``schedule`` has sets list in another order than
            that of their creation, in that order; none where it leaves sets alone.
    """

    status: str
    result: str | None
    state: dict[str, str]
    interleavings: int | None
    classes: int | None
    schedule: str
    deviations: int
    is_shortest: bool
    tone: str
    text: str
    misses: bool = False
    loses: bool = False
    is_outdated: bool = False
    losing: int | None = None
    cause: wire.Cause | None = None
    set_order: list[str] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        """Whether it ended wrong: an exception, a deadlock, or not what the file expects."""
        return self.status not in ("ok", "limit") or self.misses

    @property
    def key(self) -> tuple[object, ...]:
        """What a run that shows this outcome ends with."""
        return self.status, self.result, tuple(sorted(self.state.items()))


@dataclass
class Exploration:
    """The answer, or what is known of it so far.

    Attributes:
        python: the version of the Python that ran the orders, as '3.13.1'.
        latency: 'any' (sleeps are I/O of unknown length) or 'written' (only ties are open).
        complete: whether this is all that asyncio can do.
        tried_all: whether nothing was left to try; but for doubts, it would be complete.
        interleavings: how many orders of task steps; None where only classes are known.
        classes: how many Mazurkiewicz traces; None where they were not counted.
        executed: how many of the orders were really run, from end to end.
        transitions: how many transitions between states were really taken, if that is all of them;
            None where orders were run one by one, or followed by summaries.
        alike: whether for these, states were taken for one that differ only in which of several
            equal tasks is which.
        set_orders: for how many orders of tasks in sets all was tried; the counts are for that of
            their creation.
        doubts: why this is not complete, the first reason first.
        runs: how many executions were spent.
        seconds_spent_ms: real time spent, in milliseconds.
        method: 'all', 'classes', 'deviations' or 'samples'.
        expected: the result that the file expects.
        update: what the file calls an update.
        deterministic: whether the program did the same twice in one order.
        reads_clock: whether the program asks for the time.
        has_failed: whether Lockstep itself failed.
        doing: what it is at.
        estimate: about how many orders there are, while it works; None where that is not known.
        verdict: the answer in words: ``tone``, ``headline`` and ``text``.
        notes: what else there is to say, in sentences.
        outcomes: how the orders end, those of one kind together.
        without: how they end without locks; None where that was not asked.
        schema: the name and version of this form of an answer.
    """

    python: str
    latency: str = "any"
    complete: bool = False
    tried_all: bool = False
    interleavings: int | None = None
    classes: int | None = None
    executed: int = 0
    transitions: int | None = None
    alike: bool = False
    set_orders: int = 1
    runs: int = 0
    seconds_spent_ms: int = 0
    estimate: int | None = None
    method: str = "all"
    expected: str | None = None
    update: str = "update"
    deterministic: bool = True
    reads_clock: bool = False
    has_failed: bool = False
    doing: str = "the default order"
    verdict: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    without: list[wire.WithoutLocks] | None = None
    schema: str = SCHEMA

    def to_dict(self) -> wire.Exploration:
        """Return the exploration as plain dicts, lists, strings and integers."""
        outcomes = [dict(vars(outcome)) for outcome in self.outcomes]
        content = {**vars(self), "outcomes": outcomes}
        if self.without is None:
            del content["without"]
        return cast(wire.Exploration, content)

    @classmethod
    def from_dict(cls, content: wire.Exploration) -> Exploration:
        """Return the exploration of which ``content`` is what `to_dict` gave."""
        outcomes = [Outcome(**outcome) for outcome in content["outcomes"]]
        return cls(**{**content, "outcomes": outcomes})  # type: ignore[arg-type]

    def withdraw(self, why: str) -> None:
        """Claim no longer that this is all, or how many there are; ``why`` becomes the first doubt.

        What was found stays found.
        """
        self.complete = self.tried_all = False
        self.interleavings = self.classes = self.transitions = None
        for outcome in self.outcomes:
            outcome.interleavings = outcome.classes = outcome.losing = None
        self.doubts.insert(0, why)
