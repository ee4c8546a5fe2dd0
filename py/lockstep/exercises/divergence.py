"""Where an order that ends wrong parts from one that ends right."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lockstep.explore.choices import Orders
from lockstep.trace import wire

Trace = wire.Trace


@dataclass(frozen=True)
class Divergence:
    """The first difference between two orders of one program.

    Attributes:
        good, bad: their schedules.
        is_nearest: whether no order that ends right has more steps in common with the wrong one.
        step: how many steps they have in common: the number, from 0, of the first that differs.
        good_next, bad_next: whose step comes next in each, and at which line it goes on; None where
            that order ends.
    """

    good: str
    bad: str
    is_nearest: bool
    step: int
    good_next: wire.GradedStep | None
    bad_next: wire.GradedStep | None


def nearest(recorded: Orders, is_right: Callable[[Trace], bool]) -> Divergence | None:
    """Return the latest point at which an order still could have ended right, and did not.

    The wrong order is the one of the fewest deviations; the right one is that which has most steps
    in common with it. None if there is no order of one of both kinds.
    """
    traces = [recorded.trace(at) for at in range(len(recorded.orders))]
    right = [at for at, trace in enumerate(traces) if is_right(trace)]
    wrong = [at for at in range(len(traces)) if at not in set(right)]
    if not right or not wrong:
        return None
    bad = min(wrong, key=lambda at: len(traces[at]["deviations"]))
    words = [order.word for order in recorded.orders]
    good = max(right, key=lambda at: _common(words[at], words[bad]))
    return between(traces[good], traces[bad], is_nearest=True)


def between(good: Trace, bad: Trace, *, is_nearest: bool) -> Divergence:
    """Return where two recorded orders of one program part."""
    steps = [
        [event for event in trace["events"] if event["kind"] in ("step-began", "callback")]
        for trace in (good, bad)
    ]
    step = _common(*([_identity(each) for each in own] for own in steps))
    nexts = (
        _graded_step(trace, own[step]) if step < len(own) else None
        for trace, own in zip((good, bad), steps, strict=True)
    )
    return Divergence(good["schedule"], bad["schedule"], is_nearest, step, *nexts)


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _identity(event: wire.Event) -> tuple[object, ...]:
    """After the same steps, the next is the same if it is the same task's, or the same timer's."""
    return event["task"], event["line"], event.get("label")


def _graded_step(trace: Trace, event: wire.Event) -> wire.GradedStep:
    """Whose a step is, and at which line it goes on."""
    task = None if event["task"] is None else trace["tasks"][event["task"]]["label"]
    return {"task": task, "line": event["line"], "event": event["i"]}
