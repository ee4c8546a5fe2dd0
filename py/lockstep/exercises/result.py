"""What the grader says of an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import get_args

from lockstep.trace import wire

(SCHEMA,) = get_args(wire.GradeSchema)


@dataclass(frozen=True)
class Ending:
    """All orders of an answer that end alike.

    Attributes:
        label: the result, or the status where there is none.
        is_right: whether the exercise wants it.
        orders: how many; None where that was not counted.
        schedule: of the fewest deviations that ends so.
    """

    label: str
    is_right: bool
    orders: int | None
    schedule: str


@dataclass(frozen=True)
class Grade:
    """What the grader says of an answer.

    Attributes:
        exercise, kind: which exercise, and its kind.
        passed: whether the answer is right.
        message: what to tell the learner, in a sentence or two.
        mistake: the name of a known mistake, or None.
        improvement: of an answer that passed: what could be better, or None.
        orders: how many orders were judged; None where they were not counted.
        right: how many of them end right (predict: bear the prediction out; break: are broken).
        schedule: the shortest order that shows what is said, or None.
        endings: how all orders end.
        divergence: where the nearest right order and a wrong one part, or None.
        lines: the learner's lines in question, the guilty one first.
        duration_us, within_us: the virtual time of the default order, and what it should be within.
        has_failed: whether the grader failed; the answer is not judged then.
        is_undecided: whether a bound or a doubt came before an answer.
    """

    exercise: str
    kind: str
    passed: bool
    message: str
    mistake: str | None = None
    improvement: str | None = None
    orders: int | None = None
    right: int | None = None
    schedule: str | None = None
    endings: tuple[Ending, ...] = ()
    divergence: dict[str, object] | None = None
    lines: tuple[int, ...] = ()
    duration_us: int | None = None
    within_us: int | None = None
    has_failed: bool = False
    is_undecided: bool = False
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, object]:
        """Return it as plain dicts, lists, strings and integers (`wire.Grade`)."""
        lists = {"endings": list(map(asdict, self.endings)), "lines": list(self.lines)}
        return {**asdict(self), **lists}
