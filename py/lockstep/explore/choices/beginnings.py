"""Some orders of a program, run and recorded: one for each beginning that is asked for.

A beginning is the names of its first letters (`choices.names`). It is found again by executing the
program and choosing what brings about the next letter; where that leads elsewhere, the last choice
that has another option is taken back, depth first. Afterwards the order goes on as asyncio's loop
does by itself: as written.

Loop invariant of the search: no execution has the choices of an earlier one, and the letters of
each begin like the beginning up to the choice that was changed last.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from lockstep.explore.choices.names import StepNames
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.choices import END, Choices
from lockstep.explore.observe.execute import Mode, execute
from lockstep.explore.observe.execution import LIMITS, Execution, Merged, TimeDecides, Unfold
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.loop import VirtualLoop

#: Executions that are spent on one beginning.
TRIES = 400

Beginning = Sequence[str]


class Unreachable(Exception):
    """No order was found that begins as asked."""


class Beginnings:
    """Finds what has to arrive when, so that an order begins as asked."""

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._mode: Mode = "folded"
        self.names = Names(Memory(True))

    def timers(self, beginning: Beginning) -> dict[int, list[int]]:
        """Return what arrives at the boundary before each batch, by name.

        Raises:
            Unreachable: no order begins so, or it was not found in `TRIES` executions.
        """
        try:
            return self._found(beginning)
        except Unfold:
            self._mode, self.names = "late", Names(Memory(False))
            return self._found(beginning)

    def _found(self, beginning: Beginning) -> dict[int, list[int]]:
        guide = _Guide(beginning, StepNames(self.names.memory))
        for _ in range(TRIES):
            choices = Choices([], None, walk=guide)
            guide.begin()
            try:
                execution = execute(self._plain, self.names, choices, self._mode, LIMITS.seconds)
            except TimeDecides:
                raise Unreachable("what its clock says decides how it goes on") from None
            execution = execution or guide.execution
            if execution is not None and guide.has_come_true(execution):
                return _decided(execution, choices)
            if not guide.take_back():
                break
        raise Unreachable(f"no order was found that begins with {' '.join(beginning)}")


def _decided(execution: Execution, choices: Choices) -> dict[int, list[int]]:
    """Return what has arrived, without the boundary at which that is still to be decided."""
    arrivals = dict(choices.arrivals)
    if arrivals and not arrivals[last := max(arrivals)]:
        del arrivals[last]
    return {
        batch: [execution.timer_of[number] for number in came] for batch, came in arrivals.items()
    }


class _Guide:
    """Chooses for one execution after another: first what seems to lead on, then what is left.

    Attributes:
        execution: the execution that was left last, once the beginning had come true or was missed.
    """

    def __init__(self, beginning: Beginning, names: StepNames) -> None:
        self._beginning, self._names = list(beginning), names
        self._left: list[list[int]] = []  # at each choice, the options that are left; first: taken
        self._depth = 0
        self.execution: Execution | None = None

    def begin(self) -> None:
        """An execution begins."""
        self._depth, self.execution = 0, None

    def choose(
        self, execution: Execution, options: Sequence[int], loop: VirtualLoop, rest: Hashable
    ) -> int:
        """Return the place of the option to take.

        Raises:
            Merged: the beginning has come true, or cannot any more.
        """
        self.execution = execution
        if self.has_come_true(execution) or not self._is_on_the_way(execution):
            loop.ended_by = Merged()
            raise loop.ended_by
        if self._depth == len(self._left):
            self._left.append(self._by_promise(options, len(execution.letters)))
        self._depth += 1
        return options.index(self._left[self._depth - 1][0])

    def take_back(self) -> bool:
        """Turn to the next option of the last choice that has one; return whether there is one."""
        del self._left[self._depth :]
        while self._left and len(self._left[-1]) == 1:
            self._left.pop()
        if self._left:
            self._left[-1].pop(0)
        return bool(self._left)

    def has_come_true(self, execution: Execution) -> bool:
        """Return whether the letters so far begin as asked."""
        return len(execution.letters) >= len(self._beginning) and self._is_on_the_way(execution)

    def _is_on_the_way(self, execution: Execution) -> bool:
        letters = execution.letters[: len(self._beginning)]
        return [self._names.of(letter) for letter in letters] == self._beginning[: len(letters)]

    def _by_promise(self, options: Sequence[int], done: int) -> list[int]:
        """Return the options, first those that bring the letters about that come soonest."""
        rest = self._beginning[done:]
        soon = {name: place for place, name in reversed(list(enumerate(rest)))}

        def promise(option: int) -> tuple[int, int]:
            if option == END:
                return 0, 1
            place = soon.get(self._names.following(option), len(rest))
            return (0, 0) if place == 0 else (1, place)

        return sorted(options, key=promise)
