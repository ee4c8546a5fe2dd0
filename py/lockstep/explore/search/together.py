"""Which members belong together, by sets whose members do."""

from __future__ import annotations

from collections.abc import Iterable


def together_by(sets: Iterable[Iterable[int]]) -> dict[int, int]:
    """Return for each member one of all that belong together with it, the same for these.

    Members of one set belong together, and so do those of two sets that have a member in common.
    (R. Tarjan, "Efficiency of a good but not linear set union algorithm", 1975.)
    """
    above: dict[int, int] = {}

    def top(member: int) -> int:
        while above.setdefault(member, member) != member:
            above[member] = member = above[above[member]]
        return member

    for members in sets:
        first, *others = members
        for other in others:
            above[top(other)] = top(first)
        top(first)
    return {member: top(member) for member in list(above)}
