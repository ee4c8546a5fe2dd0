"""The contract between the loop and a scheduler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Completion:
    """Something pending that the outside world will complete: a sleep, a timeout.

    Attributes:
        number: from 0, in the order in which completions were armed.
        deadline_us: the virtual time, in microseconds, for which the program asked.
        label: what to call it: "B's sleep".
    """

    number: int
    deadline_us: int
    label: str

    def label_for(self, owner: str | None) -> str:
        """Return the label with ``owner`` as the name of its task; as it is if either is none."""
        _, possessive, what = self.label.rpartition("'s ")
        return f"{owner}'s {what}" if owner is not None and possessive else self.label


@dataclass(frozen=True, slots=True)
class Boundary:
    """A loop-iteration boundary: the moment between two batches of the ready queue.

    Attributes:
        number: from 0, counted while something is pending.
        now_us: the virtual time, in microseconds.
        idle: whether the ready queue is empty, so that at least one completion must arrive.
        pending: the completions that may arrive, by their numbers, as they were armed.
        passed: how many boundaries there were since one arrived last.
    """

    number: int
    now_us: int
    idle: bool
    pending: Mapping[int, Completion]
    passed: int = 0

    def checked(self, arrivals: Sequence[int]) -> tuple[int, ...]:
        """Return ``arrivals``, a scheduler's answer: numbers of completions, in their order.

        Raises:
            ValueError: it names what is not pending, or names it twice, or nothing when idle.
        """
        chosen = tuple(arrivals)
        if self.idle and not chosen:
            raise ValueError(f"boundary {self.number} is idle: at least one completion must arrive")
        for place, number in enumerate(chosen):
            if number not in self.pending or number in chosen[:place]:
                raise ValueError(
                    f"completion {number} cannot arrive at boundary {self.number}: pending once "
                    f"each are {', '.join(map(str, self.pending))}"
                )
        return chosen


class Scheduler(Protocol):
    """Chooses. Three methods; one policy a file."""

    def begin(self) -> None:
        """Forget any earlier run."""

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return the numbers of the completions that arrive at ``boundary``, in their order.

        Called only while something is pending. When ``boundary.idle``, the answer must not be
        empty. Completions not named stay pending.
        """

    def end(self) -> None:
        """The run is over; complain here about choices that were never reached."""
