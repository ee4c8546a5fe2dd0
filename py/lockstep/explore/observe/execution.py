"""One bare execution of the program: not watched, not recorded, only told what comes when.

An `Execution` names what runs, asks what is to come, notes what it was, and tells which states and
ends are alike. When it asks, and what can be chosen, is the loop's part (`late_loops`,
`early_loops`); what answers are the `choices`; `execute` joins them.

A *letter* is what orders are told apart by: a task's step, a timeout or another timer, a callback
of the program's. What asyncio itself queues only passes something on.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio import events
from builtins import id, type  # a program may replace them
from collections.abc import Hashable, Mapping
from types import CodeType
from typing import NamedTuple, NoReturn

from lockstep.clock import NEVER
from lockstep.cpython.base_loop import running_loop
from lockstep.cpython.frames import frame_at
from lockstep.cpython.futures import error_of, is_cancel_due, result_of, waiter_of
from lockstep.cpython.handles import task_of
from lockstep.cpython.joins import is_of_asyncio, is_sleep, only_counts
from lockstep.environment.limits import LimitReached, Limits
from lockstep.explore.observe import finals
from lockstep.explore.observe.choices import END, Choices
from lockstep.explore.observe.digest import Digest, names_of_program
from lockstep.explore.observe.durations import DECIDED, Durations
from lockstep.explore.observe.files import digest_of_files
from lockstep.explore.observe.footprint import CALL, OUTSIDE, STEP, TIMER
from lockstep.explore.observe.happenings import BatchEnded, Came, Happening, Ran
from lockstep.explore.observe.names import Names
from lockstep.explore.observe.plain import Plain
from lockstep.explore.observe.program_state import ProgramState
from lockstep.explore.observe.symmetry import Alike, Asymmetric, Renaming
from lockstep.explore.observe.task_numbers import TaskNumbers
from lockstep.explore.observe.unknown_clock import UnknownClock
from lockstep.loop import VirtualLoop
from lockstep.objects.inspection import of_coroutine
from lockstep.observer import Observer
from lockstep.run import Job
from lockstep.schedulers import Completion

#: Bounds of one execution.
LIMITS = Limits(steps=3_000, seconds=5.0)


class Unfold(Exception):
    """The program cancels tasks or has completions that do more than wake one."""


class TimeDecides(Exception):
    """The program compares times, and how it goes on may depend on how long things took."""


class Rounded(Exception):
    """Times were compared so near to each other that it is rounding which has decided."""


class Merged(Exception):
    """This execution has come to where another one was before: what follows is known."""


class EntersAgain(Exception):
    """Something is to be chosen after the loop was left, in what state is not known."""


class Seen(NamedTuple):
    """A state.

    Attributes:
        key: equal for states from which the same follows.
        digest: of what the program can get hold of.
        renaming: from the numbers of the execution's tasks to those in the key.
        equals: tasks, by their numbers, of which nothing has told which comes first.
    """

    key: Hashable
    digest: bytes
    renaming: Renaming
    equals: tuple[tuple[int, ...], ...] = ()


class Execution(Observer):
    """Stands where the recorder stands in an ordinary run.

    Attributes:
        filename: that of the program's code.
        word: the number of what `letters` are so far.
        letters: the handles that orders are told apart by, as they ran.
        opaque: types whose inside could not be seen when the state was asked for.
        finals: digests of what the program left, see `_note_final`.
        status, result: how it ended; '' while it runs.
        tasks: how many were made.
        hidden_tasks: asyncio.run's own, by which it cleans up.
        handles: all that was run, in order, by the names of the memory.
        timer_of: the name of each completion.
        values: the program's variables at its end, as text, uncut; only of an order that is
            replayed.
        was_impatient: a completion was put off as often as it may be.
        reads_clock: the program asked for the time.
        unfollowed: it asked in a way in which what it does with it is not followed.
        durations: how long things took, as far as it can tell; None where that is not followed.
        has_text_sets: it has left a set of several strings.
        has_address_sets: it has left a set in which not only tasks go by their addresses.
        uses_chance: it has drawn random numbers.
        happened: what tells when completions can come; empty where nothing walks.
        is_asymmetric: it may see, or leave, which of its tasks is which (see `symmetry`).
        doubts: what the program shares that is not seen here either.
    """

    watches_inputs = True

    def __init__(self, program: Plain, names: Names, job: Job, choices: Choices) -> None:
        self.names, self.choices, self._modules = names, choices, program.modules
        self.word = self._history = 0
        self.finals: list[bytes] = []
        self.status = ""
        self.tasks = 0
        self.result: str | None = None
        self.was_impatient = self.reads_clock = self.uses_chance = False
        self.has_text_sets = self.has_address_sets = False
        self.is_asymmetric = False
        self._made_by: dict[int, list[int]] = {}
        self.lag = 0
        self.letters: list[int] = []
        self.happened: list[Happening] = []
        self.opaque: set[str] = set()
        self._entered: Hashable = 0  # what was before the loop was entered
        self._state: ProgramState | None = None
        self.doubts: list[str] = []
        self.hidden_tasks: set[int] = set()
        self.unfollowed = False
        self.durations: Durations | None = None
        self._job, self.filename = job, job.filename
        self.handles: list[int] = []
        self.timer_of: dict[int, int] = {}
        self.values: dict[str, str] = {}
        self._steps = self._outside = 0
        self._handle, self._is_outside = names.memory.handle(OUTSIDE, -1, 0), True
        self.handles.append(self._handle)
        self._counts = [0, 0, 0]  # tasks born, callbacks posted, timers armed
        self._name_of: dict[int, int] = {}
        self._tasks = TaskNumbers()
        self._steps_of: dict[int, int] = {}
        self._roots: set[int] = set()
        self._is_stuck = False
        self._made_outside = 0
        self._main_result: object = None
        self._main_error: BaseException | None = None
        self._arms: list[tuple[int, int]] = []
        self._began_us, self._posts = 0, False
        self._rest: Hashable = None  # of the state that was asked for last

    @property
    def history(self) -> int:
        """What has happened so far: equal for equal handles in equal order."""
        return self._history

    @property
    def ending(self) -> tuple[str, str | None, tuple[bytes, ...]]:
        """What tells ends apart."""
        return self.status, self.result, tuple(self.finals)

    # --- choosing -------------------------------------------------------------------------

    def choose(self, loop: VirtualLoop, options: list[int], rest: Hashable) -> int:
        """Return one of ``options``: completions, or END.

        Raises:
            Merged: another execution was here before.
        """
        if self.choices.chance is not None:
            return self.choices.chance.choice(options)
        if len(options) == 1:
            return options[0]
        choices = self.choices
        if choices.walk is not None:
            names = [self.timer_of.get(option, END) for option in options]
            return options[choices.walk.choose(self, names, loop, rest)]
        depth = len(choices.taken)
        if depth < len(choices.prefix):
            place = choices.prefix[depth]
        else:
            place = 0
            if choices.visited is not None:
                self.merge(loop, rest)
        self._took(place, len(options))
        return options[place]

    def _took(self, place: int, options: int) -> None:
        self.choices.taken.append((place, options))
        self.choices.batches.append(self._job.numbers.batch)

    def decide(self, way: int, ways: int, others: dict[int, int]) -> None:
        """A comparison of times can come out in several ways; in the next, with ``others``."""
        depth = len(self.choices.taken)
        is_given = depth < len(self.choices.prefix)
        self._took(self.choices.prefix[depth] if is_given else 0, ways)
        self.choices.others[depth] = others
        decided = DECIDED[way]
        self.word = self.names.after(self.word, decided)
        self._history = self.names.after(self._history, decided)
        self.handles.append(decided)

    def merge(self, loop: VirtualLoop, rest: Hashable) -> None:
        """Go on only if no other execution was in this state.

        Raises:
            Merged: one was.
        """
        key, visited = self.after(loop, rest), self.choices.visited
        assert visited is not None
        if key in visited:
            loop.ended_by = Merged()
            raise loop.ended_by
        visited.add(key)

    def after(self, loop: VirtualLoop, rest: Hashable) -> Hashable:
        """Return what decides all that can follow, by what has happened.

        The program's state is a function of the handles that have run, except that a sleep's
        callback only wakes its task: where it has run is told by what is queued and pending.
        """
        marks = tuple(
            (number, is_cancel_due(task), _is_done(waiter_of(task)))
            for task, number in self._tasks.pairs()
            if not task.done()
        )
        queued = tuple(self._name_of.get(id(handle), -1) for handle in loop.queued)
        clock: Hashable = self._job.clock.now_us if self.reads_clock else 0
        if self.durations is not None:
            clock = loop.times()  # type: ignore[attr-defined]
        return self._history, queued, tuple(loop.pending), marks, clock, rest

    def state(self, loop: VirtualLoop, rest: Hashable) -> Seen:
        """Return what decides all that can follow, however it came about.

        The letters so far are counted, so that no state follows itself. What the program has on its
        stack below the loop cannot be seen; it follows from the states in which the loop was left
        before. All that has happened is part of the state if that holds something whose inside
        cannot be seen, or draws random numbers.

        Raises:
            EntersAgain: these states were not noted.
        """
        listings = self.choices.listings
        return self._seen(loop, rest, None, *(listings.alive if listings is not None else ()))

    def state_renamed(self, loop: VirtualLoop, rest: Hashable) -> Seen:
        """Return the same for all states that differ only in the numbers of interchangeable tasks.

        Raises:
            Asymmetric: it may make a difference which task is which.
        """
        if self.is_asymmetric:
            raise Asymmetric
        self._rest = rest
        alike = self._alike({})
        seen = self._seen(loop, rest, alike)
        return seen._replace(equals=alike.equals)

    def are_exchangeable(self, one: int, other: int, seen: Seen) -> bool:
        """Return whether two tasks can be exchanged in the state that was seen last."""
        assert self._state is not None
        alike = self._alike({one: other, other: one})
        tasks = self._tasks.pairs()
        return (
            self._state.digest(tasks, self._name_of, self._main_result, alike=alike) == seen.digest
        )

    def _alike(self, exchanged: Mapping[int, int]) -> Alike:
        handles = [handle for loop in self._job.loops for handle in loop.timers]
        memory = self.names.memory
        return Alike(
            memory,
            self._tasks.pairs(),
            made_by=self._made_by,
            steps=self._steps_of,
            handles=handles,
            rest=self._rest,
            exchanged=exchanged,
        )

    def _seen(self, loop: VirtualLoop, rest: Hashable, alike: Alike | None, *more: object) -> Seen:
        if self._outside and not self.choices.notes_leaves:
            raise EntersAgain
        self._state = self._state or ProgramState(self._job, self._modules)
        tasks, name_of = self._tasks.pairs(), self._name_of
        digest = self._state.digest(tasks, name_of, self._main_result, *more, alike=alike)
        renaming = Renaming(self.names.memory, {}) if alike is None else alike.renaming
        is_seen = not (self._state.opaque or self.uses_chance)
        self.opaque |= self._state.opaque
        key = (
            len(self.letters),
            self._entered if is_seen else self._history,
            digest,
            renaming.all(name_of.get(id(handle), -1) for handle in loop.queued),
            frozenset(renaming.all(self.timer_of[number] for number in loop.pending)),
            frozenset(
                (renaming.to.get(number, number), self._steps_of.get(number, -1))
                for task, number in tasks
                if not asyncio.Future.done(task)
            ),
            tuple(self.finals),
            renaming.inside(rest),
            self.choices.listings and self.choices.listings.history,
        )
        return Seen(key, digest, renaming)

    # --- the loop -------------------------------------------------------------------------

    def posted(self, handle: events.Handle) -> None:
        """A handle was put into the ready queue."""
        self._posts = True
        memory = self.names.memory
        owner = task_of(handle)
        if owner is None:
            is_silent = is_of_asyncio(handle)
            name = memory.made(CALL, self._handle, self._counts[1], is_silent)
            self._name_of[id(handle)] = name
            self._counts[1] += 1
            return
        number = self._tasks.get(owner)
        if number is None:
            number = self._born(owner)
        place = self._steps_of[number] = self._steps_of.get(number, -1) + 1
        self._name_of[id(handle)] = memory.handle(STEP, number, place)

    def created(self, task: asyncio.Task[object]) -> None:
        """A task was made; one that has begun already is not queued, but has its place, too."""
        if self._tasks.get(task) is None:
            self._born(task)

    def _born(self, task: asyncio.Task[object]) -> int:
        memory = self.names.memory
        if self._is_outside:  # by how many were made there before, wherever the loop was left
            number = memory.task(memory.handle(OUTSIDE, -1, 0), self._made_outside)
            self._made_outside += 1
        else:
            number = memory.task(self._handle, self._counts[0])
            self._counts[0] += 1
            self._made_by.setdefault(self._handle, []).append(number)
        self._tasks.put(task, number)
        coroutine = task.get_coro()
        name = of_coroutine(coroutine, "__qualname__") or ""
        hidden = name.startswith("BaseEventLoop.shutdown_")
        self.tasks += not hidden
        if hidden:
            self.hidden_tasks.add(number)
        has_begun = of_coroutine(coroutine, "cr_suspended")  # the child of an eager factory
        if self._is_outside and not (hidden or has_begun):
            self._roots.add(number)
        return number

    def armed(self, completion: Completion, handle: events.Handle) -> None:
        """A completion is pending."""
        is_silent = is_sleep(handle)
        name = self.names.memory.made(TIMER, self._handle, self._counts[2], is_silent)
        self._name_of[id(handle)] = self.timer_of[completion.number] = name
        self._counts[2] += 1
        if completion.deadline_us < NEVER:
            self._arms.append((name, completion.deadline_us - self._began_us))

    def step_began(self, handle: events.Handle, batch: int) -> None:
        """The loop is about to run a handle."""
        if self._is_outside:
            self._note_ran()
        self._began_us, self._posts = self._job.clock.now_us, False
        name = self._name_of.pop(id(handle), -1)
        if self.choices.states is not None:
            self.choices.states.append(self._shared())
        self._handle, self._counts, self._is_outside = name, [0, 0, 0], False
        self.handles.append(name)
        if self.names.memory.is_letter(name):
            self.word = self.names.after(self.word, name)
            self.letters.append(name)
        if not is_sleep(handle):
            self._history = self.names.after(self._history, name)
        self._steps += 1
        if self._steps > LIMITS.steps:
            raise self.limit_error("steps", f"{LIMITS.steps:,} steps were run")

    def step_ended(self, handle: events.Handle) -> None:
        """The loop has run a handle."""
        self._note_ran()
        task = task_of(handle)
        if task is None:
            return
        number = self._tasks.get(task)
        if number not in self._roots:
            self.is_asymmetric |= task.done() and not _has_returned_none(task)
        elif task.done():
            self._main_result = result_of(task)
            error = self._main_error = error_of(task)
            if error is not None:
                self._note_final(*finals.locals_of(error))

    def _note_ran(self) -> None:
        if self.choices.walk is not None:
            took_us = self._job.clock.now_us - self._began_us
            self.happened.append(Ran(tuple(self._arms), took_us, self._posts, self._is_outside))
        self._arms.clear()

    def came(self, number: int) -> None:
        """A completion comes; its step is the next."""
        if self.choices.walk is not None:
            self.happened.append(Came(self.timer_of[number]))

    def batch_ended(self, loop: VirtualLoop, is_last: bool) -> None:
        """A batch is over, perhaps the last one before the loop is left."""
        if self.choices.walk is not None:
            self.happened.append(BatchEnded(not is_last and only_counts(loop.queued)))

    def left(self, loop: VirtualLoop) -> None:
        """The loop was left; what the program does before it enters again is its own."""
        entered: Hashable = None
        if self.choices.notes_leaves and sys.exception() is None:  # no digest holds one on its way
            entered = self._seen(loop, None, None, self._main_error).key
        self._main_error = None
        self._outside += 1
        self._handle, self._is_outside = self.names.memory.handle(OUTSIDE, -1, self._outside), True
        self._counts = [0, 0, 0]
        self._began_us, self._posts = self._job.clock.now_us, False
        if not self._is_stuck:
            if self.choices.states is not None:
                self.choices.states.append(self._shared())
            self.handles.append(self._handle)
        self._history = self.names.after(self._history, self._handle)
        self._entered = self._history if entered is None else entered

    def deadlocked(self) -> None:
        """Nothing can run any more; what still runs is mere clean-up."""
        self._is_stuck = True
        self._note_final(*[task for task, _ in self._tasks.pairs() if not task.done()])

    # --- what is left ---------------------------------------------------------------------

    def returned(self, code: CodeType, _: int, value: object) -> None:
        """A coroutine function of the program is about to return."""
        loop = running_loop()
        task = asyncio.current_task(loop) if loop is not None else None
        if task is None or self._tasks.get(task) not in self._roots:
            return
        frame = frame_at(1)
        if of_coroutine(task.get_coro(), "cr_frame") is frame:
            self._note_final(*dict(frame.f_locals).values())

    def _note_final(self, *roots: object) -> None:
        """Keep a digest of the program's variables and of ``roots``: its main task's, at its end.

        Whatever the outcome of a recorded run is made of lies there.
        """
        names = {id(task): number for task, number in self._tasks.pairs()}
        digest = Digest(names, fixed=self._job.fixed())
        self.finals.append(digest.of(names_of_program(vars(sys.modules["__main__"])), *roots))
        self.has_text_sets |= digest.has_text_sets
        self.has_address_sets |= digest.has_address_sets
        self.is_asymmetric |= not digest.tasks <= self._roots

    def _shared(self) -> bytes:
        """Return the digest of what tasks share and keep, wherever the loop has got to."""
        tasks = self._tasks.pairs()
        numbers = {id(task): number for task, number in tasks}
        alive = [task for task, _ in tasks if not asyncio.Future.done(task)]
        alive.sort(key=lambda task: numbers[id(task)])
        digest = Digest(numbers, fixed=self._job.fixed(), unqueued=True)
        found = digest.of(names_of_program(vars(sys.modules["__main__"])), alive)
        self.opaque |= digest.opaque
        return found

    def main_result(self) -> object:
        """Return what the first task returned."""
        return self._main_result

    def let_go(self) -> None:
        """The program has ended; keep nothing of it alive any longer."""
        self._note_final()
        if self.choices.listings is not None:  # both are shown
            self.choices.listings.read([self._main_result, vars(sys.modules["__main__"])])
        if self._job.folder is not None:
            self.finals.append(digest_of_files(self._job.folder))
        if self.choices.chosen is not None:
            self.values = finals.as_text(vars(sys.modules["__main__"]))
        self._main_result = None
        self.is_over = True

    # --- bounds and doubts ----------------------------------------------------------------

    def limit(self, name: str, what: str) -> None:
        """End the run: a bound was hit."""
        raise self.limit_error(name, what)

    def limit_error(self, name: str, what: str) -> LimitReached:
        """Stop the run; return the error to raise."""
        error = LimitReached(name, what)
        self.is_over = True
        self._job.end_with(error)
        return error

    def clock_moved(self, from_us: int) -> None:
        """Virtual time went on."""
        if self._job.clock.now_us > LIMITS.virtual_seconds * 1_000_000:
            self.limit("virtual_seconds", f"virtual time passed {LIMITS.virtual_seconds} s")

    def clock_read(self) -> None:
        """The program asked for the time."""
        self.reads_clock = True

    def follow_time(self, has_room: bool) -> UnknownClock:
        """Return a clock whose times are followed through the program.

        `Rounded` is raised where rounding decides, if no room was left for that (``has_room``).
        """
        rounded = None if has_room else lambda: self._stop(Rounded())
        self.durations = Durations(self.decide, rounded=rounded)
        return UnknownClock(self.durations, self._job.source)

    def watch_time(self) -> UnknownClock:
        """Return a clock whose times decide nothing; `TimeDecides` is raised if one does."""
        durations = Durations(self.decide, lambda: self._stop(TimeDecides()))
        return UnknownClock(durations, self._job.source)

    def _stop(self, error: Exception) -> NoReturn:
        self._job.end_with(error)
        raise error

    def doubt(self, what: str) -> None:
        """The program shares something that is not fresh for each execution."""
        if what not in self.doubts:
            self.doubts.append(what)

    def chance_used(self) -> None:
        """It is seeded, so what is drawn follows from the order."""
        self.uses_chance = True


def _has_returned_none(task: asyncio.Task[object]) -> bool:
    return result_of(task) is None and error_of(task) is None and not task.cancelled()


def _is_done(future: object) -> bool:
    return type(future) is asyncio.Future and asyncio.Future.done(future)
