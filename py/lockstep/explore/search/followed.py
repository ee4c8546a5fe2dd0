"""Executed orders told apart: which of them are one trace, and what the summaries make of them.

Each order that was really run is followed once more through what was learned of its steps. Three
checks come with it: the summaries must know every step that was run; two orders of one trace must
have ended alike; and where the summaries take two states for one, what tasks share must have been
the same in both, if that was noted. So something that is shared unseen is found out long before it
makes a difference, which it may do in very few orders.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from lockstep.explore.model.core import Core, Unknown, after, observed_leaf
from lockstep.explore.model.happens_before import HappensBefore
from lockstep.explore.model.memory import Leaf, Unrepeatable
from lockstep.explore.search.by_running import Ending, Order
from lockstep.explore.search.together import together_by
from lockstep.explore.summaries import Summaries


@dataclass
class Followed:
    """What following has shown.

    Attributes:
        traces: the traces of each order, by their keys: more than one where something that asyncio
            queues itself can run earlier or later.
        endings: how an order ended, by what the summaries know its end by.
        reachable: those that can follow, by the key of the program's state.
    """

    traces: list[tuple[Order, set[int]]] = field(default_factory=list)
    endings: dict[Hashable, set[Ending]] = field(default_factory=dict)
    reachable: dict[int, set[Hashable]] = field(default_factory=dict)

    def distinct(self) -> list[list[Order]]:
        """Return the orders, those together that are one distinct order."""
        together = together_by(keys for _, keys in self.traces)
        orders: dict[int, list[Order]] = {}
        for order, keys in self.traces:
            orders.setdefault(together[min(keys)], []).append(order)
        return list(orders.values())


def follow(
    summaries: Summaries,
    orders: Iterable[Order],
    outcome_of: Callable[[Ending], Hashable],
    learn: bool = True,
) -> Followed:
    """Follow orders, learning what steps do where that is not known yet.

    Args:
        summaries: what was learned.
        orders: what was run.
        outcome_of: what endings are told apart by.
        learn: whether there may be steps that are not known yet.

    Raises:
        Unrepeatable: the summaries do not agree with what was run.
    """
    found, ended = Followed(), dict[int, set[Hashable]]()
    for order in orders:
        endings: dict[int, set[Hashable]] = {}
        for variant in (order, *order.variants):
            summaries.budget.keep_time()
            happened, keys, end = _follow(summaries, variant, learn)
            endings.setdefault(happened.key, set()).add(outcome_of(variant.ending))
            found.endings.setdefault(end, set()).add(variant.ending)
            for key in keys:
                found.reachable.setdefault(key, set()).add(end)
        for trace, there in endings.items():
            if ended.setdefault(trace, there) != there:
                raise Unrepeatable("two orders of steps that seem independent ended differently")
        found.traces.append((order, set(endings)))
    return found


def _follow(
    summaries: Summaries, order: Order, learn: bool
) -> tuple[HappensBefore, list[int], Hashable]:
    """Return the trace of an order, the keys of its states and what its end is known by."""
    memory, core, happened = summaries.memory, Core.empty(), HappensBefore()
    keys, over = [core.key], None
    for handle in order.handles:
        leaf = _leaf(summaries, core, handle, order if learn else None)
        core, happened = after(memory, core, leaf), happened.after(memory, leaf)
        keys.append(core.key)
        over = leaf.over
        if over is not None:
            break
    _compare(summaries, keys, order.states)
    if order.ending[0] != (over[0] if over is not None else "deadlock"):
        raise Unrepeatable("an order ended otherwise than its steps seemed to say")
    return happened, keys, summaries.ending(core, over)


def _compare(summaries: Summaries, keys: list[int], states: list[bytes]) -> None:
    """Hold what tasks shared against what they shared in other orders.

    Raises:
        Unrepeatable: it was something else in a state that seemed to be the same.
    """
    for key, digest in zip(keys[1:], states, strict=False):
        if summaries.shared.setdefault(key, digest) != digest:
            raise Unrepeatable("what its steps share was not all seen")


def _leaf(summaries: Summaries, core: Core, handle: int, order: Order | None) -> Leaf:
    try:
        return observed_leaf(summaries.memory, core, handle)
    except Unknown:
        if order is None:
            raise Unrepeatable("an order was run that had not been counted") from None
        summaries.learn(order.timers, max(order.timers, default=-1))
    try:
        return observed_leaf(summaries.memory, core, handle)
    except Unknown:
        raise Unrepeatable("it did not come to the step that was expected") from None
