"""Which sets of tasks one execution has gone through, and whether one succession explains that.

Where a set lists its tasks in a succession that all sets of a run share, any order of one set can
be had. So it can of several, as long as they are like a forest: two of them have at most one task
in common, and no circle of them comes back to a task. Then whatever each of them listed, all that
together is a succession, and it is one of those that are tried. Beyond that, CPython can list
tasks in ways that no succession explains: sets of unequal size do, or in which hashes collide.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable

from lockstep.loop import Numbers

type _AnySet = set[object] | frozenset[object] | weakref.WeakSet[object]
_SETS = (set, frozenset, weakref.WeakSet)
_DEEP = 3  # containers in containers
_PLAIN = (str, bytes, int, float, complex, bool, type(None))


class Listings:
    """The listings of sets of tasks in one execution.

    What is told of twice without a change in between is one listing. In doubt there are two.

    Attributes:
        history: the tasks of each, so far.
        is_tangled: whether they are no forest, or that cannot be told.
    """

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._known: dict[int, tuple[Callable[[], object], frozenset[int]]] = {}
        self._part: dict[int, int] = {}
        self._is_wild = False
        self.history: tuple[frozenset[int], ...] = ()
        self.is_tangled = False

    # --- what is told, each returning what it was given ---------------------------------------

    def listed[T](self, value: T) -> T:
        """Something is gone through in its order."""
        if isinstance(value, _SETS):
            self._note(value)
        return value

    def read[T](self, value: T) -> T:
        """Something is given to what may go through all that is in it."""
        self._go_into(value, _DEEP)
        return value

    def passed[T](self, value: T) -> T:
        """Something is given to what may also change it."""
        if self._go_into(value, _DEEP):
            self._known.clear()
        return value

    def changed[T](self, value: T) -> T:
        """A set gets, or may get, other tasks; to lose some does not move the others."""
        self._known.pop(id(value), None)
        return value

    def operand[T](self, value: T) -> T:
        """An operator works in place with this."""
        if isinstance(value, _SETS):
            self._known.clear()
        return value

    def escaping[T](self, value: T) -> T:
        """A set may get other tasks at any time from now on."""
        if isinstance(value, _SETS):
            self._is_wild = True
        return value

    @property
    def alive(self) -> list[object]:
        """Return the sets that can be gone through again without that being another listing."""
        return [each for each in (ref() for ref, _ in self._known.values()) if each is not None]

    @property
    def tasks(self) -> set[int]:
        """Return the tasks in all of them."""
        return set().union(*self.history)

    # --- what follows from it -----------------------------------------------------------------

    def _go_into(self, value: object, depth: int) -> bool:
        """Note all sets in something; return whether there are any."""
        if isinstance(value, _SETS):
            self._note(value)
            return True
        inside: list[object] = []
        if depth and isinstance(value, list | tuple):
            inside = list(value)
        elif depth and isinstance(value, dict):
            inside = list(dict.values(value))
        return sum(self._go_into(each, depth - 1) for each in inside) > 0  # into each

    def _note(self, value: _AnySet) -> None:
        found = frozenset(self._inside(value))
        if len(found) < 2:
            return
        known = self._known.get(id(value))
        if self._is_wild or known is None or known[0]() is not value or not found <= known[1]:
            self._known[id(value)] = weakref.ref(value), found
            self._add(found)

    def _inside(self, value: _AnySet) -> list[int]:
        """Return the numbers of the tasks in a set; its own methods are not called."""
        elements: list[object]
        if isinstance(value, set):
            elements = list(set.__iter__(value))
        elif isinstance(value, frozenset):
            elements = list(frozenset.__iter__(value))
        else:
            elements = [ref() for ref in list(value.data)]  # type: ignore[attr-defined]
        tasks = [each for each in elements if isinstance(each, asyncio.Task)]
        others = [each for each in elements if not isinstance(each, (asyncio.Task, *_PLAIN))]
        if others and len(elements) > 1:
            self.is_tangled = True  # their hashes follow from those of tasks, or are addresses
        numbers = (self._numbers.with_hash(hash(task)) for task in tasks)
        return [number for number in numbers if 0 <= number < self._numbers.tasks]

    def _add(self, tasks: frozenset[int]) -> None:
        self.history += (tasks,)
        parts = {self._find(task) for task in tasks}
        self.is_tangled |= len(parts) < len(tasks)
        first = next(iter(parts), 0)
        self._part.update(dict.fromkeys(parts, first))

    def _find(self, task: int) -> int:
        while self._part.setdefault(task, task) != task:
            task = self._part[task]
        return task
