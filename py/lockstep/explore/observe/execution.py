"""One bare execution of the program: not watched, not recorded, only told what comes when.

The loop decides an arrival when it is about to run, not when it is queued. What was posted
during one batch runs in the next, first in, first out; behind it, one after another, may come
any completion that was pending when the batch began. If nothing has been posted, the next batch
begins at once, as that takes nothing away. Every order of steps that asyncio can produce by
queueing some of what is pending at a boundary is one of these, and the other way round
(`docs/explorer.md`).

Where every completion is a sleep that only wakes its task, and nothing is ever cancelled, a
sleep's callback and the task's step are one choice (`FoldedLoop`); the callback then has run one
batch earlier. The first sign that a program is not of that kind raises `Unfold`.

A *letter* is what orders are told apart by: a task's step, a timeout or another timer, a callback
of the program's. What asyncio itself queues only passes something on.
"""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import gc
import itertools
import random
import sys
import types
import weakref
from asyncio import events
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from inspect import CO_COROUTINE
from types import CodeType
from typing import Any, Literal, Protocol

from lockstep.clock import MICROSECONDS, NEVER, to_seconds
from lockstep.cpython.monitoring import claim_tool, rest_tool, resume_tool
from lockstep.cpython.replacing import replaced
from lockstep.environment.limits import LimitReached, Limits
from lockstep.explore.model.memory import Memory
from lockstep.explore.observe.digest import (
    Digest,
    Modules,
    digest_of_files,
    passes_for_asyncios,
)
from lockstep.explore.observe.durations import (
    DECIDED,
    NOTHING,
    Durations,
    Linear,
    Seconds,
    plain,
)
from lockstep.explore.observe.footprint import CALL, OUTSIDE, STEP, TIMER
from lockstep.explore.observe.joins import SLEEP, free_variable, is_of_asyncio, join_of
from lockstep.explore.observe.program_state import ProgramState
from lockstep.explore.observe.ticks import BUILTINS, following_times
from lockstep.explore.observe.unknown_clock import UnknownClock
from lockstep.loop import ASYNCIO, Numbers, Task, VirtualLoop
from lockstep.objects import safe_repr
from lockstep.observer import Observer
from lockstep.run import Job
from lockstep.schedulers import AsWritten, Boundary, Completion, Deviation, as_written

#: What the batch is asked to end with, in place of a completion.
END = -1
#: How often in a row a batch may end while a completion that could come is put off.
PATIENCE = 40
#: Executions after which circles are collected.
_COLLECT_EVERY = 32
#: Bounds of one execution.
LIMITS = Limits(steps=3_000, seconds=5.0)

_FIXED = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType)


#: How a completion is chosen: when the step runs that it wakes; when it runs itself; when it is
#: queued; that, and how long it took, as far as it decides something; or only among ties.
Mode = Literal["folded", "late", "early", "timed", "ties", "chosen"]


class Unfold(Exception):
    """The program cancels tasks or has completions that do more than wake one."""


class TimeDecides(Exception):
    """The program compares times, and how it goes on may depend on how long things took."""


class Merged(Exception):
    """This execution has come to where another one was before: what follows is known."""


@dataclass(frozen=True)
class Plain:
    """A program, compiled as it is, and how modules were before it ran."""

    source: str
    filename: str
    seed: int
    code: CodeType
    coroutines: tuple[CodeType, ...]
    modules: Modules

    @classmethod
    def of(cls, source: str, filename: str, seed: int) -> Plain:
        """Compile a program; it is known to compile."""
        code = compile(source, filename, "exec", dont_inherit=True)
        codes = tuple(coroutine_codes(code))
        return cls(source, filename, seed, code, codes, Modules(source))

    def following_times(self) -> Plain:
        """Return it so that times are followed through `int` and `float`."""
        code = compile(following_times(self.source), self.filename, "exec", dont_inherit=True)
        return replace(self, code=code, coroutines=tuple(coroutine_codes(code)))


class Way(dict[int, list[int]]):
    """What arrives at the boundary before each batch, by name.

    Attributes:
        late: what the clock then says at least, in microseconds, for some of the batches.
    """

    late: Mapping[int, int] = types.MappingProxyType({})

    @classmethod
    def of(cls, arrivals: Mapping[int, list[int]], late: Mapping[int, int]) -> Way:
        """Return a way."""
        way = cls(arrivals)
        way.late = late
        return way


class Names:
    """Numbers that mean the same in every execution of one program.

    A handle is named by the handle that made it and its place among what that made, so its name
    does not depend on the order of other tasks; the names are those of `memory`. A history is a
    node of a trie: a handle run after another history.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._begun = 0
        self._after: dict[tuple[int, int], int] = {}

    def begin(self) -> None:
        """An execution begins; now and then what earlier ones have left in circles goes.

        A task that is left waiting keeps itself alive by its callbacks, and ``asyncio.run`` goes
        through all tasks that are alive, whatever loop they belong to.
        """
        self._begun += 1
        if self._begun % _COLLECT_EVERY == 0:
            gc.collect(1)

    def after(self, history: int, handle: int) -> int:
        """Return the history that goes on with ``handle``; 0 is the empty one."""
        return self._after.setdefault((history, handle), len(self._after) + 1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A boundary at which the default order held; completions by name.

    Attributes:
        batch: the number of the batch that follows.
        due: when each pending completion is due.
        usual: what arrived.
    """

    batch: int
    idle: bool
    due: Mapping[int, int]
    usual: tuple[int, ...]

    @property
    def pending(self) -> tuple[int, ...]:
        """Return what could have arrived."""
        return tuple(self.due)


class Walk(Protocol):
    """Chooses for one execution, and may want to know in which state it is."""

    def choose(
        self, turn: Execution, options: Sequence[int], loop: VirtualLoop, rest: Hashable
    ) -> int:
        """Return the place of one of ``options``: completions by name, or END."""


@dataclass
class Choices:
    """The choices of one execution: a prefix, then the first option everywhere.

    Attributes:
        prefix: which option to take, by its place.
        visited: states in which all options are being tried; None to merge nothing.
        chosen: what arrives at the boundary before each batch, by name; nothing is left to choose.
        chance: chooses instead.
        walk: chooses instead.
        ranks: the order of tasks in sets, see `lockstep.loop.Numbers`.
        states: digests of what tasks share before each handle, to be noted; None: they are not.
        deviations: where that departs from the default order.
        seen: the boundaries after the last one that was chosen.
        durations: how long it took until each boundary, where that is more than it had to.
        taken: the place of what was taken, and how many there were, choice by choice.
        batches: the batch of each such choice.
        others: durations with which a comparison of times comes out otherwise, by its choice.
        arrivals: what came at the boundary before each batch, by number.
        late: what the clock said then, where it was later than it had to be.
    """

    prefix: list[int]
    visited: set[Hashable] | None
    chosen: Mapping[int, Sequence[int]] | None = None
    chance: random.Random | None = None
    walk: Walk | None = None
    ranks: tuple[int, ...] = ()
    states: list[bytes] | None = None
    durations: Mapping[int, int] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    others: dict[int, dict[int, int]] = field(default_factory=dict)
    deviations: list[Deviation] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    arrivals: dict[int, list[int]] = field(default_factory=dict)
    late: dict[int, int] = field(default_factory=dict)


class Execution(Observer):
    """Stands where the recorder stands in an ordinary run.

    Attributes:
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
        uses_chance: it has drawn lots.
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
        self.was_impatient = self.reads_clock = self.has_text_sets = self.uses_chance = False
        self.lag = 0
        self.letters: list[int] = []
        self.opaque: set[str] = set()
        self._entered = 0
        self._state: ProgramState | None = None
        self.doubts: list[str] = []
        self.hidden_tasks: set[int] = set()
        self.unfollowed = False
        self.durations: Durations | None = None
        self._job = job
        self.handles: list[int] = []
        self.timer_of: dict[int, int] = {}
        self.values: dict[str, str] = {}
        self._steps = self._outside = 0
        self._handle, self._is_outside = names.memory.handle(OUTSIDE, -1, 0), True
        self.handles.append(self._handle)
        self._counts = [0, 0, 0]  # tasks born, callbacks posted, timers armed
        self._name_of: dict[int, int] = {}
        self._tasks: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._steps_of: dict[int, int] = {}
        self._roots: set[int] = set()
        self._is_stuck = False
        self._made_outside = 0
        self._main_result: Any = None

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
        self.choices.batches.append(self._job.numbers._batch)

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
        key, visited = self._key(loop, rest), self.choices.visited
        assert visited is not None
        if key in visited:
            loop.ended_by = Merged()
            raise loop.ended_by
        visited.add(key)

    def _key(self, loop: VirtualLoop, rest: Hashable) -> Hashable:
        """Return what decides all that can follow.

        The program's state is a function of the handles that have run, except that a sleep's
        callback only wakes its task: where it has run is told by what is queued and pending.
        """
        marks = tuple(
            (number, task._must_cancel, _is_done(task._fut_waiter))
            for task, number in list(self._tasks.items())
            if not task.done()
        )
        queued = tuple(self._name_of.get(id(handle), -1) for handle in loop._ready)
        clock: Hashable = self._job.clock.now_us if self.reads_clock else 0
        if self.durations is not None:
            clock = loop.times()  # type: ignore[attr-defined]
        return self._history, queued, tuple(loop._pending), marks, clock, rest

    def state(self, loop: VirtualLoop, rest: Hashable) -> Hashable:
        """Return what decides all that can follow, however it came about.

        The letters so far are counted, so that no state follows itself. What happened before the
        loop was entered is told by its history, and all that has happened if the state holds
        something whose inside cannot be seen, or draws lots.
        """
        self._state = self._state or ProgramState(self._job, self._modules)
        tasks, name_of = dict(self._tasks), self._name_of
        digest = self._state.digest(tasks, name_of, self._main_result)
        is_seen = not (self._state.opaque or self.uses_chance)
        self.opaque |= self._state.opaque
        return (
            len(self.letters),
            self._entered if is_seen else self._history,
            digest,
            tuple(name_of.get(id(handle), -1) for handle in loop._ready),
            frozenset(self.timer_of[number] for number in loop._pending),
            frozenset(
                (number, self._steps_of[number])
                for task, number in tasks.items()
                if not asyncio.Future.done(task)
            ),
            tuple(self.finals),
            rest,
        )

    # --- the loop -------------------------------------------------------------------------

    def posted(self, handle: Any) -> None:
        """A handle was put into the ready queue."""
        memory = self.names.memory
        owner = getattr(handle._callback, "__self__", None)
        if not isinstance(owner, asyncio.Task):
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

    def created(self, task: asyncio.Task[Any]) -> None:
        """A task was made; one that has begun already is not queued, but has its place, too."""
        if task not in self._tasks:
            self._born(task)

    def _born(self, task: asyncio.Task[Any]) -> int:
        memory = self.names.memory
        if self._is_outside:  # by how many were made there before, wherever the loop was left
            number = memory.task(memory.handle(OUTSIDE, -1, 0), self._made_outside)
            self._made_outside += 1
        else:
            number = memory.task(self._handle, self._counts[0])
            self._counts[0] += 1
        self._tasks[task] = number
        hidden = getattr(task.get_coro(), "__qualname__", "").startswith("BaseEventLoop.shutdown_")
        self.tasks += not hidden
        if hidden:
            self.hidden_tasks.add(number)
        has_begun = getattr(task.get_coro(), "cr_suspended", False)  # the child of an eager factory
        if self._is_outside and not (hidden or has_begun):
            self._roots.add(number)
        return number

    def armed(self, completion: Completion, handle: Any) -> None:
        """A completion is pending."""
        is_silent = _called(handle) == SLEEP
        name = self.names.memory.made(TIMER, self._handle, self._counts[2], is_silent)
        self._name_of[id(handle)] = self.timer_of[completion.number] = name
        self._counts[2] += 1

    def step_began(self, handle: Any, batch: int) -> None:
        """The loop is about to run a handle."""
        name = self._name_of.pop(id(handle), -1)
        if self.choices.states is not None:
            self.choices.states.append(self._shared())
        self._handle, self._counts, self._is_outside = name, [0, 0, 0], False
        self.handles.append(name)
        called = _called(handle)
        if self.names.memory.is_letter(name):
            self.word = self.names.after(self.word, name)
            self.letters.append(name)
        if called != SLEEP:
            self._history = self.names.after(self._history, name)
        self._steps += 1
        if self._steps > LIMITS.steps:
            raise self.limit_error("steps", f"{LIMITS.steps:,} steps were run")

    def step_ended(self, handle: Any) -> None:
        """The loop has run a handle."""
        task = getattr(handle._callback, "__self__", None)
        if not isinstance(task, asyncio.Task) or self._tasks.get(task) not in self._roots:
            return
        if task.done():
            self._main_result = getattr(task, "_result", None)
            error = getattr(task, "_exception", None)
            if error is not None:
                self._note_final(*_locals_of(error))

    def left(self) -> None:
        """The loop was left; what the program does before it enters again is its own."""
        self._outside += 1
        self._handle, self._is_outside = self.names.memory.handle(OUTSIDE, -1, self._outside), True
        self._counts = [0, 0, 0]
        if not self._is_stuck:
            if self.choices.states is not None:
                self.choices.states.append(self._shared())
            self.handles.append(self._handle)
        self._history = self._entered = self.names.after(self._history, self._handle)

    def deadlocked(self) -> None:
        """Nothing can run any more; what still runs is mere clean-up."""
        self._is_stuck = True
        self._note_final(*[task for task in list(self._tasks) if not task.done()])

    # --- what is left ---------------------------------------------------------------------

    def returned(self, code: CodeType, _: int, value: object) -> None:
        """A coroutine function of the program is about to return."""
        loop = asyncio._get_running_loop()
        task = asyncio.current_task(loop) if loop is not None else None
        if task is None or self._tasks.get(task) not in self._roots:
            return
        frame = sys._getframe(1)
        if getattr(task.get_coro(), "cr_frame", None) is frame:
            self._note_final(*dict(frame.f_locals).values())

    def _note_final(self, *roots: object) -> None:
        """Keep a digest of the program's variables and of ``roots``: its main task's, at its end.

        Whatever the outcome of a recorded run is made of lies there.
        """
        names = {id(task): number for task, number in list(self._tasks.items())}
        shared = {
            name: value
            for name, value in vars(sys.modules["__main__"]).items()
            if name != "__builtins__"
        }
        digest = Digest(names)
        self.finals.append(digest.of(shared, *roots))
        self.has_text_sets |= digest.has_text_sets

    def _shared(self) -> bytes:
        """Return the digest of what tasks share and keep, wherever the loop has got to."""
        numbers = {id(task): number for task, number in list(self._tasks.items())}
        alive = [task for task in self._tasks if not asyncio.Future.done(task)]
        alive.sort(key=lambda task: numbers[id(task)])
        digest = Digest(numbers, unqueued=True)
        found = digest.of(vars(sys.modules["__main__"]), alive)
        self.opaque |= digest.opaque
        return found

    def main_result(self) -> Any:
        """Return what the first task returned."""
        return self._main_result

    def let_go(self) -> None:
        """The program has ended; keep nothing of it alive any longer."""
        self._note_final()
        if self._job.folder is not None:
            self.finals.append(digest_of_files(self._job.folder))
        if self.choices.chosen is not None:
            self.values = _values(vars(sys.modules["__main__"]))
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

    def follow_time(self) -> UnknownClock:
        """Return a clock whose times are followed through the program."""
        self.durations = Durations(self.decide)
        return UnknownClock(self.durations)

    def watch_time(self) -> UnknownClock:
        """Return a clock whose times decide nothing; `TimeDecides` is raised if one does."""
        return UnknownClock(Durations(self.decide, self._time_decides))

    def _time_decides(self) -> None:
        error = TimeDecides()
        self._job.end_with(error)
        raise error

    def doubt(self, what: str) -> None:
        """The program shares something that is not fresh for each execution."""
        if what not in self.doubts:
            self.doubts.append(what)

    def chance_used(self) -> None:
        """It is seeded, so what is drawn follows from the order."""
        self.uses_chance = True


def _called(handle: Any) -> str:
    callback = handle._callback
    return str(getattr(callback, "__qualname__", type(callback).__name__))


def _is_done(future: Any) -> bool:
    return future is not None and asyncio.Future.done(future) if _is_plain(future) else False


def _is_plain(future: Any) -> bool:
    return type(future) is asyncio.Future


def _locals_of(error: BaseException) -> list[Any]:
    found: list[Any] = [error]
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__name__") == "__main__":
            found += dict(traceback.tb_frame.f_locals).values()
        traceback = traceback.tb_next
    return found


def _is_nothing(queue: Iterable[Any]) -> bool:
    """Return whether what is queued only counts tasks that have ended, with others to follow."""
    counted: Counter[int] = Counter()
    left: dict[int, int] = {}
    for handle in queue:
        join = join_of(handle)
        if join is None or not join.is_well:
            return False
        counted[id(join.of)] += 1
        left[id(join.of)] = _left(join.of)
    return all(counted[of] < left[of] for of in counted)


def _left(counter: Any) -> int:
    """Return how many ends of tasks a task group or gather still has to count."""
    tasks = getattr(counter, "_tasks", None)
    if tasks is not None:
        return len(tasks)
    done, wanted = free_variable(counter, "nfinished"), free_variable(counter, "nfuts")
    return wanted - done if isinstance(done, int) and isinstance(wanted, int) else 0


class UncancelledTask(Task):
    """A task in whose execution nothing is cancelled."""

    __module__ = asyncio.Task.__module__
    __hash__ = Task.__hash__

    def cancel(self, msg: Any = None) -> bool:
        """Cancel it, but not unnoticed."""
        if not self.done():
            self.get_loop().must_unfold = True  # type: ignore[attr-defined]
        return super().cancel(msg)


UncancelledTask.__name__ = UncancelledTask.__qualname__ = "Task"
passes_for_asyncios(UncancelledTask)


class ChoosingLoop(VirtualLoop):
    """The loop of an execution; its observer is the `Execution`, which chooses."""

    def time(self) -> float:
        """Return virtual seconds; note that the program itself asks."""
        asks = sys._getframe(1)
        if asks.f_code.co_filename == self.observer._job.filename:  # type: ignore[union-attr]
            self.observer.clock_read()  # type: ignore[union-attr]
        return self._told(is_own_use=asks.f_globals.get("__name__") in ASYNCIO)

    def _told(self, is_own_use: bool) -> float:
        return to_seconds(self.clock.now_us) if is_own_use else self.clock.seconds()

    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        """Create a task, and note it at once."""
        task = super().create_task(coro, **options)
        if isinstance(task, asyncio.Task):
            self.observer.created(task)  # type: ignore[union-attr]
        return task

    def run_forever(self) -> None:
        """Run; note where the loop is left."""
        try:
            super().run_forever()
        finally:
            self.observer.left()  # type: ignore[union-attr]


class LateLoop(ChoosingLoop):
    """Chooses a completion when it runs."""

    _shift = 0  # by how many batches it was queued earlier

    def _run_once(self) -> None:
        self._stop_if_ended()
        eligible = self._eligible()
        idle = not self._ready and not self._stopping
        if idle and not eligible:
            self._deadlock()
        batch = self.numbers.next_batch()
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                self._step(handle, batch)
            del handle
        if eligible:
            self._let_come(eligible, idle, batch)

    def _eligible(self) -> list[int]:
        return [n for n, c in self._pending.items() if c.deadline_us < NEVER]

    def _rest(self) -> Hashable:
        return None

    def _named(self, numbers: Iterable[int]) -> frozenset[int]:
        names = self.observer.timer_of  # type: ignore[union-attr]
        return frozenset(names[number] for number in numbers)

    def _let_come(self, eligible: list[int], idle: bool, batch: int) -> None:
        turn: Execution = self.observer  # type: ignore[assignment]
        came = turn.choices.arrivals[batch - self._shift] = []
        while True:
            here = [number for number in eligible if number in self._pending]
            may_end = bool(came) or not idle
            if not here or (may_end and not self._stopping and _is_nothing(self._ready)):
                break
            if may_end and turn.lag >= PATIENCE and not self._stopping:
                turn.was_impatient, may_end = True, False
            rest = self._named(here), may_end, self._stopping, self._rest()
            number = turn.choose(self, [*([END] if may_end else []), *here], rest)
            if number == END:
                break
            came.append(number)  # before: the step may be the last, and end the whole run
            self._come(number, batch)
        turn.lag = 0 if came else turn.lag + 1

    def _come(self, number: int, batch: int) -> None:
        completion = self._pending[number]
        before = self.clock.arrive(completion.deadline_us)
        if self.clock.now_us != before:
            self.observer.clock_moved(before)  # type: ignore[union-attr]
        self._step(self._take(number), batch)


class FoldedLoop(LateLoop):
    """Chooses a sleep when the step runs that it wakes.

    It had to be pending when the batch before began, in which its callback has run.
    """

    _shift = 1

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._earlier: list[int] = []
        self._armed: list[Any] = []
        self.must_unfold = False

    def _run_once(self) -> None:
        if self._task_factory is not None or self._armed:
            self.must_unfold = True
        self._unfold_if_needed()
        super()._run_once()

    def _unfold_if_needed(self) -> None:
        if self.must_unfold and self.ended_by is None:
            self.ended_by = Unfold()
            raise self.ended_by

    def run_forever(self) -> None:
        """Run; a sleep that goes on may have ended or not when the program comes back."""
        super().run_forever()
        self.must_unfold = self.must_unfold or bool(self._pending)

    def _eligible(self) -> list[int]:
        pending = super()._eligible()
        if not self._ready and not self._stopping:
            if pending:
                self.numbers.next_batch()  # the one in which the callbacks run
            self._earlier = pending
            return pending
        eligible = [number for number in self._earlier if number in self._pending]
        self._earlier = pending
        return eligible

    def _rest(self) -> Hashable:
        return self._named(self._earlier)

    def call_at(  # type: ignore[override]
        self, when: float, callback: Any, *args: Any, context: Any = None
    ) -> Any:
        """Arm a completion, which has to be a sleep of the task that runs."""
        handle = super().call_at(when, callback, *args, context=context)
        self._armed.append(handle)
        return handle

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        self.must_unfold = self.must_unfold or id(handle) in self._number_of
        super()._timer_handle_cancelled(handle)

    def _come(self, number: int, batch: int) -> None:
        completion = self._pending[number]
        self.clock.arrive(completion.deadline_us)
        self._take(number)._run()
        self._step(self._ready.pop(), batch)

    def _step(self, handle: Any, batch: int) -> None:
        task = getattr(handle._callback, "__self__", None)
        super()._step(handle, batch)
        if isinstance(task, asyncio.Task) and not isinstance(task, UncancelledTask):
            self.must_unfold = True
        for armed in self._armed:
            waits_on = getattr(task, "_fut_waiter", None)
            if _called(armed) != SLEEP or waits_on is None or waits_on is not armed._args[0]:
                self.must_unfold = True
        self._armed.clear()
        self._unfold_if_needed()


class EarlyLoop(ChoosingLoop):
    """Chooses what arrives at a boundary before the batch runs, as asyncio does."""

    ties_only = False

    def _ask(self, boundary: Boundary) -> tuple[int, ...]:
        turn: Execution = self.observer  # type: ignore[assignment]
        chosen: list[int] = []
        groups = _by_deadline(boundary) if self.ties_only else [list(boundary.pending)]
        for group in groups:
            left = list(group)
            while left:
                may_end = not self.ties_only and (bool(chosen) or not boundary.idle)
                if may_end and not chosen and turn.lag >= PATIENCE:
                    turn.was_impatient, may_end = True, False
                due = tuple(
                    (n, c.deadline_us - boundary.now_us) for n, c in boundary.pending.items()
                )
                rest = tuple(chosen), due if self.ties_only else None, self._stopping
                number = turn.choose(self, [*([END] if may_end else []), *left], rest)
                if number == END:
                    break
                left.remove(number)
                chosen.append(number)
        turn.lag = 0 if chosen else turn.lag + 1
        turn.choices.arrivals[self.numbers._batch] = chosen
        return boundary.checked(chosen)


class TimedLoop(EarlyLoop):
    """Besides, chooses how long things took, where that decides a comparison of times."""

    clock: UnknownClock

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deadlines: dict[int, Linear] = {}

    def _told(self, is_own_use: bool) -> float:
        """Return virtual seconds, followed through asyncio as well."""
        if not is_own_use:
            return self.clock.seconds()
        us = self.clock.now_us
        return Seconds.of(to_seconds(us), self.clock.linear, self.clock.durations)

    def call_at(  # type: ignore[override]
        self, when: float, callback: Any, *args: Any, context: Any = None
    ) -> Any:
        """Arm a completion; remember of which durations its deadline is the sum."""
        deadline = self.clock.deadline_of(when) if plain(when) < NEVER / MICROSECONDS else NOTHING
        handle = super().call_at(plain(when), callback, *args, context=context)
        self._deadlines[self._number_of[id(handle)]] = deadline
        return handle

    def times(self) -> Hashable:
        """Return what decides all that can follow, as far as it is about time."""
        pending = [self._deadlines[number] for number in self._pending]
        return self.clock.durations.state(self.clock.linear, pending)

    def _reach_boundary(self) -> None:
        turn: Execution = self.observer  # type: ignore[assignment]
        before, batch = self.clock.linear, self.numbers._batch
        super()._reach_boundary()
        came = turn.choices.arrivals.get(batch)
        if came:
            us = turn.choices.durations.get(batch)
            deadlines = [self._deadlines[number] for number in came]
            if self.clock.arrived(batch, before, deadlines, us):
                turn.choices.late[batch] = self.clock.now_us


class TiesLoop(EarlyLoop):
    """Respects deadlines; what falls due at one moment arrives in any order."""

    ties_only = True


class ChosenLoop(ChoosingLoop):
    """Lets arrive what was chosen, batch by batch; afterwards, as written."""

    def _ask(self, boundary: Boundary) -> tuple[int, ...]:
        turn: Execution = self.observer  # type: ignore[assignment]
        chosen, batch = turn.choices.chosen, self.numbers._batch
        assert chosen is not None
        usual = as_written(boundary)
        names = {turn.timer_of[number]: number for number in boundary.pending}
        numbers, last = usual, max(chosen, default=-1)
        if batch > last:
            self._see(turn, boundary, usual)
        if batch <= last:
            numbers = [names.get(name, END) for name in chosen.get(batch, ())]
        late_us = getattr(chosen, "late", {}).get(batch)
        if numbers != usual or late_us is not None:
            turn.choices.deviations.append(Deviation(boundary.number, tuple(numbers), late_us))
        try:
            return boundary.checked(numbers)
        except (
            ValueError
        ) as error:  # what was chosen does not fit: that ends it, whoever catches it
            self.ended_by = error
            raise

    def _late_us(self, boundary: int) -> int | None:
        turn: Execution = self.observer  # type: ignore[assignment]
        late: int | None = getattr(turn.choices.chosen, "late", {}).get(self.numbers._batch)
        return late

    def _see(self, turn: Execution, boundary: Boundary, usual: list[int]) -> None:
        name, choices = turn.timer_of, turn.choices
        due = {name[n]: c.deadline_us for n, c in boundary.pending.items()}
        if choices.visited is not None:
            waits = tuple(when - boundary.now_us for when in due.values())
            turn.merge(self, ("chosen", waits, self._stopping))
        seen = Seen(self.numbers._batch, boundary.idle, due, tuple(name[n] for n in usual))
        choices.seen.append(seen)


def _values(names: Mapping[str, Any]) -> dict[str, str]:
    """Return a program's variables as text, those that can change."""
    return {
        name: safe_repr.whole(value)
        for name, value in names.items()
        if not name.startswith("__")
        and type(value) not in _FIXED
        and not issubclass(type(value), type)
    }


def _by_deadline(boundary: Boundary) -> list[list[int]]:
    due = as_written(boundary)
    when = {number: boundary.pending[number].deadline_us for number in due}
    return [list(group) for _, group in itertools.groupby(due, when.__getitem__)]


_LOOPS: dict[Mode, type[ChoosingLoop]] = {
    "folded": FoldedLoop,
    "late": LateLoop,
    "early": EarlyLoop,
    "timed": TimedLoop,
    "ties": TiesLoop,
    "chosen": ChosenLoop,
}
FoldedLoop.task_type = UncancelledTask


@contextlib.contextmanager
def _returns_heard(codes: Sequence[CodeType], turn: Execution) -> Iterator[None]:
    kind = sys.monitoring.events.PY_RETURN
    purpose = "returns", tuple(map(id, codes))
    tool = resume_tool(purpose)
    if tool is None:
        tool = claim_tool("lockstep-execution")
        for code in codes:
            sys.monitoring.set_local_events(tool, code, kind)
    sys.monitoring.register_callback(tool, kind, turn.returned)
    try:
        yield
    finally:
        rest_tool(tool, purpose, list(codes), (kind,))


def coroutine_codes(code: CodeType) -> list[CodeType]:
    """Return the code of all coroutine functions in ``code``."""
    nested = [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    found = [inner for inner in nested if inner.co_flags & CO_COROUTINE]
    return found + [each for inner in nested for each in coroutine_codes(inner)]


def _let_go_of(error: BaseException) -> None:
    """Break the circle of an exception, its frames and the loop that it has ended."""
    error.__traceback__ = error.__context__ = None


def execute(
    program: Plain, names: Names, choices: Choices, mode: Mode, seconds: float
) -> Execution | None:
    """Execute a program once; return None if it came to where another execution was before.

    Raises:
        Unfold: it cannot be executed in the mode 'folded'.
        TimeDecides: it cannot be executed in the modes 'folded' and 'late'.

    Args:
        program: what is executed.
        names: shared by all executions of the program.
        choices: what to choose; what was chosen is noted there.
        mode: how completions are chosen.
        seconds: real time that it may take.
    """
    names.begin()
    if mode == "timed":
        program = program.following_times()
    limits = replace(LIMITS, seconds=min(seconds, LIMITS.seconds))
    job = Job(
        program.source,
        program.filename,
        program.seed,
        limits,
        AsWritten(),
        code=program.code,
        loop_type=_LOOPS[mode],
        watched={asyncio.Lock: ""},  # nothing: bare
        numbers=Numbers(choices.ranks),
    )
    turn = Execution(program, names, job, choices)
    if mode == "timed":
        job.clock = turn.follow_time()
        turn.unfollowed = "date.today(" in program.source  # which is written in C
    elif mode in ("folded", "late"):
        job.clock = turn.watch_time()
    with _returns_heard(program.coroutines, turn), replaced(builtins, **BUILTINS):
        try:
            ending, _ = job.run(turn)
        except Merged as error:
            _let_go_of(error)
            return None
    turn.status, turn.result = ending["status"], ending["result"]
    return turn
