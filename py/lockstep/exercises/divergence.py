"""Where an order that ends wrong parts from the nearest one that ends right."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lockstep.explore.choices import Orders


@dataclass(frozen=True)
class Divergence:
    """The first difference between two orders of one program.

    Attributes:
        good, bad: their schedules.
        step: how many steps they have in common: the number, from 0, of the first that differs.
        good_next, bad_next: whose step comes next in each, and at which line it goes on; None where
            that order ends.
    """

    good: str
    bad: str
    step: int
    good_next: dict[str, Any] | None
    bad_next: dict[str, Any] | None


def nearest(recorded: Orders, is_right: Callable[[dict[str, Any]], bool]) -> Divergence | None:
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
    step = _common(words[good], words[bad])
    return Divergence(
        traces[good]["schedule"],
        traces[bad]["schedule"],
        step,
        _next(recorded, good, step),
        _next(recorded, bad, step),
    )


def _common(one: list[int], other: list[int]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _next(recorded: Orders, at: int, step: int) -> dict[str, Any] | None:
    """The step with which an order goes on after so many letters of its word."""
    order, trace = recorded.orders[at], recorded.trace(at)
    first = sum(len(recorded.texts[each]) for each in order.stretches[:step])
    steps = (e for e in trace["events"][first:] if e["kind"] in ("step-began", "callback"))
    event = next(steps, None)
    if event is None:
        return None
    task = None if event["task"] is None else trace["tasks"][event["task"]]["label"]
    return {"task": task, "line": event["line"], "event": event["i"]}
