"""Where a run deviates from the default order, as a value that becomes a sentence.

What a task is called is known only at the end of a run, when all its tasks have been met. So the
recorder keeps numbers, and `DeviationText.text` is asked for once all completions have labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from lockstep import clock
from lockstep.schedulers import Boundary


class Relation(Enum):
    """How the arrival of a completion differs from the default."""

    BEFORE = "it arrived before another one"
    LATE = "it had not arrived yet"
    AT_ONCE = "it arrived too, where one alone would have"
    EARLY = "it arrived before what was queued had run"
    SLOW = "it took longer than it had to"


@dataclass(frozen=True, slots=True)
class DeviationText:
    """One deviation; completions are given by their numbers."""

    relation: Relation
    completion: int
    other: int | None = None
    late_us: int | None = None

    def text(self, labels: Mapping[int, str]) -> str:
        """Say it, with the label of each completion, such as "ATM-A's sleep"."""
        one = labels[self.completion]
        if self.other is not None:
            return f"here {one} ended before {_other(labels[self.other], one)}"
        if self.relation is Relation.SLOW and self.late_us is not None:
            return f"here {one} ended as late as at {clock.duration_text(self.late_us)}"
        if self.relation is Relation.LATE:
            return f"here {one} had not ended yet"
        if self.relation is Relation.AT_ONCE:
            return f"here {one} ended already, at the same time"
        return f"here {one} ended already, before what was queued had run"


def set_order_text(tasks: Sequence[str]) -> str:
    """Say in which order sets list these tasks."""
    return f"from here on, a set of tasks is gone through in the order {', '.join(tasks)}"


def describe(
    boundary: Boundary, arrivals: Sequence[int], default: Sequence[int], late_us: int | None = None
) -> DeviationText:
    """Return how a boundary differs from the default schedule.

    Args:
        boundary: at which the scheduler chose.
        arrivals: the numbers of what arrived, in order.
        default: what would have arrived by default; not equal to ``arrivals``, unless ``late_us``.
        late_us: what the clock then says at least, if that was chosen.
    """
    if late_us is not None:
        return DeviationText(Relation.SLOW, arrivals[-1], late_us=late_us)
    late = [number for number in default if number not in arrivals]
    early = [number for number in arrivals if number not in default]
    if arrivals and late:
        return DeviationText(Relation.BEFORE, arrivals[0], late[0])
    if late:
        return DeviationText(Relation.LATE, late[0])
    if early:
        return DeviationText(Relation.AT_ONCE if boundary.idle else Relation.EARLY, early[0])
    first, second = next((a, u) for a, u in zip(arrivals, default, strict=True) if a != u)
    return DeviationText(Relation.BEFORE, first, second)


def _other(label: str, one: str) -> str:
    """Return the label without what it is, if the sentence names that already."""
    kind = one.rpartition("'s ")[2]
    return label.removesuffix(f" {kind}") if "'s " in label else label
