"""Reads and writes: which places are shared, and which repetitions one event stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from lockstep.objects.registry import Place, Thing
from lockstep.trace.wire import Row

#: Events for one place, one kind and one step; beyond, the last one stands for the rest.
MAX_ALIKE = 8


@dataclass
class History:
    """Who touched a place."""

    tasks: set[int] = field(default_factory=set)
    writers: set[int] = field(default_factory=set)
    touched: set[int | None] = field(default_factory=set)
    rewritten: bool = False
    last_value: str | None = None

    @property
    def is_shared(self) -> bool:
        """More than one task touches it, and it changes after somebody else has met it."""
        return len(self.tasks) > 1 and self.rewritten


class Accesses:
    """The histories of all places of a run."""

    def __init__(self) -> None:
        self.of: dict[Place, History] = {}
        self.parts: dict[Thing, list[Place]] = {}
        self._step: dict[tuple[str, Place], list[Row]] = {}
        self._parts: dict[Thing | str, set[Place]] = {}
        self._maker: dict[Thing, int | None] = {}

    def is_shared(self, place: Place) -> bool:
        """Return whether ``place`` is shared, or is written and part of a whole that is."""
        history = self.of[place]
        if history.is_shared or not history.writers or place.container is None:
            return history.is_shared
        return any(
            other.is_whole and self.of[other].is_shared for other in self._parts[place.container]
        )

    def made(self, thing: Thing, task: int | None) -> None:
        """``task`` made a container: it has met all that is in it."""
        self._maker.setdefault(thing, task)

    def new_step(self) -> None:
        """Another step begins: nothing can be merged with what went before."""
        self._step.clear()

    def merge(
        self, kind: str, place: Place, value: str | None, task: int | None, line: int
    ) -> bool:
        """Note an access; return True if an earlier event of this step stands for it."""
        self._note(kind, place, value, task)
        alike = self._step.get((kind, place), [])
        if not alike:
            return False
        same = [event for event in alike if event["line"] == line]
        repeated = kind == "read" and same and same[-1]["value"] == value
        if repeated or len(alike) >= MAX_ALIKE:
            last = same[-1] if repeated else alike[-1]
            last["count"] += 1
            last["value"] = value
            return True
        return False

    def remember(self, kind: str, place: Place, event: dict[str, object]) -> None:
        """An event was recorded in this step for an access."""
        self._step.setdefault((kind, place), []).append(event)
        if kind == "write":  # a read that follows sees another value: order must stay visible
            self._step.pop(("read", place), None)

    def _note(self, kind: str, place: Place, value: str | None, task: int | None) -> None:
        history = self.of.get(place)
        if history is None:
            history = self.of[place] = History()
            if place.thing is not None:
                self.parts.setdefault(place.thing, []).append(place)
            if place.container is not None:
                self._parts.setdefault(place.container, set()).add(place)
            if place.thing in self._maker:
                history.touched.add(self._maker[place.thing])
        if kind == "write":
            history.last_value = value
            history.rewritten = history.rewritten or bool(history.touched - {task})
            if task is not None:
                history.writers.add(task)
            self._note_overlap(place, task)
        history.touched.add(task)
        if task is not None:
            history.tasks.add(task)

    def _note_overlap(self, place: Place, task: int | None) -> None:
        """Who writes an element changes the whole, and who writes the whole each element."""
        if place.container is None:
            return
        for other in self._parts[place.container]:
            if place.overlaps(other) and other is not place:
                met = self.of[other]
                met.rewritten = met.rewritten or bool(met.touched - {task})
