"""Tasks that only differ in their number stand for each other, as long as nothing tells them apart.

Five deposits that one step has made are five names for one behaviour. A state in which the second
has read and one in which the third has read differ by a *renaming* of tasks, and whatever follows
on the one follows on the other, renamed, if nothing that a program can see depends on the number:

1. *What a task holds* (arguments, locals, where it stands, its context) is part of the state, as
   is everything that holds it. So only states are taken for one that are alike in all of that.
2. *Names and hashes* are left out of the state, and who asks a task for them is found out
   (`UncancelledTask`); `Execution.is_asymmetric` then says so.
3. *The order in which `asyncio.gather` lists its children* is left out, too. It decides in which
   order results come, so each of these tasks has to return None, and in which order they are
   cancelled, so nothing may be cancelled but each task by a timeout of its own
   (`PartlyFoldedLoop`). Neither may an end hold a task.
4. Only tasks that one step of a task has made are interchangeable, and they make none themselves.

(C. N. Ip, D. L. Dill, "Better verification through symmetry", 1996; E. A. Emerson, A. P. Sistla,
"Symmetry and model checking", 1996.)
"""

from __future__ import annotations

import asyncio
import types
from asyncio import events
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import TypeGuard

from lockstep.cpython.futures import AnyTask, gathered_with
from lockstep.cpython.handles import arguments_of, callback_of
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.footprint import OUTSIDE, STEP
from lockstep.explore.observe.frames import local_values
from lockstep.explore.observe.modules import WRITTEN
from lockstep.objects.inspection import of_callable

_Task = asyncio.Task
#: How many steps a task has begun, which of its handles are where, and what it holds.
_Rank = tuple[int, tuple[tuple[int, int, int], ...], str]


class Asymmetric(Exception):
    """What the program does may depend on which of its tasks does it."""


class Renaming:
    """A permutation of tasks, applied to the names of what they run.

    Args:
        memory: where handles have their names.
        to: the number in place of each task's, where that is another.
    """

    def __init__(self, memory: Memory, to: Mapping[int, int]) -> None:
        self._memory, self.to = memory, to
        self._known: dict[int, int] = {}

    def of(self, handle: int) -> int:
        """Return the name in place of ``handle``; what is no handle has none."""
        if not self.to or handle < 0:
            return handle
        known = self._known.get(handle)
        if known is None:
            known = self._known[handle] = self._renamed(handle)
        return known

    def _renamed(self, handle: int) -> int:
        memory = self._memory
        kind, owner, place = memory.handles[handle]
        if kind == OUTSIDE:
            return handle
        if kind == STEP:
            return memory.handle(STEP, self.to.get(owner, owner), place)
        renamed = memory.handle(kind, self.of(owner), place)
        if handle in memory.silent:
            memory.silent.add(renamed)
        return renamed

    def all(self, handles: Iterable[int]) -> tuple[int, ...]:
        """Return the names in place of ``handles``."""
        return tuple(map(self.of, handles)) if self.to else tuple(handles)

    def inside(self, rest: Hashable) -> Hashable:
        """Return the same with the names in place of those in the sets of a tuple."""
        if not self.to or type(rest) is not tuple:
            return rest
        return tuple(
            frozenset(self.all(part)) if type(part) is frozenset else part for part in rest
        )

    def back(self) -> Renaming:
        """Return the renaming that undoes this one."""
        return Renaming(self._memory, {now: before for before, now in self.to.items()})


class Alike:
    """The interchangeable tasks of one execution at one moment.

    Args:
        memory: where handles have their names.
        tasks: each task that exists, and its number.
        made_by: the numbers of all that were made, by the handle that made them.
        steps: how many steps each has begun, by its number.
        handles: what is pending.
        rest: what else is part of the state; its sets of handles tell tasks apart that armed them.
        exchanged: in place of some numbers those as which these tasks are to be looked at.

    Attributes:
        numbers: the number of each interchangeable task, by its `id`.
        lists: by their `id`, those lists in which the order of tasks is no part of the state.
        renaming: to the numbers that those have which a digest has visited first.
        equals: tasks, by their numbers, of which nothing has told which comes first.

    Raises:
        Asymmetric: such a task, or a callback, has made tasks itself.
    """

    def __init__(
        self,
        memory: Memory,
        tasks: Sequence[tuple[AnyTask, int]],
        *,
        made_by: Mapping[int, Sequence[int]],
        steps: Mapping[int, int],
        handles: Sequence[events.TimerHandle],
        rest: Hashable = None,
        exchanged: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._memory, self._steps, self._handles = memory, steps, handles
        self._marks = _marks(memory, rest)
        self._classes = _classes(memory, made_by)
        movable = {number for made in self._classes for number in made}
        self.numbers = {id(task): number for task, number in tasks if number in movable}
        alive = [
            (exchanged.get(number, number), task)
            for task, number in tasks
            if number in movable and not asyncio.Future.done(task)
        ]
        self._alive = [task for _, task in sorted(alive, key=itemgetter(0))]
        self.renaming, self.equals = Renaming(memory, {}), tuple[tuple[int, ...], ...]()
        self.lists = {
            id(listed) for task in self._alive for listed in gathered_with(task) if self.are(listed)
        }

    def are(self, tasks: list[object]) -> TypeGuard[list[AnyTask]]:
        """Return whether all of ``tasks`` are interchangeable."""
        return all(id(task) in self.numbers for task in tasks)

    def without(
        self, visited: Mapping[int, int], listed: Iterable[Iterable[AnyTask]]
    ) -> list[list[AnyTask]]:
        """Return the tasks that have not been visited, those together that rank alike.

        Args:
            visited: what has been visited, by its `id`.
            listed: tasks in lists whose order is no part of the state; they may be done.
        """
        left = {id(task): task for tasks in (self._alive, *listed) for task in tasks}
        ranked: defaultdict[_Rank, list[AnyTask]] = defaultdict(list)
        for place, task in left.items():
            if place not in visited:
                ranked[self._rank(task)].append(task)
        return [ranked[rank] for rank in sorted(ranked)]

    def _rank(self, task: AnyTask) -> _Rank:
        """Return what does not depend on a task's number."""
        found: list[object] = []
        coroutine = _Task.get_coro(task)
        while type(coroutine) is types.CoroutineType and coroutine.cr_frame is not None:
            frame, code = coroutine.cr_frame, coroutine.cr_code
            found += [code.co_firstlineno, code.co_qualname, frame.f_lasti]
            found += [(n, v) for n, v in local_values(frame).items() if type(v) in WRITTEN]
            coroutine = coroutine.cr_await
        number = self.numbers[id(task)]
        steps = -1 if _Task.done(task) else self._steps.get(number, -1)  # a state has no more
        return steps, tuple(sorted(self._marks[number])), repr(found)

    def pending(self, visited: Mapping[int, int]) -> list[events.TimerHandle]:
        """Return what is pending, in an order that does not depend on numbers.

        Raises:
            Asymmetric: something is that wakes none of the tasks visited.
        """
        for handle in self._handles:
            if id(_whose(handle)) not in visited:
                raise Asymmetric
        return sorted(self._handles, key=lambda handle: visited[id(_whose(handle))])

    def note(
        self, visited: Mapping[int, int], led_to: int, equals: Iterable[Iterable[AnyTask]]
    ) -> None:
        """Name tasks by when they were visited.

        Those that are done come last, if something has led to them; else nothing that may still
        run is named after them.

        Args:
            visited: when each object was visited, by its `id`.
            led_to: how many had been visited when nothing led to any others of these tasks.
            equals: those that were then visited one after another though they rank alike.
        """
        alive = {id(task) for task in self._alive}
        when = {
            number: (place not in alive, visited[place])
            for place, number in self.numbers.items()
            if place in alive or visited.get(place, led_to) < led_to
        }
        to: dict[int, int] = {}
        for made in self._classes:
            named = sorted((number for number in made if number in when), key=when.__getitem__)
            to.update(zip(named, made, strict=False))
        self.renaming = Renaming(self._memory, to)
        self.equals = tuple(
            tuple(self.numbers[id(task)] for task in tasks if id(task) in alive) for tasks in equals
        )


def _classes(memory: Memory, made_by: Mapping[int, Sequence[int]]) -> list[Sequence[int]]:
    """Return the numbers of tasks that one step has made, where it made several.

    Raises:
        Asymmetric: one of these, or a callback, has made tasks.
    """
    classes = [made for made in made_by.values() if len(made) > 1]
    movable = {number for made in classes for number in made}
    for creator in made_by:
        kind, owner, _ = memory.handles[creator]
        if kind != STEP or owner in movable:
            raise Asymmetric
    return classes


def _marks(memory: Memory, rest: Hashable) -> defaultdict[int, list[tuple[int, int, int]]]:
    """Return which handles of each task's steps are in which part of ``rest``."""
    marks: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for at, part in enumerate(rest if isinstance(rest, tuple) else ()):
        for name in part if isinstance(part, frozenset) else ():
            _, owner, place = memory.handles[name]
            kind, task, step = memory.handles[owner]
            if kind == STEP:
                marks[task].append((at, step, place))
    return marks


def _whose(handle: events.Handle) -> object:
    """Return the first of the arguments with which a handle calls; without any, whose method."""
    method = of_callable(callback_of(handle), "__self__")
    return next(iter(arguments_of(handle)), method)
