"""The one walk over a trace that all finders share: for every event, where and under what it was.

For each event: the step of its task that it lies in, the holds in force for that task (a *hold*
is one acquisition of a lock until its release: taking the same lock twice is two holds), and for
accesses the chain of calls that led there. For each variable: its accesses, in order.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lockstep.findings import dataflow
from lockstep.findings.base import Event, Trace
from lockstep.trace import spans
from lockstep.trace.events import TASK_ENDS

Task = int | None
#: With these a step begins.
_STEPS = ("step-began", "callback")


def _index(event: Event) -> int:
    index: int = event["i"]
    return index


class Hold(NamedTuple):
    """One acquisition of a lock: which lock, and the event by which it was taken."""

    lock: int
    since: int


class Link(NamedTuple):
    """A line, in a call of a function."""

    call: int
    line: int


@dataclass(frozen=True)
class Meeting:
    """Two accesses of one task, seen from the innermost call that led to both.

    Attributes:
        first, second: their chains below that call, from its own line inwards.
    """

    first: list[Link]
    second: list[Link]


class Moments:
    """A trace, walked once.

    Attributes:
        step: for each event, the number of its task's step; -1 outside any.
        holds: for each event, the holds of its task.
        lives: for each task, the events of its creation and its end.
        accesses: for each variable, its reads and writes in order.
        suspensions, lock_holds: see `trace.spans`.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.events: list[Event] = trace["events"]
        self.program = dataflow.of(trace["source"])
        self.suspensions = spans.suspensions(self.events)
        self.lock_holds = spans.holds(self.events)
        self.step: list[int] = []
        self.holds: list[frozenset[Hold]] = []
        self.lives = [(0, len(self.events)) for _ in trace["tasks"]]
        self.accesses: dict[int, list[Event]] = defaultdict(list)
        self._call = {i: n for n, call in enumerate(trace["calls"]) for i in call["events"]}
        self._chains: dict[int, list[Link]] = {}
        self._within: dict[int, tuple[list[Event], list[int]]] = {}
        self._overlapping: dict[int, tuple[int, ...]] = {}
        self._parts: dict[str | None, list[int]] = defaultdict(list)
        for entry in trace["objects"]:
            if entry.get("container") is not None:
                self._parts[entry["container"]].append(entry["id"])
        self._held: dict[Task, frozenset[Hold]] = defaultdict(frozenset)
        self._steps: dict[Task, int] = {}
        for event in self.events:
            self._take(event)
            self.step.append(self._steps.get(event["task"], -1))
            self.holds.append(self._held[event["task"]])

    def _take(self, event: Event) -> None:
        kind, task = event["kind"], event["task"]
        if kind == "step-began":
            self._steps[task] = event["step"]
        elif kind == "lock-acquired":
            self._held[task] |= {Hold(event["object"], event["i"])}
        elif kind == "lock-released":
            mine = self._held[event["owner"]]
            self._held[event["owner"]] = frozenset(h for h in mine if h.lock != event["object"])
        elif kind in ("read", "write"):
            self.accesses[event["object"]].append(event)
        elif kind == "task-created":
            self.lives[event["child"]] = event["i"], self.lives[event["child"]][1]
        elif kind in TASK_ENDS:
            self.lives[task] = self.lives[task][0], event["i"]

    # --- variables ----------------------------------------------------------------------------

    def part(self, variable: int) -> str:
        """Return which part of its holder a variable is; '' for a container as a whole."""
        return str(self.trace["objects"][variable].get("part", ""))

    def is_whole(self, variable: int) -> bool:
        """Return whether a variable is a container as a whole, not a name or a slot."""
        entry = self.trace["objects"][variable]
        return bool(entry.get("is_whole")) and entry.get("container") is not None

    def overlapping(self, variable: int) -> tuple[int, ...]:
        """Return the variables that a write of ``variable`` may change, itself first."""
        found = self._overlapping.get(variable)
        if found is None:
            entry = self.trace["objects"][variable]
            alike = self._parts.get(entry.get("container"), [])
            others = alike if entry.get("is_whole") else [n for n in alike if self.is_whole(n)]
            found = (variable, *(n for n in others if n != variable))
            self._overlapping[variable] = found
        return found

    def within(self, variable: int) -> list[Event]:
        """Return the reads and writes of ``variable`` and of what overlaps it, in order."""
        return self._within_and_when(variable)[0]

    def _within_and_when(self, variable: int) -> tuple[list[Event], list[int]]:
        """Return what lies `within` a variable, and the indices of these events."""
        found = self._within.get(variable)
        if found is None:
            events = [e for each in self.overlapping(variable) for e in self.accesses[each]]
            events.sort(key=_index)
            found = self._within[variable] = events, [e["i"] for e in events]
        return found

    def before(self, variable: int, index: int) -> Iterator[Event]:
        """Yield what lies `within` a variable before the event ``index``, the latest first."""
        events, indices = self._within_and_when(variable)
        for place in range(bisect.bisect_left(indices, index) - 1, -1, -1):
            yield events[place]

    def writes_between(self, variable: int, first: int, last: int) -> list[Event]:
        """Return the writes `within` a variable between two events, by any task, in order."""
        events, indices = self._within_and_when(variable)
        start, end = bisect.bisect_right(indices, first), bisect.bisect_left(indices, last)
        return [e for e in events[start:end] if e["kind"] == "write" and e["task"] is not None]

    def reads_in_step(self, event: Event) -> list[Event]:
        """Return the reads in the step of ``event``, all of its task, in order."""
        first = last = event["i"]
        while first > 0 and self.events[first]["kind"] not in _STEPS:
            first -= 1
        while last + 1 < len(self.events) and self.events[last + 1]["kind"] not in _STEPS:
            last += 1
        inside = self.events[first : last + 1]
        return [e for e in inside if e["kind"] == "read" and e["task"] == event["task"]]

    # --- calls --------------------------------------------------------------------------------

    def chain(self, event: Event) -> list[Link]:
        """Return the calls that led to an access, the outermost first, each with its line."""
        known = self._chains.get(event["i"])
        if known is not None:
            return known
        number, line = self._call.get(event["i"]), event["line"]
        links: list[Link] = []
        while number is not None and line is not None:
            links.append(Link(number, line))
            call = self.trace["calls"][number]
            number, line = call["by"], call["line"]
        found = self._chains[event["i"]] = links[::-1]
        return found

    def meeting(self, first: Event, second: Event) -> Meeting | None:
        """Return where the calls that led to two accesses part; None: they have none in common."""
        one, two = self.chain(first), self.chain(second)
        shared = 0
        while shared < min(len(one), len(two)) and one[shared].call == two[shared].call:
            shared += 1
        return Meeting(one[shared - 1 :], two[shared - 1 :]) if shared else None

    def local_values(self, event: Event) -> dict[str, str]:
        """Return the plain values of local names that were recorded with a read."""
        number = self._call.get(event["i"])
        if number is None:
            return {}
        found: dict[str, str] = self.trace["calls"][number]["locals"].get(str(event["i"]), {})
        return found

    # --- what flows ---------------------------------------------------------------------------

    def flows(self, read: Event, write: Event) -> bool:
        """Return whether what ``read`` saw may be part of what ``write`` wrote, by the text."""
        meeting = self.meeting(read, write)
        if meeting is None:
            return False
        if not all(self._is_returned(link) for link in meeting.first[1:]):
            return False
        return meeting.first[0].line in self._written(meeting.second, self.part(write["object"]))

    def _is_returned(self, link: Link) -> bool:
        function = self.program.function(link.line)
        return function is not None and link.line in function.returned

    def _written(self, chain: list[Link], part: str) -> frozenset[int]:
        """Return the lines, in the outermost call of ``chain``, that make up what was written."""
        inner = self.program.function(chain[-1].line)
        if inner is None:
            return frozenset()
        made_of = inner.written(chain[-1].line, part)
        if made_of is None:
            made_of = inner.given(chain[-1].line)
        for link in reversed(chain[:-1]):
            caller = self.program.function(link.line)
            if caller is None or dataflow.PARAMETER not in made_of:
                return frozenset()
            made_of = caller.given(link.line) | caller.stored(link.line)
        return made_of

    def is_assignment(self, write: Event) -> bool:
        """Return whether a write puts a new value in place of the old, and is no change in place.

        A method of a container (``add``, ``append``, ``pop``) changes it in place.
        """
        if not self.is_whole(write["object"]):
            return True
        container = str(self.trace["objects"][write["object"]]["container"])
        if not container.isdigit():
            return True  # a file, a table
        function = self.program.function(write["line"])
        return function is not None and function.written(write["line"], "") is not None
