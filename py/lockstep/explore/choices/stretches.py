"""A recorded run, cut at the steps by which orders are told apart.

A *stretch* is what a run recorded from the end of one such step to the end of the next: that time
went on, that completions arrived, that tasks became ready, then the step itself. One after another
the stretches of a run are its events, none left out. What `asyncio.run` does to clean up is not
recorded, so those steps are stretches without events.

Two runs of one schedule are put side by side: the bare one, which names what the loop runs alike in
every order (`observe.execution`), and the recorded one, whose events are to be cut. They run the
same handles, so the next letter of the one is the next step of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.execution import Execution
from lockstep.explore.observe.footprint import STEP, TIMER, Handle
from lockstep.trace.wire import Event

#: With one of these something new begins, once a step has ended.
BEGINNINGS = frozenset({"clock-moved", "arrived", "step-began", "callback"})
_STEPS = frozenset({"step-began", "callback"})


class Misaligned(Exception):
    """The recorded run did not take the steps of the bare one."""


@dataclass(frozen=True)
class Stretch:
    """One step of a run: the letter that it is, and its events from ``first`` to before ``end``."""

    letter: int
    first: int
    end: int


def stretches(memory: Memory, bare: Execution, events: Sequence[Event]) -> list[Stretch]:
    """Cut a recorded run.

    Args:
        memory: what names the handles of the bare run.
        bare: the same schedule, executed bare.
        events: of the recorded run.

    Raises:
        Misaligned: the two did not take the same steps.
    """
    found: list[Stretch] = []
    cursor = _Cursor(events)
    numbers = {name: number for number, name in bare.timer_of.items()}
    for name in bare.handles:
        handle = memory.handles[name]
        if not memory.is_letter(name):
            continue
        first = cursor.at
        if not (handle.kind == STEP and handle.owner in bare.hidden_tasks):
            cursor.take(handle, numbers.get(name))
        found.append(Stretch(name, first, cursor.at))
    if cursor.next_step() is not None:
        raise Misaligned(f"event {cursor.next_step()} is a step that the bare run did not take")
    if found:
        last = found[-1]
        found[-1] = Stretch(last.letter, last.first, len(events))
    return found


class _Cursor:
    """Goes over the events of a run, step by step; `at` is where the next stretch begins."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._task_of: dict[int, int] = {}
        self.at = 0

    def take(self, handle: Handle, completion: int | None) -> None:
        """Move behind the step that ``handle`` took."""
        step = self.next_step()
        if handle.kind == STEP:
            self._check(handle, step)
            self.at = self._end_after(step)
        elif step is not None and self._events[step]["kind"] == "callback":
            self.at = self._end_after(step)
        elif handle.kind == TIMER:  # it only resolved a future: nothing says when it ran
            self.at = self._end_of_arrival(completion)

    def next_step(self) -> int | None:
        """Return the index of the next event that begins a step."""
        places = range(self.at, len(self._events))
        return next((at for at in places if self._events[at]["kind"] in _STEPS), None)

    def _check(self, handle: Handle, step: int | None) -> None:
        if step is None or self._events[step]["kind"] != "step-began":
            raise Misaligned(f"step {handle.place} of task {handle.owner} was not recorded")
        task = self._events[step]["task"]
        if self._task_of.setdefault(handle.owner, task) != task:
            raise Misaligned(f"event {step} is a step of another task than in the bare run")

    def _end_after(self, at: int | None) -> int:
        assert at is not None
        places = range(at + 1, len(self._events))
        kinds = (place for place in places if self._events[place]["kind"] in BEGINNINGS)
        return next(kinds, len(self._events))

    def _end_of_arrival(self, completion: int | None) -> int:
        end = self.at
        while end < len(self._events):
            event = self._events[end]
            is_own = event["kind"] == "arrived" and event["completion"] == completion
            if event["kind"] in BEGINNINGS and not is_own and event["kind"] != "clock-moved":
                break
            end += 1
        return end
