"""Where a run departs from the default order, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from lockstep.schedulers import Boundary


def departure(boundary: Boundary, arrivals: Sequence[int], usual: Sequence[int]) -> str:
    """Say what was unusual at a boundary.

    Args:
        boundary: with the labels of what was pending.
        arrivals: the numbers of what arrived, in order.
        usual: what would have arrived by default; not equal to ``arrivals``.
    """
    late = [number for number in usual if number not in arrivals]
    early = [number for number in arrivals if number not in usual]
    if arrivals and late:
        return _before(boundary, arrivals[0], late[0])
    if late:
        return f"here {_label(boundary, late[0])} had not ended yet"
    if early:
        soon = "at the same time" if boundary.idle else "before what was queued had run"
        return f"here {_label(boundary, early[0])} ended already, {soon}"
    first, second = next((a, u) for a, u in zip(arrivals, usual, strict=True) if a != u)
    return _before(boundary, first, second)


def _before(boundary: Boundary, first: int, second: int) -> str:
    one, other = _label(boundary, first), _label(boundary, second)
    kind = one.rpartition("'s ")[2]
    return f"here {one} ended before {other.removesuffix(f' {kind}') if "'s " in other else other}"


def _label(boundary: Boundary, number: int) -> str:
    return boundary.pending[number].label
