"""Names of steps that mean the same in every process: where a step comes from, in text.

A handle's number is that of one exploration (`model.memory`). Its name is the way by which it came
about: ``o`` is the program outside the loop, ``+1`` the second task made there, ``.2`` that task's
third step, ``t0`` the first timer armed there, ``c0`` the first callback posted there. So
``o+0.0+1.2`` is the third step of the second task that the first step of the main task made.
"""

from __future__ import annotations

from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.footprint import OUTSIDE, STEP, TIMER, Handle


class StepNames:
    """Names the handles of one exploration."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known: dict[int, str] = {}

    def of(self, number: int) -> str:
        """Return the name of a handle."""
        if number not in self._known:
            self._known[number] = self._named(self._memory.handles[number])
        return self._known[number]

    def following(self, timer: int) -> str:
        """Return the name of the letter that runs because a completion has come.

        That is the next step of the task that sleeps, or the timer's own callback.
        """
        handle = self._memory.handles[timer]
        arming = self._memory.handles[handle.owner]
        if self._memory.is_letter(timer) or arming.kind != STEP:
            return self.of(timer)
        return self._named(arming._replace(place=arming.place + 1))

    def _named(self, handle: Handle) -> str:
        if handle.kind == OUTSIDE:
            return f"o{handle.place or ''}"
        if handle.kind == STEP:
            creator, place = self._memory.origin_of(handle.owner)
            return f"{self.of(creator)}+{place}.{handle.place}"
        return f"{self.of(handle.owner)}{'t' if handle.kind == TIMER else 'c'}{handle.place}"
