"""What one step of a run did, in words that mean the same in every run.

A *handle* is something that the loop runs: a task's k-th step, a timer's callback, another
callback, or a stretch of the program outside the loop. It is named by what made it, so its
name does not depend on the order in which other tasks ran.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lockstep.objects.registry import Place

#: Kinds of access to a location. Two accesses by different steps commute if both are READ, both
#: UPDATE or both JOIN. A WRITE depends on what was there, a STORE does not; a JOIN counts.
READ, STORE, WRITE, UPDATE, JOIN, WHOLE = "read", "store", "write", "update", "join", "whole"
COMMUTING = frozenset({READ, UPDATE, JOIN})

#: Kinds of handle.
STEP, TIMER, CALL, OUTSIDE = "step", "timer", "call", "outside"


class Handle(NamedTuple):
    """A step of task ``owner`` (number ``place``), or the ``place``-th thing ``owner`` posted."""

    kind: str
    owner: int
    place: int


#: A location within a run: a place of the program's; by its number an object of asyncio's, one
#: that is not looked into, a task that may be cancelled or is done; what chance gives.
type Where = (
    tuple[Literal["place"], Place]
    | tuple[Literal["thing", "opaque", "cancel", "done"], int]
    | tuple[Literal["chance"]]
)


#: What a location holds, as a value that can be compared between runs.
type Content = tuple[object, ...]


class Touch(NamedTuple):
    """An access, in the order of the program: ``where`` names a location within this run."""

    kind: str
    where: Where | None
    is_variable: bool = False


class Met(NamedTuple):
    """The step met an object of the program for the first time in this run."""

    thing: int


#: In place of a handle: the next step of the task that is woken, whichever that is.
NEXT = -1


class Post[About](NamedTuple):
    """A callback was put into the ready queue, or the next step of a task."""

    handle: int  # of the callback, or of a new task's first step; else NEXT
    wakes: int | None  # the task
    about: About | None = None  # what a callback of asyncio's own passes something on to


class Arm(NamedTuple):
    """A completion became pending; ``sleeper`` is the task it does nothing but wake."""

    handle: int
    delay_us: int
    sleeper: int | None
    label: str


@dataclass(slots=True)
class Event:
    """One handle that was run, with all it did."""

    handle: int
    is_internal: bool = False
    batch: int = 0
    items: list[Touch | Met] = field(default_factory=list)
    values: dict[Where | None, Content | None] = field(default_factory=dict)
    posts: list[Post[Where]] = field(default_factory=list)
    arms: list[Arm] = field(default_factory=list)
    drops: list[int] = field(default_factory=list)
    joined: tuple[Where | None, tuple[object, ...]] | None = None
    took_us: int = 0
    stops: bool = False
    ends_task: bool = False
    ending: tuple[object, ...] | None = None
